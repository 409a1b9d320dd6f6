import { describe, expect, test } from "vitest";
import { compareTensors } from "../../src/exec/compare.ts";
import { formatElement } from "../../src/exec/format-element.ts";
import {
  BITWISE,
  describeTolerance,
  GOLDEN_DEFAULT,
  givenTolerance,
  type Rule,
  TEST_FOLDER_DEFAULT,
} from "../../src/exec/tolerance.ts";
import { tensor } from "../support/tensors.ts";

const NAN = Number.NaN;
const INF = Number.POSITIVE_INFINITY;

function compareFloats(want: readonly number[], have: readonly number[], rule: Rule) {
  const shape = [want.length];
  return compareTensors(
    tensor("f32", shape, want),
    tensor("f32", shape, have),
    givenTolerance(rule),
  );
}

describe("compareTensors()", () => {
  test("says what differs first, where, and by how much at most", () => {
    const want = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
    const have = tensor("f32", [2, 3], [1, 2, 3, 4, 5.5, 7]);
    expect(compareTensors(want, have, givenTolerance(BITWISE))).toEqual({
      equal: false,
      maxUlps: 2 ** 21,
      maxAbs: 1,
      count: 2,
      first: { index: [1, 1], expected: "5", got: "5.5" },
    });
  });

  test("bitwise, NaN equals NaN and −0 is not 0", () => {
    expect(compareFloats([NAN, 1], [NAN, 1], BITWISE)).toMatchObject({ equal: true, maxUlps: 0 });
    expect(compareFloats([0], [-0], BITWISE)).toEqual({
      equal: false,
      maxUlps: 0,
      maxAbs: 0,
      count: 1,
      first: { index: [0], expected: "0", got: "-0" },
    });
  });

  test("with any rule −0 equals 0", () => {
    expect(compareFloats([0], [-0], { rtol: 0, atol: 0 }).equal).toBe(true);
  });

  test("`rtol` and `atol` add up", () => {
    expect(compareFloats([2], [2.5], { rtol: 0.125, atol: 0.25 }).equal).toBe(true);
    expect(compareFloats([2], [2.5625], { rtol: 0.125, atol: 0.25 }).equal).toBe(false);
  });

  test("`ulps` counts in the element type", () => {
    expect(compareFloats([1], [1 + 2 ** -22], { ulps: 2 }).equal).toBe(true);
    expect(compareFloats([1], [1 + 2 ** -22], { ulps: 1 }).equal).toBe(false);
  });

  test("`peak` is relative to the largest finite magnitude", () => {
    expect(compareFloats([-8, 0, INF], [-8, 1, INF], { peak: 0.125 }).equal).toBe(true);
    expect(compareFloats([-8, 0, INF], [-8, 1.5, INF], { peak: 0.125 }).equal).toBe(false);
  });

  test("no rule excuses an infinity or a NaN", () => {
    const generous: Rule = { rtol: 10, atol: 10, ulps: 10, peak: 10 };
    for (const [want, have] of [
      [INF, 1],
      [1, INF],
      [INF, -INF],
      [NAN, 1],
      [1, NAN],
    ] as const) {
      expect(compareFloats([want], [have], generous)).toMatchObject({
        equal: false,
        maxUlps: INF,
        maxAbs: INF,
      });
    }
  });

  test("integers are exact by default and follow rules that are given", () => {
    const want = tensor("i64", [2], [2n ** 60n, 1n]);
    const have = tensor("i64", [2], [2n ** 60n + 1n, 1n]);
    expect(compareTensors(want, have, TEST_FOLDER_DEFAULT)).toMatchObject({
      equal: false,
      maxUlps: 1,
      first: { index: [0], expected: "1152921504606846976", got: "1152921504606846977" },
    });
    expect(compareTensors(want, have, givenTolerance({ atol: 1 })).equal).toBe(true);
    expect(compareTensors(want, have, { ...GOLDEN_DEFAULT, integers: { ulps: 1 } }).equal).toBe(
      true,
    );
  });

  test("another type or shape is different as a whole", () => {
    const want = tensor("f32", [2], [1, 2]);
    expect(compareTensors(want, tensor("f32", [2, 1], [1, 2]), GOLDEN_DEFAULT)).toMatchObject({
      equal: false,
      reason: "expected f32 2, got f32 2x1",
    });
    expect(compareTensors(want, tensor("f64", [2], [1, 2]), GOLDEN_DEFAULT)).toMatchObject({
      equal: false,
      reason: "expected f32 2, got f64 2",
    });
  });

  test("a scalar has an index without axes, an empty tensor is equal", () => {
    expect(
      compareTensors(tensor("i8", [], [1]), tensor("i8", [], [2]), GOLDEN_DEFAULT).first,
    ).toEqual({ index: [], expected: "1", got: "2" });
    expect(
      compareTensors(tensor("i8", [0], []), tensor("i8", [0], []), GOLDEN_DEFAULT),
    ).toMatchObject({ equal: true, maxAbs: 0 });
  });
});

test("`describeTolerance()` names the rules and who set them", () => {
  expect(describeTolerance(TEST_FOLDER_DEFAULT)).toBe("rtol 0.001 and atol 1e-7 (default)");
  expect(describeTolerance(GOLDEN_DEFAULT)).toBe("0.00001 of the peak (default)");
  expect(describeTolerance(givenTolerance({ ulps: 4, peak: 0.5 }))).toBe(
    "4 ulps or 0.5 of the peak (given)",
  );
  expect(describeTolerance({ floats: BITWISE, integers: { ulps: 1 }, source: "index.json" })).toBe(
    "bitwise, integers 1 ulps (index.json)",
  );
});

test("`formatElement()` is the shortest decimal that gives the element back", () => {
  expect(formatElement("f32", Math.fround(0.1))).toBe("0.1");
  expect(formatElement("f64", 0.1)).toBe("0.1");
  expect(formatElement("f32", Math.fround(1 / 3))).toBe("0.33333334");
  expect(formatElement("f16", 2 ** -24)).toBe("5.9604645e-8");
  expect(formatElement("f32", -0)).toBe("-0");
  expect(formatElement("f32", Number.NaN)).toBe("NaN");
  expect(formatElement("i64", -(2n ** 63n))).toBe("-9223372036854775808");
});
