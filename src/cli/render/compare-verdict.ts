import type { ComparedLayer, CompareResult } from "../../results/compare-result.ts";
import { type Fate, fateOf, nameOf, widthTexts } from "./compare-layers.ts";
import {
  isBounded,
  isUnchangedTotal,
  percentText,
  sideText,
  type TotalChange,
  totalChanges,
} from "./compare-totals.ts";

/** What the verdict counts, in its order; more bits are said before everything else. */
const COUNTED: readonly Fate[] = [
  ...(["at fewer bits", "larger", "smaller", "inserted", "removed"] as const),
  ...(["moved", "renamed", "written differently"] as const),
];

/** The difference in a sentence: `ACE +12.3% (4.220G → 4.740G): 1 layer larger, 2 inserted`. */
export function verdictOf(result: CompareResult): string {
  const layers = layersClause(result);
  const others = othersClause(result);
  return (
    bitsSentence(result) +
    costClause(result) +
    (layers === "" ? "" : `: ${layers}`) +
    (others === "" ? "" : `; ${others}`)
  );
}

/** The layers with wider operands, that which costs most first. */
export function widerLayers({ wider, order, layers }: CompareResult): readonly ComparedLayer[] {
  const isWider = new Set(wider);
  const places = [...order.ace.filter((place) => isWider.has(place)), ...wider];
  return [...new Set(places)].map((place) => layers[place] as ComparedLayer);
}

function bitsSentence(result: CompareResult): string {
  const [first, ...more] = widerLayers(result);
  if (first === undefined) return "";
  const example = `${nameOf(first)}: ${widthTexts(first.changes).join(", ")}`;
  const count = more.length === 0 ? "1 layer" : `${more.length + 1} layers`;
  return `More bits in ${count} (${more.length === 0 ? "" : "first "}${example}). `;
}

function costClause(result: CompareResult): string {
  const ace = aceOf(result);
  if (isBounded(ace)) return `ACE ${sideText(ace, "before")} → ${sideText(ace, "after")}`;
  if (!isUnchangedTotal(ace)) return movement(ace);
  const amount = `ACE ${sideText(ace, "after")}`;
  if (result.equal && result.layers.every(({ how }) => how === "same")) {
    return `Equal in every total and every layer (${amount})`;
  }
  const isSame = Object.values(result.order).every((places) => places.length === 0);
  return isSame ? `Equal cost of every layer (${amount})` : `Equal ${amount}`;
}

/** The totals that differ where ACE does not. */
function othersClause(result: CompareResult): string {
  const ace = aceOf(result);
  if (isBounded(ace) || !isUnchangedTotal(ace)) return "";
  return totalChanges(result)
    .filter((total) => !isUnchangedTotal(total))
    .map((total) => {
      const percent = percentText(total);
      return percent === "" ? movement(total) : `${total.label} ${percent}`;
    })
    .join("; ");
}

function movement(total: TotalChange): string {
  const percent = percentText(total);
  const sides = `${sideText(total, "before")} → ${sideText(total, "after")}`;
  return percent === "" ? `${total.label} ${sides}` : `${total.label} ${percent} (${sides})`;
}

function aceOf(result: CompareResult): TotalChange {
  return totalChanges(result).find(({ label }) => label === "ACE") as TotalChange;
}

function layersClause({ layers }: CompareResult): string {
  const batch = batchChange(layers);
  if (batch !== undefined) return `size of axis 0 ${batch} in every layer`;
  const counts = new Map<Fate, number>();
  for (const layer of layers) {
    const fate = fateOf(layer);
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
  }
  return COUNTED.filter((fate) => counts.has(fate))
    .map((fate, i) => `${counted(counts.get(fate) as number, i === 0)} ${fate}`)
    .join(", ");
}

function counted(count: number, withNoun: boolean): string {
  if (!withNoun) return `${count}`;
  return count === 1 ? "1 layer" : `${count} layers`;
}

/** `1 → 4` where nothing but the size of axis 0 differs, in all layers alike: another batch. */
function batchChange(layers: readonly ComparedLayer[]): string | undefined {
  const sizes = new Set(layers.map(axis0Change));
  const [size] = sizes;
  return sizes.size === 1 ? size : undefined;
}

function axis0Change({ how, changes }: ComparedLayer): string | undefined {
  const { output, lhsShape, rhsShape, operator, ...others } = changes;
  if (how !== "changed" || output === undefined || Object.keys(others).length > 0) return undefined;
  const step = axis0Step(output);
  const alike = [lhsShape, rhsShape].every((one) => one === undefined || axis0Step(one) === step);
  return alike ? step : undefined;
}

function axis0Step({ before, after }: NonNullable<ComparedLayer["changes"]["output"]>) {
  const isRest = before.slice(1).join() === after.slice(1).join();
  return isRest && before.length > 1 ? `${before[0]} → ${after[0]}` : undefined;
}
