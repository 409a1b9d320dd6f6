import { describe, expect, test } from "vitest";
import { maxOfAll, meanOfAll, minOfAll, sumOfAll } from "../../src/ops/composite/variadic.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const ROWS = tensor("f32", [2, 1], [1, 5]);
const COLUMNS = tensor("f32", [3], [2, 4, 6]);
const ONE = tensor("f32", [], [3]);

describe("Max, Min, Sum, Mean", () => {
  test("`evaluate()` stretches all inputs", () => {
    expect(elements(maxOfAll, [ROWS, COLUMNS, ONE])).toEqual([3, 4, 6, 5, 5, 6]);
    expect(elements(minOfAll, [ROWS, COLUMNS, ONE])).toEqual([1, 1, 1, 2, 3, 3]);
    expect(elements(sumOfAll, [ROWS, COLUMNS, ONE])).toEqual([6, 8, 10, 10, 12, 14]);
    expect(elements(meanOfAll, [ROWS, COLUMNS])).toEqual([1.5, 2.5, 3.5, 3.5, 4.5, 5.5]);
  });

  test("`evaluate()` rounds each step from the left", () => {
    const parts = [2 ** 24, 1, 1].map((value) => tensor("f32", [1], [value]));
    expect(elements(sumOfAll, parts)).toEqual([2 ** 24]);
    expect(elements(sumOfAll, [...parts].reverse())).toEqual([2 ** 24 + 2]);
  });

  test("`infer()` refuses shapes that do not broadcast", () => {
    expect(() => apply(sumOfAll, [COLUMNS, tensor("f32", [2], [1, 2]), ONE])).toThrow(
      "Cannot apply add: expected shapes that broadcast, got 3 and 2",
    );
  });

  test("`work()` is one operation less than inputs, and a divide for the mean", () => {
    const x = ["f32", [4]] as const;
    expect(scalarsOf(maxOfAll, [x, x, x])).toEqual({ compare: 8n });
    expect(scalarsOf(minOfAll, [x, x, x])).toEqual({ compare: 8n });
    expect(scalarsOf(sumOfAll, [x, x, x])).toEqual({ add: 8n });
    expect(scalarsOf(meanOfAll, [x, x, x])).toEqual({ add: 8n, divide: 4n });
  });
});
