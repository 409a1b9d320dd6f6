import { expect, test } from "vitest";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

function of(operation: string, element: string, x: string): number | undefined {
  const type = `tensor<${element}>`;
  const lines = [constant("x", x, type), `%r = ${operation} %x : ${type} -> ${type}`];
  return outputsOf(lines, { "%r": type })[0]?.[0];
}

test("f32 as XLA computes it: 4777.0576 and -3136.5986 would be nearer", () => {
  // JAX on XLA's CPU gives 4777.0596 and -3136.5972, up to 3 and 7 units in the last place.
  expect(
    Math.abs((of("chlo.cosh", "f32", "9.164727210998535") ?? 0) - 4777.0595703125),
  ).toBeLessThan(0.0015);
  expect(
    Math.abs((of("chlo.sinh", "f32", "-8.744041442871094") ?? 0) + 3136.59716796875),
  ).toBeLessThan(0.001);
});

test("near 0 the hyperbolic sine has no cancellation, and neither overflows early", () => {
  expect(of("chlo.sinh", "f32", "1.0e-20")).toBe(Math.fround(1e-20));
  expect(of("chlo.sinh", "f32", "89.0")).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(of("chlo.cosh", "f32", "0.0")).toBe(1);
});

test("narrower floats are rounded once", () => {
  // cosh 1 = 1.54308063, sinh 1 = 1.17520119; f16 has steps of 2^-10 there.
  expect(of("chlo.cosh", "f16", "1.0")).toBe(1.54296875);
  expect(of("chlo.sinh", "f16", "1.0")).toBe(1.1748046875);
});
