import { overwritten } from "../../domain/transfer/joining.ts";
import { picked } from "../../domain/transfer/moving.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, refuse } from "../checks.ts";
import { expectIndices } from "../indexing.ts";
import { putElements, take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

export interface DynamicSliceAttributes {
  /** Elements that are taken along each axis. */
  readonly sizes: readonly number[];
}

/**
 * Neighbours along every axis, from where scalars say: input 1 + i is the start along axis i, moved
 * to the nearest one at which the whole slice lies inside.
 *
 * Source: StableHLO `dynamic_slice`.
 */
export const dynamicSlice: PrimitiveOperator<DynamicSliceAttributes> = {
  kind: "core",
  name: "dynamicSlice",
  moves: "part",
  steering: { from: 1 },
  movement: ({ attributes: { sizes }, inputs }) =>
    picked((axis, block) => [{ axis, block: sizes[axis] === inputs[0]?.shape[axis] ? block : 1 }]),
  infer([x, ...starts], { sizes }) {
    const { element } = expectStarts("dynamicSlice", x, starts, sizes);
    return [{ element, shape: sizes }];
  },
  work: () => NO_WORK,
  evaluate([x, ...starts], { attributes: { sizes }, outputs }) {
    return [take(x as Tensor, outputs[0] as TensorType, placesOf(x as Tensor, starts, sizes))];
  },
};

/**
 * The first input with the second one in place of the slice of its shape that begins where scalars
 * say: input 2 + i is the start along axis i, moved as that of `dynamicSlice` is.
 *
 * Source: StableHLO `dynamic_update_slice`.
 */
export const dynamicUpdateSlice: PrimitiveOperator = {
  kind: "core",
  name: "dynamicUpdateSlice",
  moves: "join",
  steering: { from: 2 },
  infer([x, update, ...starts]) {
    if (update === undefined)
      return refuse("invalid-attribute", "dynamicUpdateSlice", "two inputs", "fewer");
    const type = expectStarts("dynamicUpdateSlice", x, starts, update.shape);
    expectOneElement("dynamicUpdateSlice", [type, update]);
    return [type];
  },
  work: () => NO_WORK,
  values: ([x, update], { outputs }, solver) => [
    overwritten([x as never, update as never], (outputs[0] as TensorType).element, solver),
  ],
  evaluate([x, update, ...starts]) {
    const { type, data } = x as Tensor;
    const { type: part, data: replacement } = update as Tensor;
    const result = data.slice();
    putElements(replacement, placesOf(x as Tensor, starts, part.shape), result);
    return [{ type, data: result }];
  },
};

/** @throws {AceError} unless a slice fits and there is a scalar index of one type for each axis */
function expectStarts(
  name: string,
  x: TensorType | undefined,
  starts: readonly TensorType[],
  sizes: readonly number[],
): TensorType {
  const rank = x?.shape.length ?? 0;
  if (x === undefined || starts.length !== rank) {
    return refuse("invalid-attribute", name, `${rank} starts`, `${starts.length}`);
  }
  for (const start of starts) {
    expectIndices(name, start);
    expectShape(name, "starts", start, []);
  }
  if (starts.length > 0) expectOneElement(name, starts);
  const fits = sizes.every((size, axis) => size >= 0 && size <= (x.shape[axis] as number));
  if (sizes.length !== rank || !fits) {
    const expected = `a slice within ${formatShape(x.shape)}`;
    refuse("shape-mismatch", name, expected, formatShape(sizes));
  }
  return x;
}

/** Offsets of the elements of a slice, row-major. */
function placesOf(
  { type: { shape } }: Tensor,
  starts: readonly Tensor[],
  sizes: readonly number[],
): Int32Array {
  const strides = stridesOf(shape);
  const first = strides.reduce((sum, stride, axis) => {
    const last = (shape[axis] as number) - (sizes[axis] as number);
    const start = Number((starts[axis] as Tensor).data[0]);
    return sum + stride * Math.max(0, Math.min(start, last));
  }, 0);
  return offsets(sizes, strides, first);
}
