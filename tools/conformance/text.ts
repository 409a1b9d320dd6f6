import { type Align, alignColumns, plain } from "../../src/cli/render/columns.ts";
import type { Sources, SuiteCounts } from "./figures.ts";
import type { ConformanceReport } from "./report.ts";

const STATUSES = ["equal", "close", "different", "unsupported", "failed"] as const;
const HEAD = ["Equal", "Close", "Different", "Unsupported", "Failed"];

/** The whole report as text, part by part. */
export function conformanceText(report: ConformanceReport, verbose: boolean): string {
  const parts = [
    suiteLines(report),
    operatorLines(report),
    tierLines(report),
    unsupportedLines(report),
    notEqualLines(report, verbose),
    verdictLines(report),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function suiteLines({ suites, all, absent }: ConformanceReport): readonly string[] {
  const rows = [...suites, { name: "all", counts: all }].map(({ name, counts }) => [
    name,
    ...STATUSES.map((status) => `${counts[status]}`),
    `${totalOf(counts)}`,
    percent(counts),
  ]);
  return [
    ...table(["Suite", ...HEAD, "Cases", "Equal %"], rows, ["left"]),
    ...(all.disputed > 0 ? [`of the different ones, ${all.disputed} with a disputed golden`] : []),
    ...absent.map((name) => `skipped: there is no folder ${name} beside the project`),
  ];
}

function totalOf({ equal, close, different, unsupported, failed }: SuiteCounts): number {
  return equal + close + different + unsupported + failed;
}

/** Rounded down, so that 100 means all. */
function percent(counts: SuiteCounts): string {
  const share = Math.floor((counts.equal * 1000) / Math.max(1, totalOf(counts)));
  return (share / 10).toFixed(1);
}

function operatorLines({ operators }: ConformanceReport): readonly string[] {
  const rows = operators.map((counts) => [
    counts.operator,
    ...STATUSES.map((status) => `${counts[status]}`),
  ]);
  return table(["Operator", ...HEAD], rows, ["left"]);
}

function tierLines({ tiers, withoutEqual }: ConformanceReport): readonly string[] {
  const rows = tiers.map(({ tier, operator, equal, sources }) => [
    tier,
    operator,
    `${equal}`,
    sourceList(sources),
  ]);
  const lines = table(["Tier", "Operator", "Equal", "Source"], rows, [
    "left",
    "left",
    "right",
    "left",
  ]);
  if (withoutEqual.length === 0) {
    return [...lines, `each of the ${tiers.length} operators of tiers 0 to 2 has an equal case`];
  }
  const missing = withoutEqual.map(({ tier, operator }) => `${operator} (tier ${tier})`);
  return [...lines, `without an equal case: ${missing.join(", ")}`];
}

/** `onnx/node 3, onnxruntime 1.32.0 12`. */
function sourceList(sources: Sources): string {
  return Object.entries(sources)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, count]) => `${source}: ${count}`)
    .join(", ");
}

function unsupportedLines({ unsupported }: ConformanceReport): readonly string[] {
  const rows = unsupported.map(({ operator, types, cases }) => [operator, types, `${cases}`]);
  return rows.length === 0
    ? []
    : table(["Not supported", "Types", "Cases"], rows, ["left", "left", "right"]);
}

function notEqualLines({ notEqual }: ConformanceReport, verbose: boolean): readonly string[] {
  return notEqual
    .filter(({ status }) => verbose || status !== "unsupported")
    .map(({ suite, name, status, reason }) => `${status}: ${suite}/${name}: ${reason}`);
}

function verdictLines({ worse, better, all }: ConformanceReport): readonly string[] {
  return [
    ...worse.map((change) => `worse than ratchet.json says: ${change}`),
    ...(better && worse.length === 0
      ? ["better than ratchet.json says: npm run conformance -- --update"]
      : []),
    `${totalOf(all)} cases: ${STATUSES.map((status) => `${all[status]} ${status}`).join(", ")}`,
  ];
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
): readonly string[] {
  const sides = head.map((_, i) => aligns[i] ?? "right");
  return alignColumns(
    [head, ...rows].map((cells) => cells.map(plain)),
    sides,
  );
}
