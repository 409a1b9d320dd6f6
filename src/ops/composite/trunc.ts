import { declaredCodes, usableScale } from "../../domain/quantized.ts";
import { type Solver, uniform } from "../../domain/solver.ts";
import type { Grid } from "../../domain/value-set.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { add, divide, maximum, minimum, multiply, subtract } from "../core/arithmetic.ts";
import { round } from "../core/rounding.ts";
import { powerOfTwo } from "../math/double.ts";
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
  values: (_inputs, site, solver) => [
    declaredCodes(
      (site.outputs[0] as TensorType).element,
      truncGrid(site.attributes, solver),
      `truncated to ${site.attributes.bits} bits at ${solver.place}`,
    ),
  ],
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

/** Version 1 does not say whether codes have a sign: the zero stays unknown. */
function truncGrid({ bits, clamp }: TruncAttributes, solver: Solver): Grid {
  if (clamp === undefined) {
    const scale = usableScale(uniform(solver, 1));
    return { lo: 0, hi: powerOfTwo(bits) - 1, scale, zero: null };
  }
  const [lo, hi] = codeRange(clamp, bits);
  const zero = uniform(solver, 2);
  const step = uniform(solver, 3);
  return {
    lo,
    hi,
    scale: usableScale(uniform(solver, 4)),
    zero: zero === undefined || step === undefined ? null : zero / step,
  };
}
