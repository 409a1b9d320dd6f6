import type { Verdict } from "../results/check-result.ts";
import { nameMatcher } from "../results/names.ts";
import type { ResultMissing, ScoreResult } from "../results/score-result.ts";
import type { CheckedModel } from "./config.ts";
import { fixAt, type JsonDocument, keyAt, shown } from "./json-document.ts";
import { limitVerdict } from "./limit-verdict.ts";
import { type Case, withoutBefore } from "./moved.ts";
import { widened, widenedVerdict } from "./widened.ts";

/**
 * Verdicts on a model: widths that became wider, what is missing, then each limit in the order of
 * the configuration.
 *
 * @throws {AceError} `wrong-usage` for a pattern that matches no layer
 */
export function verdictsOn(
  model: CheckedModel,
  document: JsonDocument,
  one: Case,
): readonly Verdict[] {
  const pairs = one.baseline?.pairs ?? withoutBefore(one.after.layers);
  return [
    ...widerVerdicts(model, document, one),
    ...one.after.missing.map((missing) => missingVerdict(missing, model, document)),
    ...unusedAllowances(model, document, one.after),
    ...model.limits.map((limit) => limitVerdict(limit, document, { ...one, pairs })),
  ];
}

function widerVerdicts(
  { wider, at }: CheckedModel,
  document: JsonDocument,
  { baseline, updateCommand }: Case,
): readonly Verdict[] {
  const path = [...at, "wider"];
  const change = { ...fixAt(document, path), text: '"wider": "warn"' };
  const fix = updateCommand === undefined ? change : { command: updateCommand };
  return widened(baseline?.pairs ?? []).map((one) =>
    widenedVerdict(one, wider, { ...keyAt(document, path), fix }),
  );
}

function missingVerdict(
  { code, where, reason }: ResultMissing,
  { allowMissing, at }: CheckedModel,
  document: JsonDocument,
): Verdict {
  const allowed = allowMissing.some((name) => names(name, { code, where }));
  const path = [...at, "allowMissing"];
  const text = `"allowMissing": ${shown([...allowMissing, code])}`;
  return {
    kind: "missing",
    status: allowed ? "ok" : "error",
    ...keyAt(document, path),
    name: where === "" ? code : `${code} at ${where}`,
    reason: `${reason}${allowed ? "; allowed" : ""}`,
    contributors: [],
    others: 0,
    ...(allowed ? {} : { fix: { ...fixAt(document, path), text } }),
  };
}

/** What is allowed to be missing and is not: the allowance would hide the next thing. */
function unusedAllowances(
  { allowMissing, at }: CheckedModel,
  document: JsonDocument,
  { missing }: ScoreResult,
): readonly Verdict[] {
  return allowMissing.flatMap((name, i) => {
    if (missing.some((one) => names(name, one))) return [];
    return [
      {
        kind: "allowance" as const,
        status: "warn" as const,
        ...keyAt(document, [...at, "allowMissing", i]),
        name,
        reason: `${name} is allowed to be missing, and nothing of that name is`,
        contributors: [],
        others: 0,
      },
    ];
  });
}

function names(name: string, { code, where }: Pick<ResultMissing, "code" | "where">): boolean {
  return name === code || (where !== "" && nameMatcher(name)(where));
}
