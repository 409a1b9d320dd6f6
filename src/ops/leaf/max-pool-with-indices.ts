import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { MAXIMUM } from "../combiners.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { stridesOf } from "../shapes.ts";
import { forEachWindow, inferWindows, pickedByWindows, type WindowAttributes } from "../windows.ts";
import { scalarWork } from "../work.ts";

export interface MaxPoolWithIndicesAttributes extends WindowAttributes {
  /** Spatial positions are counted with the first spatial axis running fastest. */
  readonly columnMajor: boolean;
}

/**
 * Largest over windows of [N, C, ...], and the index of each, i64: the first of equal elements.
 *
 * Indices count through the whole tensor, padding left out; -1 for a window in the padding only.
 *
 * Source: ONNX `MaxPool` with its output `Indices`.
 */
export const maxPoolWithIndices: PrimitiveOperator<MaxPoolWithIndicesAttributes, 1> = {
  kind: "leaf",
  name: "maxPoolWithIndices",
  arity: 1,
  infer([x], attributes) {
    const { element, shape } = inferWindows("maxPoolWithIndices", x, attributes);
    return [
      { element, shape },
      { element: "i64", shape },
    ];
  },
  work({ attributes, outputs }) {
    const count = elementCount((outputs[0] as TensorType).shape);
    return scalarWork(count * (elementCount(attributes.window) - 1), "compare");
  },
  values: ([x], { attributes, inputs }, solver) => [
    pickedByWindows(x, inputs[0] as TensorType, attributes, solver),
    undefined,
  ],
  evaluate([x], { attributes, outputs }) {
    const values = zeros(outputs[0] as TensorType);
    const indices = zeros(outputs[1] as TensorType);
    const neutral = MAXIMUM.neutral(x.type.element);
    const index = attributes.columnMajor ? columnMajorIndex(x.type) : (at: number) => at;
    forEachWindow(x.type, values.type, attributes, (at, start, taps) => {
      const best = firstLargest(x.data as ArrayLike<number>, start, taps);
      values.data[at] = (best < 0 ? neutral : x.data[best]) as never;
      indices.data[at] = BigInt(best < 0 ? -1 : index(best)) as never;
    });
    return [values, indices];
  },
};

/** Place of the first largest element, or of the first NaN; -1 of nothing. */
function firstLargest(x: ArrayLike<number>, start: number, taps: Int32Array): number {
  let best = -1;
  for (let i = 0; i < taps.length; i++) {
    const at = start + (taps[i] as number);
    const value = x[at] as number;
    if (Number.isNaN(value)) return at;
    if (best < 0 || value > (x[best] as number)) best = at;
  }
  return best;
}

function columnMajorIndex({ shape }: TensorType): (at: number) => number {
  const spatial = shape.slice(2);
  const area = elementCount(spatial);
  const rows = stridesOf(spatial);
  const columns = stridesOf([...spatial].reverse()).reverse();
  return (at) => {
    const inPlane = at % area;
    return spatial.reduce(
      (sum, size, axis) =>
        sum + (Math.floor(inPlane / (rows[axis] as number)) % size) * (columns[axis] as number),
      at - inPlane,
    );
  };
}
