import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { add, multiply } from "../../src/ops/core/arithmetic.ts";
import { less } from "../../src/ops/core/comparison.ts";
import { mapBy } from "../../src/ops/core/map-by.ts";
import { apply, elements } from "../support/apply.ts";
import { oneByOne, pairwise, region } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 2], [1, 2, 3, 4]);
const Y = tensor("f32", [2, 2], [10, 20, 30, 40]);

describe("mapBy", () => {
  test("`evaluate()` gives the region an element of each tensor", () => {
    const sums = [11, 22, 33, 44];
    expect(elements(mapBy, [X, Y], { count: 2 }, [pairwise("f32", add)])).toEqual(sums);
    expect(elements(mapBy, [X, Y], { count: 2 }, [oneByOne("f32", add)])).toEqual(sums);
  });

  test("`evaluate()` gives what is captured with every element, and keeps a scalar a scalar", () => {
    const scaled = pairwise("f32", multiply);
    const three = tensor("f32", [], [3]);
    expect(elements(mapBy, [X, three], { count: 1 }, [scaled])).toEqual([3, 6, 9, 12]);
    expect(elements(mapBy, [three, three], { count: 2 }, [scaled])).toEqual([9]);
    expect(elements(mapBy, [tensor("f32", [0], []), three], { count: 1 }, [scaled])).toEqual([]);
  });

  test("`evaluate()` gives several outputs, of other types", () => {
    const both = region(["f32", "f32"], (b, [x, y]) => [
      b.emit(less, [x as number, y as number], {}),
      b.scalar("i32", 7),
    ]);
    expect(apply(mapBy, [X, Y], { count: 2 }, [both]).map(toNumbers)).toEqual([
      [1, 1, 1, 1],
      [7, 7, 7, 7],
    ]);
  });

  test("`infer()` refuses tensors of other shapes, and a region of other scalars", () => {
    const one = tensor("f32", [1], [1]);
    expect(() => apply(mapBy, [X, one], { count: 2 }, [pairwise("f32", add)])).toThrow(
      "Cannot apply mapBy: expected operands of one shape (2x2), got 1",
    );
    expect(() => apply(mapBy, [X, Y], { count: 2 }, [pairwise("i32", add)])).toThrow(
      "Cannot apply inputs of mapBy's region: expected f32 scalar, f32 scalar, got i32 scalar, i32 scalar",
    );
  });
});
