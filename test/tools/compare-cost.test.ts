import { describe, expect, test } from "vitest";
import type { Layer, ScoreResult } from "../../src/results/score-result.ts";
import { compareCost } from "../../tools/corpus/compare-cost.ts";
import type { Expected, ExpectedLayer } from "../../tools/corpus/expected.ts";
import { DIGITS, layer, operand } from "../cli/samples.ts";

/** A binary layer of 40 products, then a float one of 20 with 20 weights. */
const ROWS: readonly ExpectedLayer[] = [
  {
    macs: 40n,
    lhsBits: 1,
    lhsFloat: false,
    rhsBits: 1,
    rhsFloat: false,
    weightCount: 40n,
    sharedWeight: false,
    tripCount: 1,
  },
  {
    macs: 20n,
    lhsBits: 32,
    lhsFloat: true,
    rhsBits: 32,
    rhsFloat: true,
    weightCount: 20n,
    sharedWeight: false,
    tripCount: 1,
  },
];

const EXPECTED: Expected = {
  layers: ROWS,
  totals: { macs: 60n, ace: 20_520n, acePokebnn: 5_160n, weightBits: 680n },
  inputs: {},
  dims: {},
  needsTrips: false,
  files: [],
  golden: undefined,
  weights: [],
  arguments: [],
};

const FLOAT = operand({ bits: 32, float: true, status: "assumed", proof: "stored as f32" });
const BINARY = layer();
const DENSE = layer({ name: "head", macs: 20n, lhs: FLOAT, rhs: FLOAT });

function scored(layers: readonly Layer[], known: Partial<ScoreResult["totals"]> = {}): ScoreResult {
  return {
    ...DIGITS,
    totals: {
      ...DIGITS.totals,
      macs: layers.reduce((sum, { macs }) => sum + macs, 0n),
      ace: 5_160n,
      weightBits: 680n,
      weightCount: 60n,
      ...known,
    },
    byBits: [
      { lhsBits: 1, lhsFloat: false, rhsBits: 1, rhsFloat: false, macs: 40n, ace: 40n },
      { lhsBits: 32, lhsFloat: true, rhsBits: 32, rhsFloat: true, macs: 20n, ace: 5_120n },
    ],
    layers,
  };
}

describe("compareCost()", () => {
  test("rows, widths and totals that are all right are right", () => {
    expect(compareCost(EXPECTED, scored([BINARY, DENSE]))).toEqual({ verdict: "right" });
  });

  test("rows without work do not count, on either side", () => {
    const idle = layer({ name: "not taken", macs: 0n, trips: 0n });
    expect(compareCost(EXPECTED, scored([idle, BINARY, DENSE])).verdict).toBe("right");
    const nothing = { ...(ROWS[0] as ExpectedLayer), macs: 0n, weightCount: 0n };
    const expected = { ...EXPECTED, layers: [...ROWS, nothing] };
    expect(compareCost(expected, scored([BINARY, DENSE])).verdict).toBe("right");
  });

  test("a file may run its branches in another order", () => {
    expect(compareCost(EXPECTED, scored([DENSE, BINARY])).verdict).toBe("right");
  });

  test("a row that is too dear is wrong", () => {
    expect(compareCost(EXPECTED, scored([BINARY, { ...DENSE, macs: 21n }]))).toEqual({
      verdict: "wrong",
      reason: "macs: expected 60, got 61; rows: expected 40 20, got 40 21",
      assumed: 0,
    });
  });

  test("a width that is said and not right is wrong, with its proof", () => {
    const wide = { ...BINARY, rhs: operand({ bits: 8, status: "declared", proof: "an int8" }) };
    expect(compareCost(EXPECTED, scored([wide, DENSE]))).toMatchObject({
      verdict: "wrong",
      reason: "fc rhs: expected 1, got 8 (an int8)",
    });
  });

  test("an operand that is only assumed is incomplete, unless it is what is expected", () => {
    const unknown = { ...BINARY, lhs: FLOAT };
    expect(compareCost(EXPECTED, scored([unknown, DENSE], { ace: 999n }))).toEqual({
      verdict: "incomplete",
      reason: "operands assumed",
      assumed: 1,
    });
  });

  test("totals are compared where all widths are known", () => {
    const totals = { ace: 1n, weightBits: 2n, weightCount: 3n };
    expect(compareCost(EXPECTED, scored([BINARY, DENSE], totals)).reason).toBe(
      "ace: expected 5160, got 1; weight bits: expected 680, got 2; weight count: expected 60, got 3",
    );
  });

  test("a weight that is shared is stored once", () => {
    const twice = [...ROWS, { ...(ROWS[1] as ExpectedLayer), sharedWeight: true }];
    const expected = { ...EXPECTED, layers: twice, totals: { ...EXPECTED.totals, macs: 80n } };
    const result = compareCost(expected, scored([BINARY, DENSE, DENSE], { weightCount: 60n }));
    expect(result.verdict).toBe("right");
  });

  test("a total that says `at least` is incomplete, but not where it is more than it can be", () => {
    const missing = [{ code: "c", where: "n", reason: "Loop is not counted", affects: [] }];
    const atLeast = { ...scored([BINARY]), atLeast: ["macs" as const], missing };
    expect(compareCost(EXPECTED, atLeast)).toEqual({
      verdict: "incomplete",
      reason: "Loop is not counted",
    });
    const tooMuch = { ...scored([BINARY, DENSE, DENSE]), atLeast: ["macs" as const], missing };
    expect(compareCost(EXPECTED, tooMuch).verdict).toBe("wrong");
  });

  test("a loop that the exporter unrolled counts by its sums", () => {
    const looped = { ...(ROWS[1] as ExpectedLayer), tripCount: 4 };
    const expected = { ...EXPECTED, layers: [ROWS[0] as ExpectedLayer, looped] };
    const part = { ...DENSE, macs: 5n };
    expect(compareCost(expected, scored([BINARY, part, part, part, part])).verdict).toBe("right");
    const binary = { ...BINARY, macs: 5n };
    const unsure = scored([BINARY, part, part, part, binary]);
    expect(compareCost(expected, unsure)).toMatchObject({ verdict: "incomplete", assumed: 6 });
    const declared = operand({ bits: 32, float: true, status: "declared" });
    const sure = { ...part, lhs: declared, rhs: declared };
    expect(compareCost(expected, scored([BINARY, sure, sure, sure, binary])).reason).toBe(
      "macs by widths: expected 1x1 40, f32xf32 20, got 1x1 45, f32xf32 15",
    );
  });

  test("a file with totals of its own is compared by them", () => {
    const ofFile = { macs: 40n, ace: 40n, acePokebnn: 40n, weightBits: 40n };
    const score = { ...scored([BINARY], { ace: 40n, weightBits: 40n }), byBits: [] };
    const [row] = scored([]).byBits;
    expect(compareCost(EXPECTED, { ...score, byBits: row ? [row] : [] }, ofFile).verdict).toBe(
      "right",
    );
  });
});
