import { expect, test } from "vitest";
import { sigmoid } from "../../../src/ops/math/logistic.ts";
import { misses } from "./fixture.ts";

test("`sigmoid()` is next to mpmath's value", () => {
  expect(misses("sigmoid", sigmoid)).toEqual([]);
});

test("`sigmoid()` special values", () => {
  expect(sigmoid(NaN)).toBe(NaN);
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(-0)).toBe(0.5);
  expect(sigmoid(Infinity)).toBe(1);
  expect(sigmoid(-Infinity)).toBe(0);
  expect(sigmoid(1e300)).toBe(1);
  expect(sigmoid(-745.1332191019411)).toBe(5e-324);
  expect(sigmoid(-745.1332191019412)).toBe(0);
});
