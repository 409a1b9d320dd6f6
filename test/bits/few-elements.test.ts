import { describe, expect, test } from "vitest";
import { broadcast } from "../../src/ops/core/broadcast.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { n, Sketch } from "../support/sketch.ts";

describe("bounds of numbers that are stretched over a large tensor", () => {
  test("are those of the few numbers, however large the tensor is", () => {
    const s = new Sketch();
    // 2 (floor(clip(w, -0.9, 0.9)) + 0.5) of 5,000 elements, as int8
    const shape = [50, 100];
    const stretched = (value: number) => s.emit(broadcast, [s.scalar("f32", value)], { shape });
    const codes = s.unary(floor, s.clip(s.x(shape), -0.9, 0.9));
    const signs = s.mul(s.add(codes, stretched(0.5)), stretched(2));
    expect(s.set(signs).interval).toEqual({ lo: -1, hi: 1 });
    expect(s.width(s.cast(signs, "i8"))).toBe("1 declared");
  });

  test("are those of all of them: a stored vector along an axis", () => {
    const s = new Sketch();
    const column = s.emit(reshape, [s.w([4], [0.25, -3, 1, 2])], { shape: [4, 1] });
    const stretched = s.emit(broadcast, [column], { shape: [4, 1500] });
    const x = s.clip(s.x([4, 1500]), 0, 1);
    expect(s.set(s.mul(x, stretched)).interval).toEqual({ lo: -3, hi: 2 });
  });

  test("are not asked of large stored tensors", () => {
    const s = new Sketch();
    const w = s.w([50, 100]);
    expect(s.set(s.mul(w, n(2))).interval.hi).toBe(Number.POSITIVE_INFINITY);
  });
});
