import type { Contributor } from "../results/check-result.ts";
import type { LayerMetric } from "../results/compare-result.ts";
import type { Layer, ScoreResult, TotalKey } from "../results/score-result.ts";
import { decimal } from "./amounts.ts";
import { compareExact, differenceOf, type Exact, exact, ZERO } from "./exact.ts";
import type { Target } from "./limit.ts";
import type { LayerPair } from "./moved.ts";
import { isWidened } from "./widened.ts";

/** So many are listed. */
const MOST = 5;

export interface Contributors {
  readonly contributors: readonly Contributor[];
  readonly others: number;
}

interface Part {
  readonly name: string;
  readonly how: string;
  /** Undefined where there is no baseline. */
  readonly before: Exact | undefined;
  readonly after: Exact;
}

/** What of a row goes into a total, for the totals that rows make. */
const OF_ROWS: Readonly<Partial<Record<TotalKey, LayerMetric>>> = {
  macs: "macs",
  ace: "ace",
  cpu64: "cpu64",
  weightCount: "weightCount",
  weightBits: "weightBits",
  storedBits: "weightBits",
  storedBitsBf16: "weightBits",
};

/**
 * What accounts for a figure: where a baseline is known, the layers in which it differs, the
 * greatest increase first; where nothing differs or is known, the layers that cost most.
 *
 * @param limit - of a width: the layers that are wider
 */
export function contributorsOf(
  target: Target,
  pairs: readonly LayerPair[],
  sides: { readonly before?: ScoreResult | undefined; readonly after: ScoreResult },
  limit: Exact,
): Contributors {
  const { key, unit, total } = target.measure;
  if (unit === "width") return listed(wide(key, pairs, limit));
  if (total === "elementwise") return listed(kinds(key, sides));
  const row = total === undefined ? undefined : OF_ROWS[total];
  return row === undefined ? listed([]) : listed(layers(row, pairs, sides.before !== undefined));
}

function layers(key: LayerMetric, pairs: readonly LayerPair[], known: boolean): readonly Part[] {
  const parts = pairs.map(({ before, after, how }) => ({
    name: (after ?? before)?.name ?? "",
    how: isWidened({ before, after, how }) ? "wider" : how,
    before: known ? amountOf(before, key) : undefined,
    after: amountOf(after, key),
  }));
  const differing = parts.filter(isDifferent);
  if (known && differing.length > 0) return differing.toSorted(greaterIncrease);
  return parts
    .filter(({ after }) => after.units > 0n)
    .map((part) => ({ ...part, how: "costs" }))
    .toSorted((a, b) => compareExact(b.after, a.after));
}

function kinds(
  key: string,
  { before, after }: { readonly before?: ScoreResult | undefined; readonly after: ScoreResult },
): readonly Part[] {
  const parts = Object.entries(after.totals.elementwise).map(([kind, amount]) => ({
    name: kind,
    how: "changed",
    before: before && exact(before.totals.elementwise[kind as "add"] ?? 0n),
    after: exact(amount) as Exact,
  }));
  const chosen = parts.filter(({ name }) => key === "elementwise" || key.endsWith(`.${name}`));
  if (before !== undefined) return chosen.filter(isDifferent).toSorted(greaterIncrease);
  return chosen.map((part) => ({ ...part, how: "costs" })).toSorted(greaterIncrease);
}

function wide(key: string, pairs: readonly LayerPair[], limit: Exact): readonly Part[] {
  return pairs.flatMap(({ before, after, how }) => {
    const now = after === null ? undefined : widthOf(after, key);
    if (now === undefined || compareExact(now, limit) <= 0) return [];
    const then = before === null ? undefined : widthOf(before, key);
    return [{ name: after?.name ?? "", how, before: then, after: now }];
  });
}

function widthOf({ lhs, rhs, accumulatorBits }: Layer, key: string): Exact | undefined {
  const bits = { lhsBits: lhs.bits, rhsBits: rhs.bits, accumulatorBits }[key];
  return bits === null || bits === undefined ? undefined : exact(bits);
}

function amountOf(layer: Layer | null, key: LayerMetric): Exact {
  return layer === null ? ZERO : (exact(layer[key]) as Exact);
}

function isDifferent({ before, after }: Part): boolean {
  return compareExact(before ?? ZERO, after) !== 0;
}

function greaterIncrease(a: Part, b: Part): number {
  return compareExact(increase(b), increase(a)) || (a.name < b.name ? -1 : 1);
}

function increase({ before, after }: Part): Exact {
  return differenceOf(after, before ?? ZERO);
}

function listed(parts: readonly Part[]): Contributors {
  const contributors = parts.slice(0, MOST).map(({ name, how, before, after }) => ({
    name,
    how,
    ...(before === undefined ? {} : { before: decimal(before) }),
    after: decimal(after),
  }));
  return { contributors, others: Math.max(0, parts.length - MOST) };
}
