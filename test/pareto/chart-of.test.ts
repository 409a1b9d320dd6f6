import { describe, expect, it } from "vitest";
import { chartOf } from "../../src/pareto/chart-of.ts";
import { compareNetworks } from "../../src/pareto/place.ts";
import { LANDMARKS } from "../../src/pareto/published/landmarks.ts";
import { PUBLISHED_NETWORKS } from "../../src/pareto/published/networks.ts";
import { ACE, own, published } from "./samples.ts";

describe("`chartOf()`", () => {
  it("has all points, and their marks", () => {
    const { recollection, ...rest } = {
      ...published("a", 10n, 60),
      recollection: true as const,
      otherConvention: "additions too",
    };
    const chart = chartOf(
      compareNetworks({
        placing: ACE,
        published: { placed: [{ ...rest, recollection }], absent: [] },
        own: { placed: [own("<b>", 20n, 70), own("zero", 0n, 50)], absent: [], warnings: [] },
      }),
    );
    expect(chart).toEqual({
      points: [
        {
          ...{ name: "zero", family: "Family", accuracy: 50, cost: 0 },
          ...{ own: true, onFront: true, source: "mine" },
        },
        {
          name: "a",
          family: "Family",
          accuracy: 60,
          cost: 10,
          own: false,
          onFront: true,
          otherConvention: "additions too; from recollection",
          source: "a paper",
          year: 2020,
        },
        {
          name: "<b>",
          family: "Family",
          accuracy: 70,
          cost: 20,
          own: true,
          onFront: true,
          source: "mine",
        },
      ],
      cost: { id: "ace", label: "ACE", unit: "MACs × bits × bits" },
      accuracy: { label: "Top-1 accuracy on ImageNet-1k", unit: "%" },
      caption: [
        "Top-1 accuracy on ImageNet-1k, cost of one image.",
        "ACE: multiply-accumulates x bits x bits, an unquantized float counting 16 bits (convention pokebnn).",
        "Not counted: normalization, activations, additions, pooling, scaling, memory traffic.",
        "2 of 3 networks: yours, with the accuracy that you gave.",
        "1 of 3 networks: cost counted by another rule.",
        "1 of 3 networks: a figure is from recollection.",
      ],
    });
  });

  it("has sizes in bytes", () => {
    const chart = chartOf(
      compareNetworks({
        placing: { ...ACE, metric: { id: "weightBits", label: "Weight size", unit: "bit" } },
        published: { placed: [published("a", 12n, 60)], absent: [] },
        own: { placed: [], absent: [], warnings: [] },
      }),
    );
    expect([chart.points[0]?.cost, chart.cost.unit]).toEqual([1.5, "bytes"]);
  });

  it("tells the published networks that others are compared with, by name", () => {
    const chart = chartOf(
      compareNetworks({
        placing: ACE,
        published: { placed: [published("ReActNet-A", 12n, 60)], absent: [] },
        own: { placed: [own("XNOR-Net (ResNet-18)", 5n, 50)], absent: [], warnings: [] },
      }),
    );
    expect(chart.points.map(({ landmark }) => landmark)).toEqual([undefined, true]);
  });

  it("names landmarks of the table only", () => {
    const names = PUBLISHED_NETWORKS.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...LANDMARKS]));
  });
});
