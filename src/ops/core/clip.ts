import { declaredCodes } from "../../domain/quantized.ts";
import { type Solver, uniform } from "../../domain/solver.ts";
import { isStated } from "../../domain/transfer.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { integerRange, isInteger } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import {
  elementCount,
  equalShapes,
  formatShape,
  type TensorType,
} from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, isNumeric, refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";
import { maximum, minimum } from "./arithmetic.ts";

/**
 * min(max(x, lower), upper): where lower > upper everything is upper; NaN stays NaN.
 *
 * Inputs x, lower, upper; a bound has one element or the shape of x.
 *
 * Source: ONNX `Clip`; StableHLO `clamp`.
 */
export const clip: PrimitiveOperator<object, 3> = {
  kind: "core",
  name: "clip",
  arity: 3,
  steering: [1, 2],
  infer(inputs) {
    const [x, ...bounds] = inputs;
    expectOneElement("clip", inputs);
    expectElement("clip", x, isNumeric, "a numeric type");
    for (const { shape } of bounds) {
      if (elementCount(shape) !== 1 && !equalShapes(shape, x.shape)) {
        const expected = `bounds of one element or of shape ${formatShape(x.shape)}`;
        refuse("shape-mismatch", "clip", expected, formatShape(shape));
      }
    }
    return [x];
  },
  work: (site) =>
    scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare", "compare"),
  values: ([x], { inputs }, solver) => [clippedValues(x, inputs[0] as TensorType, solver)],
  evaluate([x, lower, upper], site) {
    const [raised] = maximum.evaluate([x, lower], site);
    return minimum.evaluate([raised as Tensor, upper], site);
  },
};

/** Bounds of integers declare a width; of floats they leave a declared one as it is. */
function clippedValues(x: ValueSet, { element }: TensorType, solver: Solver): ValueSet | undefined {
  const unchanged = isStated(x) ? x : undefined;
  const lower = uniform(solver, 1);
  const upper = uniform(solver, 2);
  if (!isInteger(element) || lower === undefined || upper === undefined) return unchanged;
  const [least, most] = integerRange(element).map(Number) as [number, number];
  const own = x.grid?.scale === 1 && x.grid.zero === 0 ? x.grid : { lo: least, hi: most };
  const lo = Math.max(lower, least, own.lo);
  const hi = Math.min(upper, most, own.hi);
  if (lo > hi) return unchanged;
  const step = `clipped to ${lo} to ${hi} at ${solver.place}`;
  return declaredCodes(element, { lo, hi, scale: 1, zero: 0 }, step);
}
