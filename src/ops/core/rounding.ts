import { unary } from "../elementwise.ts";
import { roundHalfEven } from "../math/rounding.ts";

/** Largest integer not above. Source: ONNX `Floor`; StableHLO `floor`. */
export const floor = unary({ name: "floor", kinds: ["round"], float: Math.floor });

/** Smallest integer not below. Source: ONNX `Ceil`; StableHLO `ceil`. */
export const ceil = unary({ name: "ceil", kinds: ["round"], float: Math.ceil });

/** Nearest integer, ties to even. Source: ONNX `Round`; StableHLO `round_nearest_even`. */
export const round = unary({ name: "round", kinds: ["round"], float: roundHalfEven });

/** Integer part. Source: C `trunc`. */
export const truncate = unary({ name: "truncate", kinds: ["round"], float: Math.trunc });
