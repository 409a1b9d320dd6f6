/** What came out for one case, one file or one form of a model. */
export type Verdict = "right" | "wrong" | "disputed" | "incomplete" | "refused";

export interface Finding {
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** Operands of which only the element type is known. */
  readonly assumed?: number;
}

/** All findings of one folder of the corpus in one discipline. */
export interface FolderReport {
  /** `operators onnx/node`, `execution onnx/torch/unet`, `cost onnx/torch/unet`. */
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface Counts {
  readonly right: number;
  readonly wrong: number;
  readonly disputed: number;
  readonly incomplete: number;
  readonly refused: number;
  readonly assumed: number;
}

export function countFindings(findings: readonly Finding[]): Counts {
  const of = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    right: of("right"),
    wrong: of("wrong"),
    disputed: of("disputed"),
    incomplete: of("incomplete"),
    refused: of("refused"),
    assumed: findings.reduce((sum, { assumed = 0 }) => sum + assumed, 0),
  };
}

const MOST_NAMES = 4;

/** One line, then one for each reason with the first names that it holds for. */
export function formatReport(report: FolderReport, verbose: boolean): string {
  const counts = countFindings(report.findings);
  const parts = (["right", "wrong", "disputed", "incomplete", "refused"] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`);
  const assumed = counts.assumed > 0 ? ` (${counts.assumed} operands assumed)` : "";
  const head = `${report.title}: ${parts.join(", ") || "nothing"}${assumed}`;
  return [head, ...groupedReasons(report.findings, verbose)].join("\n");
}

function groupedReasons(findings: readonly Finding[], verbose: boolean): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { name, verdict, reason } of findings) {
    if (verdict === "right" || (verdict === "refused" && !verbose) || reason === undefined)
      continue;
    const key = `${verdict}: ${reason}`;
    const names = groups.get(key);
    if (names === undefined) groups.set(key, [name]);
    else names.push(name);
  }
  return [...groups].map(([reason, names]) => {
    const shown = verbose ? names : names.slice(0, MOST_NAMES);
    const more = names.length > shown.length ? `, and ${names.length - shown.length} more` : "";
    return `  ${reason}\n    ${shown.join(", ")}${more}`;
  });
}
