import { describe, expect, test } from "vitest";
import { atan2 } from "../../src/ops/core/atan2.ts";
import { nextAfter } from "../../src/ops/core/next-after.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

describe("nextAfter", () => {
  // XLA's CPU in jaxlib 0.10.2.
  test("`evaluate()` of f32 and bf16", () => {
    const x = tensor("f32", [9], [0, -0, 0, 1, 1, 3.4028234663852886e38, INF, -1e-45, 5]);
    const y = tensor("f32", [9], [1, 0, -1, 2, 0, INF, 0, 1, NAN]);
    expect(elements(nextAfter, [x, y])).toEqual([
      1.401298464324817e-45,
      0,
      -1.401298464324817e-45,
      1.0000001192092896,
      0.9999999403953552,
      INF,
      3.4028234663852886e38,
      -0,
      NAN,
    ]);
    const coarse = [tensor("bf16", [3], [1, 1, 0]), tensor("bf16", [3], [2, 0, -1])];
    expect(elements(nextAfter, coarse)).toEqual([1.0078125, 0.99609375, -9.183549615799121e-41]);
  });

  // 1 + 2^-52, 2^-1074, and the largest double.
  test("`evaluate()` of f64", () => {
    const x = tensor("f64", [4], [1, 0, INF, -5e-324]);
    const y = tensor("f64", [4], [2, 1, 0, 3]);
    expect(elements(nextAfter, [x, y])).toEqual([
      1.0000000000000002, 5e-324, 1.7976931348623157e308, -0,
    ]);
  });

  // XLA's CPU in jaxlib 0.10.2.
  test("`evaluate()` of floats of 8 bits", () => {
    const x = tensor("f8e5m2", [4], [1, 1, 0, 57344]);
    const y = tensor("f8e5m2", [4], [2, 0, -1, INF]);
    expect(elements(nextAfter, [x, y])).toEqual([1.25, 0.875, -1.52587890625e-5, INF]);
  });

  test("`infer()` refuses floats without NaN; `work()` compares and adds", () => {
    const x = tensor("f4e2m1", [1], [1]);
    expect(() => apply(nextAfter, [x, x])).toThrow(
      "Cannot apply nextAfter: expected a signed float type with NaN, got f4e2m1",
    );
    expect(
      scalarsOf(nextAfter, [
        ["f32", [3]],
        ["f32", []],
      ]),
    ).toEqual({ compare: 3n, add: 3n });
  });
});

describe("atan2", () => {
  test("`evaluate()` takes the ordinate first; zeros and infinities have their quadrants", () => {
    const y = tensor("f64", [8], [1, 0, -0, 0, -0, INF, -INF, 1]);
    const x = tensor("f64", [8], [1, -0, -0, 0, 1, INF, -INF, -INF]);
    expect(elements(atan2, [y, x])).toEqual([
      0.7853981633974483,
      Math.PI,
      -Math.PI,
      0,
      -0,
      0.7853981633974483,
      -2.356194490192345,
      Math.PI,
    ]);
  });

  test("`values()` are angles; `work()` is one transcendental", () => {
    const operands = [
      ["f32", [2]],
      ["f32", [2]],
    ] as const;
    expect(analysed(atan2, operands).outputs[0]?.interval).toEqual({
      lo: -3.1415927410125732,
      hi: 3.1415927410125732,
    });
    expect(scalarsOf(atan2, operands)).toEqual({ transcendental: 2n });
  });
});
