import { EVERYTHING } from "../../domain/interval.ts";
import { type Solver, uniform } from "../../domain/solver.ts";
import { fakeQuantized, scaledCodes } from "../../domain/transfer/quantizing.ts";
import { integerGrid, type ValueSet } from "../../domain/value-set.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { add, divide, maximum, minimum, multiply, subtract } from "../core/arithmetic.ts";
import { round } from "../core/rounding.ts";
import { powerOfTwo } from "../math/double.ts";
import type { Site } from "../operator.ts";
import { type RoundingMode, roundBy } from "../rounding-mode.ts";
import { type CodeRange, codeRange, inOneType, quantizeEach } from "./quant.ts";

export interface TruncAttributes {
  readonly rounding: RoundingMode;
  /** Width of the result. */
  readonly bits: number;
  /** Version 2: codes are clamped to this range and take the output's scale. */
  readonly clamp?: CodeRange;
}

/**
 * The low bits of codes dropped: f(round(x / scale + zero point) / step), then back to real values.
 *
 * Inputs are x, scale, zero point, step and, in version 2, the output's scale. Version 1 subtracts the
 * zero point as it is and multiplies by the input's scale, nothing is clamped; version 2 clamps before
 * it rounds, subtracts the zero point / step and multiplies by the output's scale.
 *
 * Source: QONNX 1.0 `Trunc`, versions 1 and 2.
 */
export const trunc = composite<TruncAttributes, number>({
  name: "Trunc",
  scalars: quantizeEach,
  values: (inputs, site, solver) => [truncValues(inputs, site, solver)],
  build(b, inputs, { rounding, bits, clamp }) {
    const [x, scale, zero, step, outputScale = scale] = inOneType(b, inputs) as [
      ...(readonly [TensorId, TensorId, TensorId, TensorId]),
      TensorId?,
    ];
    const shifted = b.emit(add, [b.emit(divide, [x, scale], {}), zero], {});
    const dropped = b.emit(divide, [b.emit(round, [shifted], {}), step], {});
    if (clamp === undefined) {
      const codes = b.emit(subtract, [roundBy(b, rounding, dropped), zero], {});
      return [b.emit(multiply, [codes, scale], {})];
    }
    const [least, most] = codeRange(clamp, bits).map((end) => b.scalar(b.element(x), end));
    const below = b.emit(minimum, [dropped, most as TensorId], {});
    const inside = b.emit(maximum, [below, least as TensorId], {});
    const outputZero = b.emit(divide, [zero, step], {});
    const codes = b.emit(subtract, [roundBy(b, rounding, inside), outputZero], {});
    return [b.emit(multiply, [codes, outputScale], {})];
  },
});

/** Version 1 neither clamps nor says whether codes have a sign: only how many there are. */
function truncValues(
  inputs: readonly ValueSet[],
  site: Site<TruncAttributes>,
  solver: Solver,
): ValueSet {
  const { bits, clamp } = site.attributes;
  const text = `truncated to ${bits} bits`;
  if (clamp === undefined) {
    const set = scaledCodes(integerGrid(0, powerOfTwo(bits) - 1), text, inputs, site, solver);
    return { ...set, interval: EVERYTHING, strays: true };
  }
  const zeroFactor = 1 / (uniform(solver, 3) ?? Number.NaN);
  const codes = integerGrid(...codeRange(clamp, bits));
  const quantizer = { codes, text, scale: 4, zero: 2, zeroFactor };
  return fakeQuantized(quantizer, inputs, site, solver);
}
