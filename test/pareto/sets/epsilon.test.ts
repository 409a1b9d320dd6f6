import { describe, expect, it } from "vitest";
import { additiveEpsilon, multiplicativeEpsilon } from "../../../src/pareto/sets/epsilon.ts";

const EMPTY = "Cannot compare two sets of points: expected at least one point, got none";

describe("`additiveEpsilon()`", () => {
  it("is how much must be taken off everywhere", () => {
    expect(
      additiveEpsilon(
        [
          [3, 3],
          [1, 6],
        ],
        [
          [1, 4],
          [2, 1],
        ],
      ),
    ).toBe(2);
  });

  it("is negative where the set is better by that much", () => {
    expect(additiveEpsilon([[1, 70]], [[3, 65]], ["min", "max"])).toBe(-2);
  });

  it.each([
    [[], [[1]]],
    [[[1]], []],
  ])("refuses %j against %j", (set, reference) => {
    expect(() => additiveEpsilon(set, reference)).toThrow(EMPTY);
  });
});

describe("`multiplicativeEpsilon()`", () => {
  it("is the factor that is missing", () => {
    expect(
      multiplicativeEpsilon(
        [[4, 4]],
        [
          [1, 8],
          [4, 2],
        ],
      ),
    ).toBe(4);
  });

  it("multiplies where more is better", () => {
    expect(multiplicativeEpsilon([[2, 60]], [[2, 75]], ["min", "max"])).toBe(1.25);
  });

  it.each([
    [[[0, 1]], "0"],
    [[[-1, 1]], "-1"],
  ])("refuses %j", (set, got) => {
    const message = `Cannot compare two sets of points: expected values above 0, got ${got}`;
    expect(() => multiplicativeEpsilon(set, [[1, 1]])).toThrow(message);
    expect(() => multiplicativeEpsilon([[1, 1]], set, ["max", "max"])).toThrow(message);
  });
});
