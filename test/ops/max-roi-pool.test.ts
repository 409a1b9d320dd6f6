import { describe, expect, test } from "vitest";
import { maxRoiPool } from "../../src/ops/leaf/max-roi-pool.ts";
import { analysed, apply, elements } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const image = tensor("f32", [1, 1, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const TWO = { height: 1, width: 2, spatialScale: 1 };

describe("maxRoiPool", () => {
  test("`evaluate()`: corners belong to the box; bins of 1.5 elements overlap", () => {
    const box = tensor("f32", [1, 5], [0, 0, 0, 2, 1]);
    expect(elements(maxRoiPool, [image, box], TWO)).toEqual([5, 6]);
  });

  test("`evaluate()` rounds scaled corners away from 0, and gives 0 for what is outside", () => {
    const box = tensor("f32", [2, 5], [0, 1, 1, 5, 3, 0, 40, 40, 50, 50]);
    // 0.5 to 2.5 is 1 to 3; 0.5 to 1.5 is 1 to 2.
    expect(elements(maxRoiPool, [image, box], { ...TWO, spatialScale: 0.5 })).toEqual([
      10, 11, 0, 0,
    ]);
  });

  test("`evaluate()` refuses an image that is not there", () => {
    const box = tensor("f32", [1, 5], [1, 0, 0, 2, 1]);
    expect(() => apply(maxRoiPool, [image, box], TWO)).toThrow(
      "Cannot apply maxRoiPool: expected images from 0 to 0, got 1",
    );
  });

  test("`work()` compares whole images, and that is said", () => {
    const operands = [
      ["f32", [1, 2, 3, 4]],
      ["f32", [5, 5]],
    ] as const;
    const { scalars, warnings } = analysed(maxRoiPool, operands, TWO).analysis;
    expect([scalars.compare, warnings.map(({ code }) => code)]).toEqual([
      100n,
      ["data-dependent-work"],
    ]);
  });
});
