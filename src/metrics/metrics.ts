import type { Missing, Touches } from "../graph/imported.ts";
import { SCALAR_KINDS } from "../ops/work.ts";
import { type Decimal, decimalFrom64ths } from "../results/decimal.ts";
import type { TotalKey, Totals } from "../results/score-result.ts";
import { aceOf } from "./ace.ts";
import type { Convention, Row } from "./counted.ts";
import { cpu64Of } from "./cpu64.ts";
import { energyOf, PROCESS_NODES } from "./energy.ts";
import type { Counted } from "./network.ts";

/** A number that is reported for a whole network. A new metric is a file and an entry below. */
export interface Metric<K extends TotalKey = TotalKey> {
  readonly id: K;
  readonly label: string;
  readonly unit: string;
  readonly better: "less" | "more";
  /** What, where it is not known, makes this total a lower bound. */
  readonly touchedBy: readonly Touches[];
  fold(network: Counted, convention: Convention): Totals[K];
}

function metric<K extends TotalKey>(entry: Metric<K>): Metric {
  return entry as unknown as Metric;
}

const total = (rows: readonly Row[], of: (row: Row) => bigint): bigint =>
  rows.reduce((sum, row) => sum + of(row), 0n);

/** Every metric there is, in the order of reports. */
export const METRICS: readonly Metric[] = [
  metric({
    id: "macs",
    label: "Multiply-accumulates",
    unit: "",
    better: "less",
    touchedBy: ["work", "trips"],
    fold: ({ rows }) => total(rows, (row) => row.macs),
  }),
  metric({
    id: "ace",
    label: "ACE",
    unit: "",
    better: "less",
    touchedBy: ["work", "trips"],
    fold: ({ rows }, convention) => total(rows, (row) => aceOf(row, convention)),
  }),
  metric({
    id: "cpu64",
    label: "CPU64 operations",
    unit: "",
    better: "less",
    touchedBy: ["work", "trips"],
    fold: ({ rows }): Decimal => decimalFrom64ths(total(rows, cpu64Of)),
  }),
  metric({
    id: "weightCount",
    label: "Weights",
    unit: "",
    better: "less",
    touchedBy: ["work", "storage"],
    fold: ({ storage }) => storage.weightCount,
  }),
  metric({
    id: "weightBits",
    label: "Weight size",
    unit: "bit",
    better: "less",
    touchedBy: ["work", "storage"],
    fold: ({ storage }) => storage.weightBits,
  }),
  metric({
    id: "storedBits",
    label: "Stored size",
    unit: "bit",
    better: "less",
    touchedBy: ["storage"],
    fold: ({ storage }) => storage.storedBits,
  }),
  metric({
    id: "storedBitsBf16",
    label: "Stored size, floats as bf16",
    unit: "bit",
    better: "less",
    touchedBy: ["storage"],
    fold: ({ storage }) => storage.storedBitsBf16,
  }),
  metric({
    id: "elementwise",
    label: "Elementwise operations",
    unit: "",
    better: "less",
    touchedBy: ["work", "trips"],
    fold: ({ scalars }) => scalars,
  }),
  metric({
    id: "energyPj",
    label: "Energy of the multiply-accumulates",
    unit: "pJ",
    better: "less",
    touchedBy: ["work", "trips"],
    fold: ({ rows }) => energyTotals(rows),
  }),
  metric({
    id: "peakActivationBytes",
    label: "Peak activation memory",
    unit: "byte",
    better: "less",
    touchedBy: ["memory"],
    fold: ({ memory }) => memory.stored,
  }),
  metric({
    id: "peakActivationBytesProven",
    label: "Peak activation memory at proven widths",
    unit: "byte",
    better: "less",
    touchedBy: ["memory"],
    fold: ({ memory }) => memory.proven,
  }),
];

/** Of the metrics that are lists: the keys of their numbers, and whether their sum means something. */
export const METRIC_PARTS: Readonly<Partial<Record<TotalKey, MetricParts>>> = {
  elementwise: { keys: SCALAR_KINDS, summed: true },
  energyPj: { keys: PROCESS_NODES, summed: false },
};

interface MetricParts {
  readonly keys: readonly string[];
  readonly summed: boolean;
}

/** Picojoules by process node; null as soon as one row has no published figure. */
function energyTotals(rows: readonly Row[]): Totals["energyPj"] {
  const totals = PROCESS_NODES.map((node) => {
    let sum: bigint | null = 0n;
    for (const row of rows) {
      const energy = energyOf(row, node);
      sum = sum === null || energy === null ? null : sum + energy;
    }
    return [node, sum === null ? null : Number(sum) / 64_000];
  });
  return Object.fromEntries(totals) as Totals["energyPj"];
}

/** The totals that something unknown turns into lower bounds. */
export function affectedBy(missing: Missing): readonly TotalKey[] {
  return METRICS.filter(({ touchedBy }) =>
    touchedBy.some((touch) => missing.touches.includes(touch)),
  ).map(({ id }) => id);
}
