import { describe, expect, test } from "vitest";
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  cos,
  cosh,
  erf,
  erfc,
  exp,
  expm1,
  log,
  log1p,
  logistic,
  sin,
  sinh,
  softplus,
  tan,
  tanh,
} from "../../src/ops/core/transcendental.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;

/** Operator, x, value. Source: Abramowitz and Stegun, tables 4.2 to 4.17 and 7.1. */
const POINTS = [
  [exp, 0.5, 1.648721270700128],
  [expm1, 0.5, 0.648721270700128],
  [log, 0.25, -1.386294361119891],
  [sin, 0.5, 0.479425538604203],
  [cos, 0.5, 0.877582561890373],
  [tan, 0.5, 0.54630248984379],
  [asin, 0.5, 0.523598775598299],
  [acos, 0.5, 1.047197551196598],
  [atan, 0.5, 0.463647609000806],
  [sinh, 0.5, 0.521095305493747],
  [cosh, 0.5, 1.127625965206381],
  [tanh, 0.5, 0.46211715726001],
  [asinh, 0.5, 0.481211825059603],
  [acosh, 2, 1.316957896924817],
  [atanh, 0.5, 0.549306144334055],
  [erf, 0.5, 0.520499877813047],
  [erfc, 0.5, 0.479500122186953],
  [log1p, 0.5, 0.405465108108164],
  [cbrt, -0.5, -0.7937005259841],
  [logistic, 0.5, 0.622459331201855],
  [softplus, 0.5, 0.974076984180107],
] as const;

describe("transcendental operators", () => {
  test("`evaluate()` is the function of the name", () => {
    for (const [operator, x, value] of POINTS) {
      const [got] = elements(operator, [tensor("f64", [1], [x])]);
      expect(got, operator.name).toBeCloseTo(value, 13);
    }
  });

  test("`evaluate()` rounds once to the element type", () => {
    expect(elements(exp, [tensor("f32", [1], [1])])).toEqual([2.7182817459106445]);
    expect(elements(exp, [tensor("f16", [1], [1])])).toEqual([2.71875]);
    expect(elements(exp, [tensor("bf16", [1], [1])])).toEqual([2.71875]);
    expect(elements(log, [tensor("f32", [3], [10, 0, -1])])).toEqual([
      2.3025851249694824,
      -INF,
      Number.NaN,
    ]);
  });

  test("logistic and softplus do not overflow", () => {
    const x = tensor("f32", [3], [-1000, 0, 1000]);
    expect(elements(logistic, [x])).toEqual([0, 0.5, 1]);
    expect(elements(softplus, [x])).toEqual([0, 0.6931471824645996, 1000]);
    expect(elements(softplus, [tensor("f32", [2], [INF, -INF])])).toEqual([INF, 0]);
  });

  test("`infer()` refuses integers", () => {
    expect(() => apply(tanh, [tensor("i32", [1], [1])])).toThrow(
      "Cannot apply tanh: expected an element type that it is defined on, got i32",
    );
  });

  test("`work()` is one transcendental an element; softplus two and an add", () => {
    expect(scalarsOf(exp, [["f32", [2, 3]]])).toEqual({ transcendental: 6n });
    expect(scalarsOf(logistic, [["f32", [2, 3]]])).toEqual({ transcendental: 6n });
    expect(scalarsOf(softplus, [["f32", [3]]])).toEqual({ transcendental: 6n, add: 3n });
  });
});
