import { describe, expect, test } from "vitest";
import { maxUnpool } from "../../src/ops/leaf/max-unpool.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const x = tensor("f32", [1, 1, 1, 2], [7, 8]);
const at = tensor("i64", [1, 1, 1, 2], [1n, 2n]);

describe("maxUnpool", () => {
  test("`evaluate()` counts through the shape that was pooled, at the start of the output", () => {
    const pooled = [1, 1, 2, 2];
    expect(elements(maxUnpool, [x, at], { pooled, shape: pooled })).toEqual([0, 7, 8, 0]);
    expect(elements(maxUnpool, [x, at], { pooled, shape: [1, 1, 2, 3] })).toEqual([
      0, 7, 0, 8, 0, 0,
    ]);
  });

  test("`infer()` refuses a smaller output", () => {
    const small = { pooled: [1, 1, 2, 2], shape: [1, 1, 2, 1] };
    expect(() => apply(maxUnpool, [x, at], small)).toThrow(
      "Cannot apply maxUnpool: expected a shape of at least 1x1x2x2, got 1,1,2,1",
    );
  });

  test("`work()` only moves", () => {
    const shape = [1, 1, 2, 2];
    const operands = [
      ["f32", [1, 1, 1, 2]],
      ["i64", [1, 1, 1, 2]],
    ] as const;
    expect(scalarsOf(maxUnpool, operands, { pooled: shape, shape })).toEqual({});
  });
});
