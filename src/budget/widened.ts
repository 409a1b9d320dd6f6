import type { Verdict, Widened } from "../results/check-result.ts";
import type { Operand } from "../results/score-result.ts";
import { isWider } from "../results/wider.ts";
import { widthText } from "../results/width-text.ts";
import type { Level } from "./limit.ts";
import type { LayerPair } from "./moved.ts";

const SIDES = ["lhs", "rhs"] as const;

/** Widths that are wider than they were, or floats that were none, in execution order. */
export function widened(pairs: readonly LayerPair[]): readonly Widened[] {
  return pairs.flatMap(({ before, after }) => {
    if (before === null || after === null) return [];
    return SIDES.map((operand) => ({
      layer: after.name,
      operand,
      before: sideOf(before[operand]),
      after: sideOf(after[operand]),
    })).filter(isWider);
  });
}

/** True where either operand is wider than it was. */
export function isWidened(pair: LayerPair): boolean {
  return widened([pair]).length > 0;
}

/** What is said of one: both widths, and both proofs. */
export function widenedVerdict(
  one: Widened,
  level: Level,
  place: Pick<Verdict, "key" | "line" | "fix">,
): Verdict {
  const { layer, operand, before, after } = one;
  const side = operand === "lhs" ? "left" : "right";
  return {
    kind: "wider",
    status: level,
    ...place,
    name: `${layer} ${operand}`,
    metric: `${operand}Bits`,
    reason:
      `${side} operand of ${layer} was ${widthText(before)} (${before.status}: ${before.proof}), ` +
      `is ${widthText(after)} (${after.status}: ${after.proof})`,
    widened: one,
    contributors: [],
    others: 0,
  };
}

function sideOf({ bits, float, type, proof, status, tensor }: Operand): Widened["before"] {
  return { bits, float, type, proof, status, tensor };
}
