import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { abs } from "../../src/ops/core/arithmetic.ts";
import { greater, less } from "../../src/ops/core/comparison.ts";
import { sortBy } from "../../src/ops/leaf/sort-by.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { oneByOne, pairwise, region } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const RISING = pairwise("f32", less);

describe("sortBy", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const first = tensor("i64", [2, 3], [1n, 2n, 3n, 3n, 2n, 1n]);
    const other = tensor("i64", [2, 3], [3n, 2n, 1n, 1n, 2n, 3n]);
    const falling = region(["i64", "i64", "i64", "i64"], (b, [x, y]) => [
      b.emit(greater, [x as number, y as number], {}),
    ]);
    expect(apply(sortBy, [first, other], { axis: 0 }, [falling]).map(toNumbers)).toEqual([
      [3, 2, 3, 1, 2, 1],
      [1, 2, 1, 3, 2, 3],
    ]);
  });

  test("`evaluate()` sorts runs of any length, each by itself", () => {
    const x = tensor("f32", [2, 7], [5, 3, 7, 1, 6, 2, 4, 0, -1, 9, -1, 8, 0.5, -7]);
    const sorted = [1, 2, 3, 4, 5, 6, 7, -7, -1, -1, 0, 0.5, 8, 9];
    expect(elements(sortBy, [x], { axis: 1 }, [RISING])).toEqual(sorted);
    expect(elements(sortBy, [x], { axis: -1 }, [oneByOne("f32", less)])).toEqual(sorted);
    expect(elements(sortBy, [tensor("f32", [3], [2, 3, 1])], { axis: 0 }, [RISING])).toEqual([
      1, 2, 3,
    ]);
    expect(elements(sortBy, [tensor("f32", [0], [])], { axis: 0 }, [RISING])).toEqual([]);
  });

  test("`evaluate()` keeps equal elements in order", () => {
    const keys = tensor("f32", [8], [1, -1, 2, 1, -2, 0, -1, 2]);
    const at = tensor("i32", [8], [0, 1, 2, 3, 4, 5, 6, 7]);
    const byMagnitude = region(["f32", "f32", "i32", "i32"], (b, [x, y]) => {
      const [left, right] = [x, y].map((id) => b.emit(abs, [id as number], {}));
      return [b.emit(less, [left as number, right as number], {})];
    });
    expect(apply(sortBy, [keys, at], { axis: 0 }, [byMagnitude]).map(toNumbers)).toEqual([
      [0, 1, -1, 1, -1, 2, -2, 2],
      [5, 0, 1, 3, 6, 2, 4, 7],
    ]);
  });

  test("`evaluate()` loses no element where the region orders them badly", () => {
    const always = region(["f32", "f32"], (b) => [b.scalar("bool", 1)]);
    const x = tensor("f32", [5], [1, 2, 3, 4, 5]);
    expect(elements(sortBy, [x], { axis: 0 }, [always])).toEqual([5, 4, 3, 2, 1]);
  });

  test("`infer()` refuses a region that does not compare, and tensors of other shapes", () => {
    const x = tensor("f32", [2], [1, 2]);
    expect(() => apply(sortBy, [x], { axis: 0 }, [pairwise("i32", less)])).toThrow(
      "Cannot apply inputs of sortBy's region: expected f32 scalar, f32 scalar, got i32 scalar, i32 scalar",
    );
    const four = region(["f32", "f32", "f32", "f32"], (b) => [b.scalar("bool", 1)]);
    expect(() => apply(sortBy, [x, tensor("f32", [1], [1])], { axis: 0 }, [four])).toThrow(
      "Cannot apply sortBy: expected operands of one shape (2), got 1",
    );
    expect(() => apply(sortBy, [x], { axis: 1 }, [RISING])).toThrow(
      "Cannot apply sortBy: expected an axis from -1 to 0, got 1",
    );
  });

  test("work is n x ceil(log2 n) comparisons for each run", () => {
    expect(scalarsOf(sortBy, [["f32", [3, 5]]], { axis: 1 }, [RISING])).toEqual({ compare: 45n });
  });
});
