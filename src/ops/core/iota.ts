import { numbered } from "../../domain/transfer/joining.ts";
import type { ElementType } from "../../graph/element-type.ts";
import { integerRange, isBigInteger, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { isNumeric, refuse } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

export interface IotaAttributes {
  readonly element: ElementType;
  readonly shape: readonly number[];
  /** The axis along which the numbers rise. */
  readonly axis: number;
}

/**
 * 0, 1, 2 and so on along an axis, the same along all others; rounded to a float type, wrapped into
 * an integer type.
 *
 * Source: StableHLO `iota`.
 */
export const iota: PrimitiveOperator<IotaAttributes, 0> = {
  kind: "core",
  name: "iota",
  arity: 0,
  infer(_inputs, { element, shape, axis }) {
    if (!isNumeric(element)) refuse("type-mismatch", "iota", "a numeric type", element);
    if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) {
      refuse("invalid-attribute", "iota", `an axis of ${formatShape(shape)}`, `${axis}`);
    }
    return [{ element, shape }];
  },
  work: () => NO_WORK,
  values(_inputs, { attributes: { element, shape, axis } }, solver) {
    const last = (shape[axis] as number) - 1;
    return last < 0 || !holdsAll(element, last) ? [] : [numbered(element, last, "iota", solver)];
  },
  evaluate(_inputs, { attributes: { axis }, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { element, shape } = result.type;
    const size = shape[axis] as number;
    const inner = elementCount(shape.slice(axis + 1));
    const finish = finisher(element) ?? ((x: number) => x);
    const numbers = Array.from({ length: size }, (_, i) =>
      isBigInteger(element) ? BigInt(i) : finish(i),
    );
    for (let i = 0; i < result.data.length; i++) {
      result.data[i] = numbers[Math.floor(i / inner) % size] as never;
    }
    return [result];
  },
};

/** True where a type has all integers from 0; a float type that lacks some lacks an odd one. */
function holdsAll(element: ElementType, last: number): boolean {
  if (!isFloat(element)) return BigInt(last) <= integerRange(element as "i32")[1];
  return [0, last, Math.max(0, last - 1)].every((value) => roundToFloat(element, value) === value);
}
