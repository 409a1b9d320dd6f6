import { AceError, formatWhere } from "../errors.ts";
import type { CheckedResult, CheckResult, Status, Verdict } from "../results/check-result.ts";
import type { ScoreResult } from "../results/score-result.ts";

type Head = Pick<CheckedResult, "name" | "path" | "convention" | "baseline">;

interface Judged {
  readonly score: ScoreResult;
  readonly verdicts: readonly Verdict[];
}

/** What became of one model: its verdicts, or why it could not be scored. */
export function checkedOf(head: Head, outcome: Judged | AceError): CheckedResult {
  if (!(outcome instanceof AceError)) {
    const { score, verdicts } = outcome;
    return { ...head, status: worst(verdicts), complete: score.complete, verdicts };
  }
  const { code, message, hint, where } = outcome;
  const failure = {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    where: formatWhere(where),
  };
  return { ...head, status: "failed", complete: false, verdicts: [], failure };
}

/** All models together. */
export function resultOf(
  config: string,
  against: string | undefined,
  models: readonly CheckedResult[],
): CheckResult {
  const verdicts = models.flatMap((model) => model.verdicts);
  const count = (wanted: Status) => verdicts.filter(({ status }) => status === wanted).length;
  const failed = models.filter(({ status }) => status === "failed").length;
  return {
    schema: "acemeter/check@1",
    passed: models.every(({ status }) => status === "ok" || status === "warn"),
    config,
    ...(against === undefined ? {} : { against }),
    counts: { ok: count("ok"), warn: count("warn"), error: count("error"), failed },
    models,
  };
}

function worst(verdicts: readonly Verdict[]): Status {
  const has = (wanted: Status) => verdicts.some(({ status }) => status === wanted);
  return has("error") ? "error" : has("warn") ? "warn" : "ok";
}
