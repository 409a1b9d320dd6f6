import { type ElementType, type FloatType, isFloat } from "../../graph/element-type.ts";
import { type CodedFloat, decodeFloat, encodeFloat } from "../../graph/float-code.ts";
import { floatFormat } from "../../graph/float-format.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import { isNegative } from "../math/double.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

const NAME = "nextAfter";

/** Signed types with NaN: what is beyond their largest number has a code. */
function hasNeighbours(type: ElementType): boolean {
  return isFloat(type) && type !== "f8e8m0" && floatFormat(type).nanCode !== null;
}

/**
 * The number of the element type that is next to x in the direction of y; y where they are equal, NaN
 * where one of them is. Zeros step to the smallest subnormal number.
 *
 * Source: CHLO `next_after`; IEEE 754-1985 `nextafter`.
 */
export const nextAfter: PrimitiveOperator<object, 2> = {
  kind: "core",
  name: NAME,
  arity: 2,
  infer(inputs) {
    const element = expectOneElement(NAME, inputs);
    expectElement(NAME, inputs[0], hasNeighbours, "a signed float type with NaN");
    const shape = broadcastShapes(
      NAME,
      inputs.map((x) => x.shape),
    );
    return [{ element, shape }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare", "add"),
  evaluate([x, y], { outputs }) {
    const type = outputs[0] as TensorType;
    return [zipBroadcast(stepping(type.element as FloatType), x, y, type)];
  },
};

function stepping(element: FloatType): (x: number, y: number) => number {
  const { bias, mantissaBits } = floatFormat(element);
  const smallest = element === "f64" ? Number.MIN_VALUE : 2 ** (1 - bias - mantissaBits);
  const neighbour = element === "f64" ? neighbourOfDouble : neighbourOf(element);
  return (x, y) => {
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
    if (x === y) return y;
    if (x === 0) return y < 0 ? -smallest : smallest;
    const step = y > x === x > 0 ? 1 : -1;
    const size = neighbour(Math.abs(x), step);
    return isNegative(x) ? -size : size;
  };
}

/** The codes of positive numbers are in their order. */
function neighbourOf(element: CodedFloat): (x: number, step: 1 | -1) => number {
  return (x, step) => decodeFloat(element, encodeFloat(element, x) + step);
}

const view = new DataView(new ArrayBuffer(8));

function neighbourOfDouble(x: number, step: 1 | -1): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(step));
  return view.getFloat64(0);
}
