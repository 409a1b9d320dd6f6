import { describe, expect, it } from "vitest";
import { compareNetworks } from "../../src/pareto/place.ts";
import type { Absent, Placed } from "../../src/pareto/placed.ts";
import { stringifyResult } from "../../src/results/json.ts";
import type { OwnStanding } from "../../src/results/pareto-result.ts";
import { paretoSchema } from "../../src/results/pareto-schema.ts";
import { ACE, own, published } from "./samples.ts";

const compare = (
  theirs: readonly Placed[],
  mine: readonly Placed[] = [],
  absent: readonly Absent[] = [],
) =>
  compareNetworks({
    placing: ACE,
    published: { placed: theirs, absent },
    own: { placed: mine, absent: [], warnings: [] },
  });

const PUBLISHED = [published("a", 10n, 60), published("b", 20n, 70), published("c", 30n, 65)];

const some = (...names: string[]) => ({ count: names.length, names });

describe("`compareNetworks()`", () => {
  it("orders by cost, then accuracy, and ranks all points together", () => {
    const { points } = compare(PUBLISHED, [own("mine", 20n, 72)]);
    expect(points.map(({ name, rank, onFront }) => [name, rank, onFront])).toEqual([
      ["a", 0, true],
      ["mine", 0, true],
      ["b", 1, false],
      ["c", 2, false],
    ]);
  });

  it("tells which published networks each of the user's dominates, and by which it is", () => {
    const mine = [own("good", 20n, 72), own("poor", 25n, 60), own("same", 20n, 70)];
    expect(compare(PUBLISHED, mine).own).toEqual([
      { name: "good", rank: 0, onFront: true, dominates: some("b", "c"), dominatedBy: some() },
      { name: "poor", rank: 2, onFront: false, dominates: some(), dominatedBy: some("b", "a") },
      { name: "same", rank: 1, onFront: false, dominates: some("c"), dominatedBy: some() },
    ]);
  });

  it("names the ten most accurate of many, and counts all", () => {
    const many = Array.from({ length: 12 }, (_, i) => published(`p${i}`, 10n, 40 + i));
    const { dominates } = compare(many, [own("mine", 5n, 90)]).own[0] as OwnStanding;
    expect(dominates.count).toBe(12);
    expect(dominates.names).toEqual([
      ...["p11", "p10", "p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2"],
    ]);
  });

  it("measures within the greatest cost and the least accuracy", () => {
    const { reference, hypervolume } = compare(PUBLISHED, [own("mine", 20n, 72)]);
    expect([reference.cost.value, reference.accuracy]).toEqual(["30", 60]);
    expect(hypervolume).toEqual({ published: 100, own: 120, all: 120 });
  });

  it("measures within another reference where it is given", () => {
    const result = compareNetworks({
      placing: ACE,
      published: { placed: PUBLISHED, absent: [] },
      own: { placed: [], absent: [], warnings: [] },
      reference: { cost: 40_000_000n, accuracy: 50 },
    });
    expect(result.hypervolume).toEqual({ published: 500, own: 0, all: 500 });
  });

  it("has the epsilon-indicators against the published front", () => {
    const { epsilon } = compare(
      [published("a", 10n, 60), published("b", 30n, 80)],
      [own("mine", 20n, 75)],
    );
    expect(epsilon).toEqual({ additive: 0.5, multiplicative: 2 });
  });

  it("compares costs beyond 2^53 exactly", () => {
    const large = 2n ** 53n;
    const { points } = compare([published("a", large + 1n, 60), published("b", large, 60)]);
    expect(points.map(({ name, onFront }) => [name, onFront])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });

  it("of one point, or of equal ones, has them on the front and no volume", () => {
    const one = compare([], [own("mine", 5n, 50)]);
    expect([one.own[0]?.onFront, one.hypervolume, one.epsilon]).toEqual([
      true,
      { published: 0, own: 0, all: 0 },
      null,
    ]);
    const equal = compare([published("a", 5n, 50)], [own("mine", 5n, 50)]);
    expect(equal.points.every(({ onFront }) => onFront)).toBe(true);
    expect(equal.own[0]).toMatchObject({ dominates: some(), dominatedBy: some() });
    expect(equal.epsilon).toEqual({ additive: null, multiplicative: 1 });
  });

  it("says what is unusual", () => {
    const mine = [own("a", 1n, 40), own("zero", 0n, 30), own("far", 31_000n, 90)];
    expect(compare(PUBLISHED, mine).warnings).toEqual([
      {
        code: "zero-cost",
        reason: "zero costs 0, which has no place on a logarithmic axis: it is not drawn",
      },
      { code: "published-name", reason: "a is also the name of a published one" },
      {
        code: "outlier",
        reason:
          "far costs more than 1000 times c, the next one: it stretches the axis and the reference",
      },
    ]);
    expect(compare([], [own("mine", 5n, 50)]).warnings).toEqual([
      { code: "only-own", reason: "no published network is compared with" },
    ]);
  });

  it("groups what is absent by reason", () => {
    const absent: readonly Absent[] = [
      { name: "x", own: false, code: "draft" },
      { name: "y", own: false, code: "no-accuracy" },
      { name: "z", own: false, code: "draft" },
    ];
    expect(compare(PUBLISHED, [], absent).absent).toEqual([
      {
        code: "draft",
        reason: "from an unpublished draft",
        option: "--drafts",
        own: false,
        names: ["x", "z"],
      },
      { code: "no-accuracy", reason: "no accuracy is known", own: false, names: ["y"] },
    ]);
  });

  it("refuses an empty set, and says what there was", () => {
    const absent: readonly Absent[] = [{ name: "x", own: false, code: "no-cost" }];
    expect(() => compare([], [], absent)).toThrow(
      "Cannot place networks by ace: expected at least one with accuracy and cost, got 1 of which no such cost is known",
    );
    expect(() => compare([])).toThrow("got none");
  });

  it("is a document of the schema, the same bytes whatever the order of the networks", () => {
    const result = compare(PUBLISHED, [own("mine", 20n, 72)]);
    expect(paretoSchema.parse(result)).toEqual(result);
    const turned = compare(PUBLISHED.toReversed(), [own("mine", 20n, 72)]);
    expect(stringifyResult({ ...turned, own: [] })).toBe(stringifyResult({ ...result, own: [] }));
  });
});
