import { bipolarQuant } from "../ops/composite/bipolar-quant.ts";
import { dynamicQuantizeLinear } from "../ops/composite/dynamic-quantize-linear.ts";
import { quant } from "../ops/composite/quant.ts";
import { trunc } from "../ops/composite/trunc.ts";
import { floatQuantize } from "../ops/core/float-quantize.ts";
import { multiThreshold } from "../ops/core/multi-threshold.ts";
import { quantize } from "../ops/core/quantize.ts";

/** Operators that themselves say how wide their first output is. */
export const QUANTIZERS: ReadonlySet<string> = new Set(
  [bipolarQuant, dynamicQuantizeLinear, floatQuantize, multiThreshold, quant, quantize, trunc].map(
    ({ name }) => name,
  ),
);
