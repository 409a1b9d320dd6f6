import { describe, expect, test } from "vitest";
import { formatProof, proofSteps } from "../../src/domain/proof.ts";
import {
  bitsFor,
  codeCount,
  declaredByType,
  type Grid,
  hasWidth,
  integersOf,
  statusOf,
  unknownValues,
  type ValueSet,
  widthOf,
} from "../../src/domain/value-set.ts";

function setOf(codes: number, status: ValueSet["status"] = "proven"): ValueSet {
  const grid: Grid = { lo: 0, hi: codes - 1, step: 1, origin: 0 };
  return { ...unknownValues("f32"), grid, status };
}

describe("widths", () => {
  test("`bitsFor()` is the ceiling of log2", () => {
    expect([1, 2, 3, 4, 5, 16, 17, 256, 257].map(bitsFor)).toEqual([0, 1, 2, 2, 3, 4, 5, 8, 9]);
  });

  test("`widthOf()` counts codes; one code says nothing", () => {
    expect(widthOf(setOf(2))).toEqual({ bits: 1, float: false });
    expect(widthOf(setOf(257))).toEqual({ bits: 9, float: false });
    expect(widthOf(setOf(1))).toEqual({ bits: 32, float: true });
    expect(widthOf({ ...setOf(1), carrier: "i8" })).toEqual({ bits: 8, float: false });
  });

  test("`hasWidth()`: a found grid above 2^16 + 1 codes counts as the element type", () => {
    expect(hasWidth(setOf(65_537))).toBe(true);
    expect(hasWidth(setOf(65_538))).toBe(false);
    expect(widthOf(setOf(65_538, "declared"))).toEqual({ bits: 17, float: false });
    expect(hasWidth(setOf(Number.POSITIVE_INFINITY, "declared"))).toBe(false);
  });

  test("`widthOf()` without a grid is the carrier's", () => {
    expect(widthOf(unknownValues("bf16"))).toEqual({ bits: 16, float: true });
    expect(widthOf(unknownValues("i32"))).toEqual({ bits: 32, float: false });
  });

  test("`statusOf()` a grid that says nothing is assumed", () => {
    expect(statusOf(setOf(1))).toBe("assumed");
    expect(statusOf(setOf(3))).toBe("proven");
    expect(statusOf(declaredByType("f8e4m3fn"))).toBe("declared");
  });

  test("`declaredByType()`: integers and floats of 8 bits declare, wide floats do not", () => {
    expect(declaredByType("i4")).toMatchObject({
      status: "declared",
      grid: { lo: -8, hi: 7, step: 1, origin: 0 },
    });
    expect(declaredByType("bool").grid).toEqual({ lo: 0, hi: 1, step: 1, origin: 0 });
    expect(declaredByType("f8e5m2")).toMatchObject({ status: "declared", carrier: "f8e5m2" });
    expect(declaredByType("f16")).toBe(unknownValues("f16"));
    expect(codeCount(integersOf("u8"))).toBe(256);
  });
});

describe("proofs", () => {
  const place = { name: "conv1" };
  const first = { rule: "sign", text: "sign: -1, 1", place };
  const second = { rule: "scaled", text: "scaled by a constant", place, from: first };

  test("`formatProof()` says the oldest step first", () => {
    expect(formatProof(second)).toBe("sign: -1, 1 at conv1, scaled by a constant at conv1");
  });

  test("`proofSteps()` says equal neighbours once", () => {
    expect(proofSteps({ ...second, from: { ...second } })).toEqual([
      "sign: -1, 1 at conv1",
      "scaled by a constant at conv1",
    ]);
  });
});
