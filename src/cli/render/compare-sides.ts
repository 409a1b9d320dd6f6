import type { ComparedLayer, ComparedSide, CompareResult } from "../../results/compare-result.ts";
import { changeText, dearLayers, type Fate, fateOf, nameOf } from "./compare-layers.ts";
import { renderFindings } from "./findings.ts";
import { contextOf } from "./score-context.ts";
import type { Style } from "./style.ts";
import { printable } from "./text.ts";

/** A list of names shows no more than these. */
const MOST_NAMES = 3;

/** What was compared: both names, and what is known of each beside its numbers. */
export function headOf({ before, after, convention }: CompareResult): string {
  const [from, to] = [describe(before), describe(after)];
  return [`before  ${from}`, `after   ${to}`, `convention ${convention}`].join("\n");
}

/** The layers of the same cost whose name, place or spelling differs, a line for each kind. */
export function quietGroups(result: CompareResult): readonly string[] {
  const dear = new Set(dearLayers(result));
  const quiet = result.layers.filter((layer) => !dear.has(layer));
  return (["renamed", "moved", "written differently"] as const).flatMap((fate) =>
    groupLine(
      fate,
      quiet.filter((layer) => fateOf(layer) === fate),
    ),
  );
}

/** What is not known of either side; empty where all is. */
export function missingOf({ before, after }: CompareResult, style: Style): string {
  return [["before", before] as const, ["after", after] as const]
    .filter(([, { missing }]) => missing.length > 0)
    .map(([side, { missing, atLeast }]) => {
      const text = renderFindings({ missing, atLeast, warnings: [] }, style);
      return text.replace("Not known", `Not known ${side}`);
    })
    .join("\n\n");
}

function describe(side: ComparedSide): string {
  return `${printable(side.model.name)}  ${contextOf(side)}`;
}

function groupLine(fate: Fate, layers: readonly ComparedLayer[]): readonly string[] {
  if (layers.length === 0) return [];
  const names = layers.slice(0, MOST_NAMES).map((layer) => {
    if (fate !== "written differently") return nameOf(layer);
    return `${nameOf(layer)} (${changeText(layer, false)})`;
  });
  const left = layers.length - names.length;
  const rest = left > 0 ? `, ${left} more (--all lists them)` : "";
  const count = layers.length === 1 ? "1 layer" : `${layers.length} layers`;
  return [`${count} ${fate} at the same cost: ${names.join(", ")}${rest}`];
}
