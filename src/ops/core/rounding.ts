import { rounded } from "../../domain/transfer/rounding.ts";
import { unary } from "../elementwise.ts";
import { roundHalfAway as halfAway, roundHalfEven } from "../math/rounding.ts";

function rounding(name: string, round: (x: number) => number) {
  return unary({ name, kinds: ["round"], float: round, values: rounded(name, round) });
}

/** Largest integer not above. Source: ONNX `Floor`; StableHLO `floor`. */
export const floor = rounding("floor", Math.floor);

/** Smallest integer not below. Source: ONNX `Ceil`; StableHLO `ceil`. */
export const ceil = rounding("ceil", Math.ceil);

/** Nearest integer, ties to even. Source: ONNX `Round`; StableHLO `round_nearest_even`. */
export const round = rounding("round", roundHalfEven);

/** Nearest integer, ties away from 0. Source: StableHLO `round_nearest_afz`. */
export const roundHalfAway = rounding("roundHalfAway", halfAway);

/** Integer part. Source: C `trunc`. */
export const truncate = rounding("truncate", Math.trunc);
