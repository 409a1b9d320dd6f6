import { LosslessNumber } from "lossless-json";
import type { ParetoPoint, ParetoResult } from "../../src/results/pareto-result.ts";

function point(name: string, accuracy: number, cost: string, rest: Partial<ParetoPoint> = {}) {
  return {
    name,
    family: "Net",
    year: 2020,
    own: false,
    accuracy,
    cost: new LosslessNumber(cost),
    exact: true,
    accuracyStatus: "verified",
    costStatus: "computed",
    source: "A paper, arXiv 2001.00001; accuracy: README",
    onFront: rest.rank === undefined,
    rank: 0,
    ...rest,
  } as const satisfies ParetoPoint;
}

/** Two networks on the front, one of them rounded, the user's, and a dominated one. */
export const PLACED: ParetoResult = {
  schema: "acemeter/pareto@1",
  metric: { id: "ace", label: "ACE", unit: "" },
  convention: "pokebnn",
  dataSet: "ImageNet-1k",
  caption: ["Top-1 accuracy on ImageNet-1k, cost of one image."],
  reference: { cost: new LosslessNumber("9000000000"), accuracy: 60 },
  hypervolume: { published: 1e10, own: 2e9, all: 1.05e10 },
  epsilon: { additive: 0.25, multiplicative: 1.5 },
  own: [
    {
      name: "mine",
      rank: 1,
      onFront: false,
      dominates: { count: 1, names: ["Net-C"] },
      dominatedBy: { count: 26, names: ["Net-A", "Net-B", "Net-D", "Net-E", "Net-F", "Net-G"] },
    },
  ],
  points: [
    point("Net-A", 65.25, "1409538048"),
    point("mine", 64, "2000000000", {
      own: true,
      rank: 1,
      family: "yours",
      source: "our paper",
      accuracyStatus: "given",
      costStatus: "given",
    }),
    point("Net-B", 70.5, "2600000000", { exact: false, costStatus: "verified" }),
    point("Net-C", 60, "9000000000", { rank: 2 }),
  ],
  absent: [
    {
      code: "no-accuracy",
      reason: "no accuracy is known",
      option: "--accuracy NAME=PERCENT",
      own: true,
      names: ["other"],
    },
    { code: "no-cost", reason: "no such cost is known", own: false, names: ["Net-X", "Net-Y"] },
  ],
  warnings: [{ code: "outlier", reason: "Net-C is far away" }],
};
