import { describe, expect, test } from "vitest";
import { localResponseNormalization } from "../../src/ops/leaf/local-response-normalization.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** x / (1 + sum of squares) over the channel itself and the next. */
const NEXT = { size: 2, alpha: 2, beta: 1, bias: 1 };

describe("localResponseNormalization", () => {
  test("`evaluate()` sums neighbouring channels, less at the ends", () => {
    const x = tensor("f32", [1, 3, 1], [1, 1, 2]);
    expect(elements(localResponseNormalization, [x], NEXT)).toEqual([
      0.3333333432674408, 0.1666666716337204, 0.4000000059604645,
    ]);
    const three = { ...NEXT, size: 3, alpha: 3 };
    expect(
      elements(localResponseNormalization, [tensor("f32", [1, 3, 1], [1, 1, 1])], three),
    ).toEqual([0.3333333432674408, 0.25, 0.3333333432674408]);
  });

  test("`evaluate()` divides by a power, each place and sample alone", () => {
    const x = tensor("f32", [2, 1, 2], [0, 2, 4, 8]);
    const attributes = { size: 1, alpha: 1, beta: 0.5, bias: 0 };
    expect(elements(localResponseNormalization, [x], attributes)).toEqual([Number.NaN, 1, 1, 1]);
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(localResponseNormalization, [tensor("i8", [1, 1], [1])], NEXT)).toThrow(
      "Cannot apply localResponseNormalization: expected a float type, got i8",
    );
  });

  test("`work()` of six elements over windows of two channels", () => {
    expect(scalarsOf(localResponseNormalization, [["f32", [1, 3, 2]]], NEXT)).toEqual({
      multiply: 12n,
      add: 12n,
      transcendental: 6n,
      divide: 6n,
    });
  });
});
