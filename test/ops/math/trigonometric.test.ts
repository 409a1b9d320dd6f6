import { expect, test } from "vitest";
import { cos, sin, tan } from "../../../src/ops/math/trigonometric.ts";
import { misses } from "./fixture.ts";

test.each([
  ["sin", sin],
  ["cos", cos],
  ["tan", tan],
])("`%s()` is next to mpmath's value, up to the largest double", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});

test.each([
  ["sin", sin],
  ["cos", cos],
  ["tan", tan],
])("`%s()` of infinity and NaN is NaN", (_, f) => {
  expect(f(Infinity)).toBe(NaN);
  expect(f(-Infinity)).toBe(NaN);
  expect(f(NaN)).toBe(NaN);
});

test("`sin()` and `tan()` keep zeros and subnormal numbers", () => {
  for (const f of [sin, tan]) {
    expect(f(0)).toBe(0);
    expect(f(-0)).toBe(-0);
    expect(f(5e-324)).toBe(5e-324);
    expect(f(-1e-310)).toBe(-1e-310);
  }
});

test("`cos()` of zeros and subnormal numbers is 1", () => {
  for (const x of [0, -0, 5e-324, -1e-310]) expect(cos(x)).toBe(1);
});

test("`cos()` and `sin()` at the double next to π / 2, π give its distance", () => {
  expect(cos(1.5707963267948966)).toBe(6.123233995736766e-17);
  expect(sin(Math.PI)).toBe(1.2246467991473532e-16);
  expect(tan(1.5707963267948966)).toBe(16331239353195370);
});

test("`sin()` is odd, `cos()` even, on either side of every reduction", () => {
  for (const x of [
    0.5, 0.7853981633974484, 3, 1048575.9, 1048576.5, 1e22, 1.7976931348623157e308,
  ]) {
    expect(sin(-x)).toBe(-sin(x));
    expect(tan(-x)).toBe(-tan(x));
    expect(cos(-x)).toBe(cos(x));
  }
});
