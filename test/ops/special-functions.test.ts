import { describe, expect, test } from "vitest";
import { hypot } from "../../src/ops/core/hypot.ts";
import {
  besselI1e,
  digamma,
  erfInv,
  lgamma,
  polygamma,
  zeta,
} from "../../src/ops/core/special-functions.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

describe("special functions", () => {
  // mpmath 1.4.1, rounded to f32 and bf16.
  test("`evaluate()` rounds once to the element type", () => {
    const x = tensor("f32", [1], [0.5]);
    expect(elements(lgamma, [x])).toEqual([0.5723649263381958]);
    expect(elements(digamma, [x])).toEqual([-1.9635100364685059]);
    expect(elements(erfInv, [x])).toEqual([0.4769362807273865]);
    expect(elements(besselI1e, [x])).toEqual([0.15642079710960388]);
    expect(elements(lgamma, [tensor("bf16", [1], [0.5])])).toEqual([0.57421875]);
    const three = tensor("f32", [], [3]);
    expect(elements(zeta, [three, x])).toEqual([8.414398193359375]);
    expect(elements(polygamma, [three, x])).toEqual([97.40908813476562]);
  });

  // XLA's CPU in jaxlib 0.10.2.
  test("`evaluate()` at the edges", () => {
    const x = tensor("f64", [6], [0, -0, -1, INF, -INF, NAN]);
    expect(elements(lgamma, [x])).toEqual([INF, INF, INF, INF, INF, NAN]);
    expect(elements(digamma, [x])).toEqual([NAN, NAN, NAN, INF, NAN, NAN]);
    expect(elements(besselI1e, [x]).with(2, 0)).toEqual([0, -0, 0, 0, -0, NAN]);
    expect(elements(erfInv, [x])).toEqual([0, -0, -INF, NAN, NAN, NAN]);
    expect(elements(lgamma, [tensor("f64", [2], [1, 2])])).toEqual([0, 0]);
    const s = tensor("f64", [7], [1, 0.5, 2, 2, 3, 2.5, NAN]);
    const q = tensor("f64", [7], [2, 2, 0, -1, -1, -1.5, 1]);
    expect(elements(zeta, [s, q])).toEqual([INF, NAN, INF, INF, NAN, NAN, NAN]);
    const n = tensor("f64", [5], [1, 1, 2, -1, 1.5]);
    const y = tensor("f64", [5], [0, -1, -1, 2, 2]);
    expect(elements(polygamma, [n, y])).toEqual([INF, INF, NAN, NAN, NAN]);
  });

  test("`infer()` refuses integers; `values()` of a Bessel function are small", () => {
    expect(() => apply(lgamma, [tensor("i32", [1], [1])])).toThrow(
      "Cannot apply lgamma: expected an element type that it is defined on, got i32",
    );
    expect(analysed(besselI1e, [["f64", [2]]]).outputs[0]?.interval).toEqual({
      lo: -0.22,
      hi: 0.22,
    });
  });

  test("`work()` is one transcendental an element", () => {
    expect(scalarsOf(lgamma, [["f32", [2, 3]]])).toEqual({ transcendental: 6n });
    expect(
      scalarsOf(zeta, [
        ["f32", [2, 3]],
        ["f32", []],
      ]),
    ).toEqual({ transcendental: 6n });
  });
});

describe("hypot", () => {
  test("`evaluate()` does not overflow on the way, and is exact where it can be", () => {
    const x = tensor("f64", [7], [3, 3e300, 3e-310, -5, INF, 0, NAN]);
    const y = tensor("f64", [7], [-4, 4e300, 4e-310, 0, NAN, -0, 1]);
    expect(elements(hypot, [x, y])).toEqual([5, 5e300, 5e-310, 5, INF, 0, NAN]);
    expect(elements(hypot, [tensor("f32", [], [1]), tensor("f32", [], [1])])).toEqual([
      1.4142135381698608,
    ]);
  });

  test("`work()` is two products, a sum and a root", () => {
    expect(
      scalarsOf(hypot, [
        ["f32", [2]],
        ["f32", [2]],
      ]),
    ).toEqual({ multiply: 4n, add: 2n, root: 2n });
  });
});
