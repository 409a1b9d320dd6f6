import type { CheckedResult, CheckResult, Verdict } from "../../results/check-result.ts";
import { contributorLines, fixLines } from "./check-words.ts";
import { printable } from "./text.ts";

/** Something that a reviewer should see, at a place in a file. */
export interface Finding {
  readonly rule: string;
  readonly level: "error" | "warning";
  readonly title: string;
  /** The reason, then what accounts for it and what helps, a line each. */
  readonly text: string;
  readonly model: string;
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

/** What each rule is about. */
export const RULES = {
  wider: "A bit width became wider than in the baseline",
  missing: "Something of the model is not known",
  max: "A cost is more than its budget",
  growth: "A cost grew by more than its budget",
  share: "A part costs more than its share",
  allowance: "Something is allowed to be missing that is not",
  unreadable: "A model cannot be scored",
} as const;

/** All that is not fine, in the order of the result. */
export function findingsOf(result: CheckResult): readonly Finding[] {
  return result.models.flatMap((model) => {
    const { failure, verdicts } = model;
    const bad = verdicts.filter(({ status }) => status !== "ok");
    const findings = bad.map((verdict) => findingOf(verdict, model, result));
    if (failure === undefined) return findings;
    const { message, hint } = failure;
    const text = [message, ...(hint === undefined ? [] : [`hint: ${hint}`])].map(printable);
    const place = { file: model.path, line: 1, key: model.name, model: model.name };
    const title = `${model.name} cannot be scored`;
    return [{ rule: "unreadable", level: "error", title, text: text.join("\n"), ...place }];
  });
}

/** The same of one verdict. */
export function verdictText(verdict: Verdict): string {
  const lines = [verdict.reason, ...contributorLines(verdict), ...fixLines(verdict)];
  return lines.map(printable).join("\n");
}

function findingOf(verdict: Verdict, { name }: CheckedResult, { config }: CheckResult): Finding {
  return {
    rule: verdict.kind,
    level: verdict.status === "error" ? "error" : "warning",
    title: `${name}: ${verdict.name}`,
    text: verdictText(verdict),
    model: name,
    key: `${verdict.key} ${verdict.name}`,
    file: config,
    line: verdict.line ?? 1,
  };
}
