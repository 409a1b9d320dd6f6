import { describe, expect, test } from "vitest";
import { celu, elu, selu } from "../../src/ops/composite/exponential-units.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("Elu", () => {
  test("`evaluate()` ends at -alpha", () => {
    expect(elements(elu, [f32(-INF, -1, 0, 3, 1000)], { alpha: 1 })).toEqual([
      -1, -0.6321205496788025, 0, 3, 1000,
    ]);
    expect(elements(elu, [f32(-INF)], { alpha: 2 })).toEqual([-2]);
  });

  test("`work()` of 3 elements", () => {
    expect(scalarsOf(elu, [["f32", [3]]], { alpha: 2 })).toEqual({
      transcendental: 3n,
      multiply: 3n,
      compare: 6n,
    });
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(elu, [tensor("i8", [1], [1])], { alpha: 1 })).toThrow(
      "Cannot apply expm1: expected an element type that it is defined on, got i8",
    );
  });
});

describe("Celu", () => {
  test("`evaluate()` ends at -alpha", () => {
    expect(elements(celu, [f32(-INF, 0, 4, 1000)], { alpha: 2 })).toEqual([-2, 0, 4, 1000]);
    expect(elements(celu, [f32(-1)], { alpha: 1 })).toEqual([-0.6321205496788025]);
  });

  test("`evaluate()` rounds e^x - 1 once: 2 x 227/1024 in bf16, not 2 x 228/1024", () => {
    const x = tensor("bf16", [1], [-0.5]);
    expect(elements(celu, [x], { alpha: 2 })).toEqual([-0.443359375]);
  });

  test("`work()` of 3 elements", () => {
    expect(scalarsOf(celu, [["f32", [3]]], { alpha: 2 })).toEqual({
      divide: 3n,
      transcendental: 3n,
      multiply: 6n,
      compare: 6n,
    });
  });
});

describe("Selu", () => {
  test("`evaluate()` ends at -alpha x gamma", () => {
    const attributes = { alpha: 2, gamma: 3 };
    expect(elements(selu, [f32(-INF, 0, 5, 1000)], attributes)).toEqual([-6, 0, 15, 3000]);
  });

  test("`work()` of 3 elements", () => {
    expect(scalarsOf(selu, [["f32", [3]]], { alpha: 2, gamma: 3 })).toEqual({
      transcendental: 3n,
      multiply: 6n,
      compare: 6n,
    });
  });
});
