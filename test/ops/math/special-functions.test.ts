import { expect, test } from "vitest";
import { besselI1e } from "../../../src/ops/math/bessel.ts";
import { digamma } from "../../../src/ops/math/digamma.ts";
import { logGamma } from "../../../src/ops/math/gamma.ts";
import { erfInverse } from "../../../src/ops/math/inverse-error-function.ts";
import { hurwitzZeta, polygamma } from "../../../src/ops/math/zeta.ts";
import { misses } from "./fixture.ts";

test.each([
  ["logGamma", logGamma],
  ["logGammaBelow", logGamma],
  ["digamma", digamma],
  ["digammaBelow", digamma],
  ["erfInverse", erfInverse],
  ["besselI1e", besselI1e],
  ["hurwitzZeta", hurwitzZeta],
  ["polygamma", polygamma],
] as const)("`%s()` is next to mpmath's value", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});
