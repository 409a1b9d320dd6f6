import { describe, expect, test } from "vitest";
import {
  gelu,
  hardSigmoid,
  hardSwish,
  mish,
  softsign,
  swish,
} from "../../src/ops/composite/gates.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const f32 = (...values: number[]) => tensor("f32", [values.length], values);
const THREE = ["f32", [3]] as const;

describe("gates", () => {
  test("HardSigmoid `evaluate()` is a line between 0 and 1", () => {
    const attributes = { alpha: 0.25, beta: 0.5 };
    expect(elements(hardSigmoid, [f32(-4, -1, 1, 4)], attributes)).toEqual([0, 0.25, 0.75, 1]);
  });

  test("HardSwish `evaluate()` is 0 up to -3 and x from 3 on", () => {
    expect(elements(hardSwish, [f32(-4, -3, 0, 3, 4)])).toEqual([-0, -0, 0, 3, 4]);
  });

  test("Swish, Mish `evaluate()` do not overflow", () => {
    expect(elements(swish, [f32(-1000, 0, 1000)], { alpha: 1 })).toEqual([-0, 0, 1000]);
    expect(elements(mish, [f32(-1000, 0, 1000)])).toEqual([-0, 0, 1000]);
  });

  test("Swish `evaluate()` takes alpha: 2 / (1 + e^-1)", () => {
    expect(elements(swish, [f32(2)], { alpha: 0.5 })[0]).toBeCloseTo(1.4621171572600098, 6);
  });

  test("Softsign `evaluate()`", () => {
    expect(elements(softsign, [f32(1, -3, 0)])).toEqual([0.5, -0.75, 0]);
  });

  test("Gelu `evaluate()`: 0.8413447 is the normal distribution at 1", () => {
    const exact = elements(gelu, [f32(1, 0, 10, -10)], { approximate: "none" });
    expect(exact[0]).toBeCloseTo(0.8413447460685429, 6);
    expect(exact.slice(1)).toEqual([0, 10, -0]);
    const close = elements(gelu, [f32(1, 0, 10, -10)], { approximate: "tanh" });
    expect(close[0]).toBeCloseTo(0.8411919906082768, 6);
    expect(close.slice(1)).toEqual([0, 10, -0]);
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(swish, [tensor("i8", [1], [1])], { alpha: 1 })).toThrow(
      "Cannot apply logistic: expected an element type that it is defined on, got i8",
    );
  });

  test("`work()` of 3 elements; roots of constants are free", () => {
    expect(scalarsOf(hardSigmoid, [THREE], { alpha: 0.25, beta: 0.5 })).toEqual({
      multiply: 3n,
      add: 3n,
      compare: 6n,
    });
    expect(scalarsOf(hardSwish, [THREE])).toEqual({ multiply: 6n, add: 3n, compare: 6n });
    expect(scalarsOf(swish, [THREE], { alpha: 1 })).toEqual({ multiply: 6n, transcendental: 3n });
    expect(scalarsOf(mish, [THREE])).toEqual({ multiply: 3n, transcendental: 9n, add: 3n });
    expect(scalarsOf(softsign, [THREE])).toEqual({ compare: 3n, add: 3n, divide: 3n });
    expect(scalarsOf(gelu, [THREE], { approximate: "none" })).toEqual({
      divide: 3n,
      transcendental: 3n,
      add: 3n,
      multiply: 6n,
    });
    expect(scalarsOf(gelu, [THREE], { approximate: "tanh" })).toEqual({
      transcendental: 6n,
      add: 6n,
      multiply: 12n,
    });
  });
});
