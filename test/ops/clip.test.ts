import { describe, expect, test } from "vitest";
import { formatProof } from "../../src/domain/value-set.ts";
import { clip } from "../../src/ops/core/clip.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("clip", () => {
  test("`evaluate()` cuts at both ends; NaN stays", () => {
    const x = tensor("f32", [5], [-2, -0.5, 0.5, 2, Number.NaN]);
    const bounds = [scalar("f32", -1), tensor("f32", [1], [1])];
    expect(elements(clip, [x, ...bounds])).toEqual([-1, -0.5, 0.5, 1, Number.NaN]);
  });

  test("`evaluate()`: where the lower bound is above the upper one, the upper one wins", () => {
    const x = tensor("i8", [3], [-5, 0, 5]);
    expect(elements(clip, [x, scalar("i8", 3), scalar("i8", 1)])).toEqual([1, 1, 1]);
  });

  test("`evaluate()` takes bounds for each element, and 64-bit integers", () => {
    const x = tensor("f32", [2], [5, 5]);
    const upper = tensor("f32", [2], [4, 6]);
    expect(elements(clip, [x, scalar("f32", 0), upper])).toEqual([4, 5]);
    const wide = tensor("i64", [2], [2n ** 60n, -1n]);
    const bounds = [tensor("i64", [], [0n]), tensor("i64", [], [2n ** 53n + 1n])];
    expect(apply(clip, [wide, ...bounds])[0]?.data).toEqual(BigInt64Array.of(2n ** 53n + 1n, 0n));
  });

  test("`values()`: known bounds of integers declare their codes anew", () => {
    const bounds = [scalar("i8", -127), scalar("i8", 127)];
    const [set] = analysed(clip, [["i8", [4]], ...bounds]).outputs;
    expect(set?.grid).toEqual({ lo: -127, hi: 127, step: 1, origin: 0 });
    expect(set?.status).toBe("declared");
    expect(formatProof(set?.proof as never)).toBe(
      "stored as i8, clipped to codes -127 to 127 at layer",
    );
  });

  test("`values()`: bounds are cut with the range of the type", () => {
    const bounds = [scalar("u8", 0), scalar("u8", 15)];
    expect(analysed(clip, [["u8", [4]], ...bounds]).outputs[0]?.grid).toEqual({
      lo: 0,
      hi: 15,
      step: 1,
      origin: 0,
    });
    const wide = [scalar("i32", -1000), scalar("i32", 2147483647)];
    expect(analysed(clip, [["i32", [4]], ...wide]).outputs[0]?.grid?.lo).toBe(-1000);
  });

  test("`values()`: floats without a declared width stay unknown", () => {
    const bounds = [scalar("f32", 0), scalar("f32", 1)];
    expect(analysed(clip, [["f32", [4]], ...bounds]).outputs[0]?.status).toBe("assumed");
  });

  test("`infer()` refuses other types and bounds of another shape", () => {
    const x = tensor("f32", [2], [1, 2]);
    expect(() => apply(clip, [x, scalar("i8", 0), scalar("f32", 1)])).toThrow(
      "Cannot apply clip: expected inputs of one element type (f32), got i8",
    );
    expect(() => apply(clip, [x, tensor("f32", [3], [0, 0, 0]), scalar("f32", 1)])).toThrow(
      "Cannot apply clip: expected bounds of one element or of shape 2, got 3",
    );
  });

  test("`work()` is two compares an element", () => {
    expect(
      scalarsOf(clip, [
        ["f32", [2, 3]],
        ["f32", []],
        ["f32", []],
      ]),
    ).toEqual({ compare: 12n });
  });
});
