import { describe, expect, test } from "vitest";
import { unique } from "../../src/ops/leaf/unique.ts";
import { apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function outputs(x: ReturnType<typeof tensor>, attributes: object): unknown[] {
  return apply(unique, [x], attributes).map(({ data }) => Array.from(data as Iterable<unknown>));
}

describe("unique", () => {
  const x = tensor("f32", [6], [2, 1, 1, 3, 4, 3]);

  test("`evaluate()` in order of appearance, and sorted", () => {
    expect(outputs(x, { sorted: false, count: 4 })).toEqual([
      [2, 1, 3, 4],
      [0n, 1n, 3n, 4n],
      [0n, 1n, 1n, 2n, 3n, 2n],
      [1n, 2n, 2n, 1n],
    ]);
    expect(outputs(x, { sorted: true, count: 4 })).toEqual([
      [1, 2, 3, 4],
      [1n, 0n, 3n, 4n],
      [1n, 0n, 0n, 2n, 3n, 2n],
      [2n, 1n, 2n, 1n],
    ]);
  });

  test("`evaluate()` of slices along the second axis", () => {
    const rows = tensor("i64", [2, 3], [1n, 0n, 1n, 1n, 2n, 1n]);
    expect(outputs(rows, { sorted: true, axis: 1, count: 2 })).toEqual([
      [0n, 1n, 2n, 1n],
      [1n, 0n],
      [1n, 0n, 1n],
      [1n, 2n],
    ]);
  });

  test("`evaluate()` takes -0 for 0 and puts NaN last", () => {
    const odd = tensor("f32", [5], [Number.NaN, 0, -0, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(outputs(odd, { sorted: true, count: 3 })[0]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });

  test("`evaluate()` refuses another number than was known", () => {
    expect(() => apply(unique, [x], { sorted: true, count: 3 })).toThrow(
      "Cannot apply unique: expected 3 distinct slices, got 4",
    );
  });

  test("`work()` is a sort", () => {
    expect(scalarsOf(unique, [["f32", [6]]], { sorted: true, count: 6 })).toEqual({ compare: 18n });
  });
});
