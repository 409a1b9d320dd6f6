import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { additiveEpsilon, multiplicativeEpsilon } from "../../../src/pareto/sets/epsilon.ts";
import { paretoFront } from "../../../src/pareto/sets/front.ts";
import { hypervolume } from "../../../src/pareto/sets/hypervolume.ts";
import type { Direction } from "../../../src/pareto/sets/points.ts";
import { nonDominatedRanks } from "../../../src/pareto/sets/ranks.ts";

/** Made by `fixtures/make/pareto_sets.py` with moocore 0.3.2 and pymoo 0.6.2. */
interface Case {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly points: readonly (readonly number[])[];
  readonly front: readonly number[];
  readonly ranks: readonly number[];
  readonly reference: readonly number[];
  readonly hypervolume: number;
  readonly half: number;
  readonly additiveEpsilon: number;
  readonly multiplicativeEpsilon: number | null;
}

const FILE = new URL("../../../fixtures/pareto-sets.json", import.meta.url);
const CASES = JSON.parse(readFileSync(FILE, "utf8")) as readonly Case[];

describe.each(CASES)("sets of points: $name", (one) => {
  const { points, directions, half } = one;

  it("have the front of moocore, copies included", () => {
    expect(paretoFront(points, directions)).toEqual(one.front);
  });

  it("have the ranks of pymoo", () => {
    expect(nonDominatedRanks(points, directions)).toEqual(one.ranks);
  });

  it("have the hypervolume of moocore to 1e-12", () => {
    const volume = hypervolume(points, one.reference, directions);
    expect(Math.abs(volume / one.hypervolume - 1)).toBeLessThan(1e-12);
  });

  it("have the epsilon-indicators of moocore", () => {
    const [set, reference] = [points.slice(0, half), points.slice(half)];
    expect(additiveEpsilon(set, reference, directions)).toBe(one.additiveEpsilon);
    if (one.multiplicativeEpsilon === null) return;
    const factor = multiplicativeEpsilon(set, reference, directions);
    expect(Math.abs(factor / one.multiplicativeEpsilon - 1)).toBeLessThan(1e-15);
  });
});
