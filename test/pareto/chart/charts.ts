import type { ChartInput, ChartPoint } from "../../../src/pareto/chart-input.ts";

/** What of a point need be given. */
export type Given = Partial<ChartPoint> & Pick<ChartPoint, "cost" | "accuracy">;

/** A chart of points of which only cost and accuracy need be given; the front by its definition. */
export function chartOf(given: readonly Given[], caption: readonly string[] = []): ChartInput {
  const points = given.map((point, i) => ({
    ...{ name: `net-${i}`, family: "A", own: false, onFront: false, source: "a paper" },
    ...point,
  }));
  const dominated = ({ cost, accuracy }: Given): boolean =>
    given.some(
      (other) =>
        other.cost <= cost &&
        other.accuracy >= accuracy &&
        (other.cost < cost || other.accuracy > accuracy),
    );
  return {
    points: points.map((point) => ({ ...point, onFront: !dominated(point) })),
    cost: { id: "ace", label: "ACE", unit: "bit² MACs" },
    accuracy: { label: "Top-1 accuracy on ImageNet-1k", unit: "%" },
    caption,
  };
}

/** Six networks with round figures, one of them the user's, one counted otherwise. */
export const SMALL = chartOf(
  [
    { name: "Poke-0.5x", family: "Poke", cost: 1.4e9, accuracy: 65.2, year: 2022 },
    { name: "Poke-1.0x", family: "Poke", cost: 4.2e9, accuracy: 73.4, year: 2022 },
    { name: "React-A", family: "React", cost: 7.9e9, accuracy: 69.4 },
    { name: "Real-18", family: "Real", cost: 3.7e10, accuracy: 56.4 },
    {
      name: "Real-34",
      family: "Real",
      cost: 3.9e10,
      accuracy: 62.2,
      otherConvention: "as printed",
    },
    { name: "mine & <yours>", family: "ours", cost: 2e9, accuracy: 69, own: true },
  ],
  ["Convention: pokebnn.", "Not counted: batch norm."],
);

const LONG = "a network whose name goes on and on, far beyond what any chart has room for, ";

/** Seeded random charts, of the kinds that break layouts. */
export function randomChart(kind: ChartKind, count: number, seed: number): ChartInput {
  const random = uniform(seed);
  const points = Array.from({ length: count }, (_, i) => {
    const base = { family: `family ${i % 17}`, own: random() < 0.08, name: `net-${i}` };
    return { ...base, ...POINT_OF[kind](random, i, count) };
  });
  return chartOf(points, ["A sentence that is long enough to be wrapped on paper. ".repeat(3)]);
}

export type ChartKind = keyof typeof POINT_OF;
type Random = () => number;

const POINT_OF = {
  spread: (random: Random) => ({ cost: 10 ** (8 + 4 * random()), accuracy: 40 + 45 * random() }),
  cluster: (random: Random) => ({
    cost: 3.7e10 * (1 + 0.02 * random()),
    accuracy: 60 + random(),
  }),
  duplicates: (random: Random) => ({
    cost: 10 ** (9 + Math.floor(3 * random())),
    accuracy: 60 + 5 * Math.floor(4 * random()),
  }),
  equal: () => ({ cost: 5e9, accuracy: 70 }),
  outlier: (random: Random, i: number) => ({
    cost: i === 0 ? 1e30 : 10 ** (9 + random()),
    accuracy: i === 1 ? 0.1 : 70 + random(),
  }),
  front: (_: Random, i: number, count: number) => ({
    cost: 10 ** (8 + (3 * i) / count),
    accuracy: 30 + (60 * i) / count,
  }),
  long: (random: Random, i: number) => ({
    name: LONG.repeat(1 + (i % 3)) + i,
    family: LONG + (i % 20),
    cost: 10 ** (8 + 4 * random()),
    accuracy: 40 + 45 * random(),
  }),
  markup: (random: Random, i: number) => ({
    name: ["</script><b>x", "a & b", `"q" 'r'`, "<!-- c", "]]>", "日本語 naïve β\n\u0007"][
      i % 6
    ] as string,
    family: ["<i>", "&amp;", "\u202eabc"][i % 3] as string,
    cost: 10 ** (8 + 4 * random()),
    accuracy: 40 + 45 * random(),
  }),
} as const;

/** Lehmer's generator with Park and Miller's first factor. */
function uniform(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
