import { markdownTable } from "../../src/cli/render/markdown.ts";
import { domainOf } from "../conformance/figures.ts";
import type { UnsupportedList } from "../corpus/unsupported.ts";
import type { OperatorRow } from "./rows.ts";

const HEAD = `# Operators

Made by \`npm run operators\` from the importer's tables, the operators' own code and
\`tools/conformance/ratchet.json\`; a test fails where it is not what they give.

- **Tier**: 0 must work, 2 is wanted; no number: more than that.
- **Becomes**: operators of ours that its lowering can emit: a *composite* is kept whole and has a body
  of others, *core* operators tell what they can hold, a *leaf* does not. "nothing of its own": it only
  decides what the graph is made of.
- **Element types**: what these operators take, or what their code asks for; empty: any, or as the
  operators of its body have it.
- **Opsets**: oldest and newest with an equal case; then those at which the lowering changes.
  Every version is taken: one that nobody tested is lowered as the nearest one that the code tells apart.
- **Equal**: cases of \`npm run conformance\` with this operator that come out equal.
- **Refused by name**: what a valid node must have, else it is refused.
`;

/** The page of all operators that are supported, and of those that are not. */
export function operatorDocument(
  rows: readonly OperatorRow[],
  unsupported: UnsupportedList,
): string {
  const names = [...new Set(rows.map(({ operator }) => domainOf(operator)))].toSorted();
  const sections = names
    .map((name) => [name, rows.filter(({ operator }) => domainOf(operator) === name)] as const)
    .map(
      ([domain, all]) => `## ${domain || "ai.onnx"}\n\n${all.length} operators.\n\n${table(all)}`,
    );
  return [HEAD, ...sections, notSupported(unsupported)].join("\n");
}

function table(rows: readonly OperatorRow[]): string {
  return markdownTable({
    head: ["Operator", "Tier", "Becomes", "Element types", "Opsets", "Equal", "Refused by name"],
    aligns: ["left", "right", "left", "left", "left", "right", "left"],
    rows: rows.map((row) => [
      row.operator.slice(row.operator.lastIndexOf(".") + 1),
      row.tier ?? "",
      becomesText(row),
      row.types.join("; "),
      opsetText(row),
      `${row.equal}`,
      row.refusals.map((expected) => `expected ${expected}`).join("; "),
    ]),
  });
}

/** `composite Gemm; core add, dotGeneral`. */
function becomesText({ becomes }: OperatorRow): string {
  const groups = (["composite", "core", "leaf"] as const).flatMap((kind) => {
    const names = becomes.filter((operator) => operator.kind === kind).map(({ name }) => name);
    return names.length === 0 ? [] : [`${kind} ${names.join(", ")}`];
  });
  return groups.join("; ") || "nothing of its own";
}

/** `7–23, changes at 13`. */
function opsetText({ opsets, versions }: OperatorRow): string {
  const range = opsets?.[0] === opsets?.[1] ? opsets?.slice(0, 1) : opsets;
  const parts = [
    ...(range === undefined ? [] : [range.join("–")]),
    ...(versions.length === 0 ? [] : [`changes at ${versions.join(", ")}`]),
  ];
  return parts.join("; ");
}

function notSupported(list: UnsupportedList): string {
  const rows = Object.entries(list).map(([operator, types]) => [operator, types.join("; ")]);
  const head = ["Operator", "Element types of the cases"];
  const intro =
    "Cases of ONNX's own suites that are refused by name (`tools/corpus/unsupported.json`).";
  return `## Not supported\n\n${intro}\n\n${markdownTable({ head, aligns: ["left", "left"], rows })}`;
}
