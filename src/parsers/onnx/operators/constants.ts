import { type ElementType, isBigInteger, isFloat } from "../../../graph/element-type.ts";
import type { StoredTensor, TensorId } from "../../../graph/graph.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import { allocate, type Carrier } from "../../../graph/tensor.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { stridesOf } from "../../../ops/shapes.ts";
import { requireElementType } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** A tensor whose elements are made when someone asks. */
export function made(
  node: NodeContext,
  element: ElementType,
  shape: readonly number[],
  fill: (data: Carrier) => void,
): StoredTensor {
  const type = node.b.graph.types.intern(element, shape);
  return {
    type,
    read() {
      const data = allocate(element, elementCount(shape));
      fill(data);
      return { type, data };
    },
  };
}

/** An output that the file does not hold: a view, or the name that it gets would make it stored. */
export function generated(node: NodeContext, tensor: StoredTensor): TensorId {
  return node.b.emit(reshape, [node.b.graph.addConstant(tensor)], { shape: tensor.type.shape });
}

/** A vector or scalar of i64. */
function integers(
  node: NodeContext,
  shape: readonly number[],
  values: readonly number[],
): TensorId {
  const fill = (data: Carrier) => {
    values.forEach((value, i) => {
      data[i] = BigInt(value) as never;
    });
  };
  return generated(node, made(node, "i64", shape, fill));
}

const lowerConstant: Lowering = (node) => {
  const stored = node.tensor("value");
  if (stored !== undefined) return node.constantOutput(stored);
  if (node.has("value_float")) return node.b.scalar("f32", node.float("value_float", 0));
  if (node.has("value_int")) return node.b.scalar("i64", BigInt(node.int("value_int", 0)));
  const floats = node.floats("value_floats");
  if (floats !== undefined) return node.b.constant("f32", [floats.length], floats);
  const ints = node.ints("value_ints");
  if (ints !== undefined) return node.b.constant("i64", [ints.length], ints.map(BigInt));
  return node.refuse("unsupported-operator", "a numeric constant", "a string or sparse one");
};

/** Filled with one value. ONNX's light models make their weights so: it counts as stored. */
const lowerConstantOfShape: Lowering = (node) => {
  const value = node.tensor("value")?.read();
  const shape = node.integers(0);
  if (shape.some((size) => size < 0)) {
    node.refuse("invalid-attribute", "sizes of 0 and more", `${shape}`);
  }
  const fill = value?.data[0] ?? 0;
  const element = value?.type.element ?? "f32";
  const stored = made(node, element, shape, (data) => data.fill(fill as never));
  return node.constantOutput({ ...stored, uniform: true });
};

/** The part of the shape from `start` to `end`, which count from the back where negative. */
const lowerShape: Lowering = (node) => {
  const shape = node.shape(0);
  const part = shape.slice(node.int("start", 0), node.int("end", shape.length));
  return integers(node, [part.length], part);
};

const lowerSize: Lowering = (node) => integers(node, [], [elementCount(node.shape(0))]);

/**
 * start + i x delta, rounded once, for i below ceil((limit - start) / delta).
 *
 * Source: ONNX `Range`.
 */
const lowerRange: Lowering = (node) => {
  const element = node.element(0);
  const [start, limit, delta] = [0, 1, 2].map((i) => node.constant(i).data[0]) as [
    number,
    number,
    number,
  ];
  const step = Number(delta);
  if (step === 0 || Number.isNaN(step)) {
    node.refuse("invalid-attribute", "a delta other than 0", `${step}`);
  }
  const count = Math.max(0, Math.ceil(Number(limit - start) / step));
  if (!Number.isSafeInteger(count)) node.refuse("invalid-attribute", "finite ends", `${limit}`);
  const big = isBigInteger(element);
  const fill = (data: Carrier) => {
    for (let i = 0; i < count; i++) {
      if (big) data[i] = (BigInt(start) + BigInt(i) * BigInt(delta)) as never;
      else if (isFloat(element)) data[i] = roundToFloat(element, start + i * delta) as never;
      else data[i] = (start + i * delta) as never;
    }
  };
  return generated(node, made(node, element, [count], fill));
};

const lowerEyeLike: Lowering = (node) => {
  const dataType = node.int("dtype", 0);
  const element =
    dataType === 0 ? node.element(0) : requireElementType(dataType, node.outputs[0] ?? "");
  const shape = node.shape(0);
  if (shape.length !== 2) node.refuse("shape-mismatch", "a matrix", `rank ${shape.length}`);
  const [rows, columns] = shape as [number, number];
  const k = node.int("k", 0);
  const one = isBigInteger(element) ? 1n : 1;
  const fill = (data: Carrier) => {
    for (let row = Math.max(0, -k); row < rows && row + k < columns; row++) {
      data[row * columns + row + k] = one as never;
    }
  };
  return generated(node, made(node, element, shape, fill));
};

/** Indices of the elements that are not 0: one row for each axis, in row-major order. */
const lowerNonZero: Lowering = (node) => {
  const { data, type } = node.constant(0);
  const found: number[] = [];
  data.forEach((value: number | bigint, i: number) => {
    if (Number(value) !== 0) found.push(i);
  });
  const strides = stridesOf(type.shape);
  const rows = type.shape.map((size, axis) =>
    found.map((at) => Math.floor(at / (strides[axis] as number)) % size),
  );
  return integers(node, [type.shape.length, found.length], rows.flat());
};

/** Operators whose output is known before the network runs. */
export const constants: LoweringTable = {
  Constant: lowerConstant,
  ConstantOfShape: lowerConstantOfShape,
  EyeLike: lowerEyeLike,
  NonZero: lowerNonZero,
  Range: lowerRange,
  Shape: lowerShape,
  Size: lowerSize,
};
