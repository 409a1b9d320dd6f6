import { describe, expect, test } from "vitest";
import { formatProof } from "../../src/domain/value-set.ts";
import { type TruncAttributes, trunc } from "../../src/ops/composite/trunc.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const FIRST: TruncAttributes = { rounding: "FLOOR", bits: 4 };
const SECOND: TruncAttributes = { ...FIRST, clamp: { signed: false, narrow: false } };
const HALF = scalar("f32", 0.5);
const STEP = scalar("f32", 16);

describe("Trunc", () => {
  test("`evaluate()` of version 1: codes 255, -17 and 31 / 16 floored, times the input's scale", () => {
    const x = tensor("f32", [3], [127.5, -8.5, 15.5]);
    expect(elements(trunc, [x, HALF, scalar("f32", 0), STEP], FIRST)).toEqual([7.5, -1, 0.5]);
  });

  test("`evaluate()` of version 1 subtracts the zero point as it is: 36 / 16 is 2, less 4", () => {
    const x = tensor("f32", [1], [16]);
    expect(elements(trunc, [x, HALF, scalar("f32", 4), STEP], FIRST)).toEqual([-1]);
  });

  test("`evaluate()` of version 2 clamps, then rounds, then takes the output's scale", () => {
    const x = tensor("f32", [3], [1000, -8.5, 23.5]);
    const inputs = [x, HALF, scalar("f32", 0), STEP, scalar("f32", 8)];
    expect(elements(trunc, inputs, SECOND)).toEqual([120, 0, 16]);
    expect(elements(trunc, inputs, { ...SECOND, rounding: "ROUND" })).toEqual([120, 0, 24]);
  });

  test("`evaluate()` of version 2 divides the zero point by the step: 64 / 16 - 32 / 16", () => {
    const inputs = [scalar("f32", 16), HALF, scalar("f32", 32), STEP, scalar("f32", 8)];
    expect(elements(trunc, inputs, SECOND)).toEqual([16]);
  });

  test("`scalars()` are one quantize an element", () => {
    const inputs = [["f32", [3, 5]], HALF, scalar("f32", 0), STEP] as const;
    expect(scalarsOf(trunc, inputs, FIRST)).toEqual({ quantize: 15n });
  });

  test("`values()` of version 1 leave the zero open, of version 2 they are the range", () => {
    const inputs = [["f32", [3]], HALF, scalar("f32", 32), STEP] as const;
    const [first] = analysed(trunc, inputs, FIRST).outputs;
    expect(first).toMatchObject({ grid: { lo: 0, hi: 15, step: 0.5 }, strays: true });
    expect(first && formatProof(first.proof)).toBe("truncated to 4 bits at layer");
    const narrow = { ...SECOND, clamp: { signed: true, narrow: true } };
    const [second] = analysed(trunc, [...inputs, scalar("f32", 8)], narrow).outputs;
    expect(second?.grid).toEqual({ lo: -7, hi: 7, step: 8, origin: -16 });
  });

  test("`infer()` refuses shapes that do not broadcast", () => {
    const x = tensor("f32", [2], [0, 0]);
    const scale = tensor("f32", [3], [1, 1, 1]);
    expect(() => elements(trunc, [x, scale, scalar("f32", 0), STEP], FIRST)).toThrow(
      "Cannot apply divide: expected shapes that broadcast, got 2 and 3",
    );
  });
});
