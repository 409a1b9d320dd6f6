import type { ScoreOptions, ScoreResult } from "../../src/index.ts";
import type { Finding } from "./report.ts";

interface Answer {
  readonly file: string;
  readonly options: ScoreOptions;
  check(score: ScoreResult): Omit<Finding, "name">;
}

/** Published networks whose right cost was worked out by hand from their papers. */
export const answersWithoutFile: readonly Answer[] = [
  answer("TFC_1W1A.onnx", { macs: 59_008n, ace: 59_008n, weightBits: 59_008n }),
  answer("kwsmlp_w3a3.onnx", { macs: 259_584n, ace: 4_217_856n }),
  answer("unsw_nb15-mlp-w2a2.onnx", { ace: 158_976n }),
];

type Totals = Partial<Record<"macs" | "ace" | "weightBits", bigint>>;

function answer(file: string, totals: Totals): Answer {
  return { file, options: {}, check: (score) => compare(totals, score) };
}

function compare(totals: Totals, score: ScoreResult): Omit<Finding, "name"> {
  const [missing] = score.missing;
  if (score.atLeast.includes("macs")) {
    return { verdict: "incomplete", reason: missing?.reason ?? "macs are at least" };
  }
  const wrong = (Object.keys(totals) as (keyof Totals)[])
    .filter((key) => score.totals[key] !== totals[key])
    .map((key) => `${key}: expected ${totals[key]}, got ${score.totals[key]}`);
  if (wrong.length === 0) return { verdict: "right" };
  const assumed = score.layers
    .flatMap(({ lhs, rhs }) => [lhs, rhs])
    .filter(({ status }) => status === "assumed").length;
  const exact = totals.macs === undefined || score.totals.macs === totals.macs;
  return assumed > 0 && exact
    ? { verdict: "incomplete", reason: "operands assumed", assumed }
    : { verdict: "wrong", reason: wrong.join("; ") };
}
