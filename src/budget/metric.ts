import { LAYER_METRICS } from "../compare/layer-costs.ts";
import type { LayerMetric } from "../results/compare-result.ts";
import type { Layer, ScoreResult, TotalKey } from "../results/score-result.ts";
import { type Exact, exact, plus, ZERO } from "./exact.ts";
import type { Unit } from "./units.ts";

/** A number that a budget can limit. */
export interface Measure<T> {
  /** Its key in a budget. */
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  /** The metric that makes it a lower bound. */
  readonly total?: TotalKey;
  /** Undefined where it is not known. */
  readonly of: (measured: T) => Exact | undefined;
}

/** An entry of the list of metrics, as far as budgets look at it. */
export interface ListedMetric {
  readonly id: TotalKey;
  readonly label: string;
  readonly unit: string;
}

/** A metric that is a list of numbers: the keys of the numbers, and whether their sum means something. */
export interface MetricParts {
  readonly keys: readonly string[];
  readonly summed: boolean;
}

type Parts = Readonly<Partial<Record<TotalKey, MetricParts>>>;

/** All that a budget of a model can limit: the metrics, and the parts of those that are lists. */
export function modelMeasures(
  metrics: readonly ListedMetric[],
  parts: Parts,
): readonly Measure<ScoreResult>[] {
  return metrics.flatMap(({ id, label, unit }) => {
    const base = { label, unit: unit as Unit, total: id };
    const { keys, summed } = parts[id] ?? { keys: [], summed: true };
    const whole = { ...base, key: id, of: ({ totals }: ScoreResult) => sumOf(totals[id]) };
    const each = keys.map((part) => ({
      ...base,
      key: `${id}.${part}`,
      label: `${label}: ${part}`,
      of: ({ totals }: ScoreResult) => partOf(totals[id], part),
    }));
    return summed ? [whole, ...each] : each;
  });
}

/** Rows of one layer pattern. */
export type Rows = readonly Layer[];

const SUMS: ReadonlySet<TotalKey> = new Set(LAYER_METRICS);

/** Metrics that each layer has too: of several layers the sum, a shared weight once. */
export function layerMeasures(metrics: readonly ListedMetric[]): readonly Measure<Rows>[] {
  return metrics
    .filter(({ id }) => SUMS.has(id))
    .map(({ id, label, unit }) => ({
      key: id,
      label,
      unit: unit as Unit,
      total: id,
      of: (rows) => sumOfRows(rows, id as LayerMetric),
    }));
}

/** Widths of layers: of several the widest; an accumulator of floats has none. */
export const WIDTH_MEASURES: readonly Measure<Rows>[] = [
  widest("lhsBits", "Bits of the left operand", ({ lhs }) => lhs.bits),
  widest("rhsBits", "Bits of the right operand", ({ rhs }) => rhs.bits),
  widest("accumulatorBits", "Accumulator bits", ({ accumulatorBits }) => accumulatorBits),
];

function widest(key: string, label: string, bits: (layer: Layer) => number | null): Measure<Rows> {
  return {
    key,
    label,
    unit: "width",
    of: (rows) => {
      const known = rows.map(bits).filter((width) => width !== null);
      return known.length < rows.length ? undefined : exact(Math.max(0, ...known));
    },
  };
}

function sumOfRows(rows: Rows, key: LayerMetric): Exact | undefined {
  const isStored = key === "weightCount" || key === "weightBits";
  const counted = isStored ? withoutShared(rows, key) : rows;
  return counted.reduce((sum, row) => plus(sum, exact(row[key]) as Exact), ZERO);
}

/** Of the layers that store one weight tensor, the one that stores most of it. */
function withoutShared(rows: Rows, key: "weightCount" | "weightBits"): Rows {
  const most = new Map<string, Layer>();
  for (const row of rows) {
    const { role, tensor } = row.rhs;
    const name = role === "weight" ? `weight ${tensor}` : `layer ${row.name}`;
    const seen = most.get(name);
    if (seen === undefined || seen[key] < row[key]) most.set(name, row);
  }
  return [...most.values()];
}

type Total = ScoreResult["totals"][TotalKey];

export function sumOf(total: Total): Exact | undefined {
  const single = exact(total);
  if (single !== undefined) return single;
  const parts = Object.keys(total).map((key) => partOf(total, key));
  return parts.every((part) => part !== undefined) ? parts.reduce(plus, ZERO) : undefined;
}

function partOf(total: Total, key: string): Exact | undefined {
  const value = (total as unknown as Readonly<Record<string, bigint | number | null>>)[key];
  return value === null || value === undefined ? undefined : exact(value);
}
