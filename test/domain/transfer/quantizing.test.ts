import { describe, expect, test } from "vitest";
import { bipolarQuant } from "../../../src/ops/composite/bipolar-quant.ts";
import { quant } from "../../../src/ops/composite/quant.ts";
import { trunc } from "../../../src/ops/composite/trunc.ts";
import { dequantize } from "../../../src/ops/core/dequantize.ts";
import { multiThreshold } from "../../../src/ops/core/multi-threshold.ts";
import { quantize } from "../../../src/ops/core/quantize.ts";
import { irregular, n, Sketch } from "../../support/sketch.ts";

const TO_I4 = { element: "i4", precision: "f32", saturate: true, shiftsFirst: false } as const;
const PLAIN = { axis: 1, blockSize: 0 };
const TO_F32 = { ...PLAIN, result: "f32" } as const;

describe("`quantizedValues()`, `dequantizedValues()`", () => {
  test("the type's codes; known scale and zero point: 0.5 (code - 3)", () => {
    const s = new Sketch();
    const codes = s.emit(quantize, [s.x(), s.scalar("f32", 0.5)], { ...PLAIN, ...TO_I4 });
    expect(s.set(codes)).toMatchObject({ status: "declared", grid: { lo: -8, hi: 7 } });
    const y = s.emit(dequantize, [codes, s.scalar("f32", 0.5), s.scalar("i4", 3)], TO_F32);
    expect(s.set(y)).toMatchObject({
      status: "declared",
      grid: { lo: -8, hi: 7, step: 0.5, origin: -1.5 },
    });
  });

  test("a scale that takes codes beyond the range of the type: others beside them", () => {
    const s = new Sketch();
    const real = (scale: number) =>
      s.emit(dequantize, [s.x([4], "i16"), s.scalar("f16", scale)], { ...PLAIN, result: "f16" });
    // 32768 x 2 is above 65504
    expect(s.set(real(2)).strays).toBe(true);
    expect(s.set(real(1.5)).strays).toBeUndefined();
  });

  test("a scale in blocks of 32 along K, and a zero point of each", () => {
    const s = new Sketch();
    const w = s.w(
      [5, 64],
      irregular(320).map((v) => Math.round(4 * v)),
      "i4",
    );
    const scales = s.w([5, 2], irregular(10));
    const zeros = s.w([5, 2], [1, 2, 3, 1, 2, 3, 1, 2, 3, 1], "i4");
    const y = s.emit(dequantize, [w, scales, zeros], { axis: 1, blockSize: 32, result: "f32" });
    const axes = [
      { axis: 0, block: 1 },
      { axis: 1, block: 32 },
    ];
    expect(s.set(y).grid).toMatchObject({ factor: { axes, stored: true }, shift: { axes } });
    expect(s.width(y)).toBe("4 declared");
  });

  test("a float of 8 bits stays as wide", () => {
    const s = new Sketch();
    const y = s.emit(dequantize, [s.x([4], "f8e4m3fn"), s.scalar("f32", 3)], TO_F32);
    expect(s.width(y)).toBe("f8 declared");
  });

  test("a scale and zero point at run time keep declared codes", () => {
    const s = new Sketch();
    const codes = s.x([1, 4, 6, 6], "u8");
    const y = s.emit(dequantize, [codes, s.x([]), s.x([], "u8")], TO_F32);
    expect(s.conv(y, s.w([5, 4, 3, 3]))).toBe("8 x f32");
  });
});

describe("`fakeQuantized()`, `scaledCodes()`, `declaredGrid()`", () => {
  const four = {
    bits: [4],
    bitsShape: [],
    rounding: "ROUND",
    signed: true,
    narrow: false,
  } as const;

  test("Quant: scale (code - zero point), bounds from both", () => {
    const s = new Sketch();
    const y = s.emit(quant, [s.x(), s.scalar("f32", 0.5), s.scalar("f32", 2)], four);
    expect(s.set(y)).toMatchObject({
      grid: { lo: -8, hi: 7, step: 0.5, origin: -1 },
      interval: { lo: -5, hi: 2.5 },
    });
  });

  test("Quant per channel and at run time: 4 bits", () => {
    const s = new Sketch();
    for (const scale of [s.w([4, 1, 1]), s.x([])]) {
      expect(s.width(s.emit(quant, [s.x(), scale, s.scalar("f32", 0)], four))).toBe("4 declared");
    }
  });

  test("BipolarQuant never holds 0", () => {
    const s = new Sketch();
    const set = s.set(s.emit(bipolarQuant, [s.x(), s.scalar("f32", 0.25)], {}));
    expect(set).toMatchObject({ status: "declared", interval: { lo: -0.25, hi: 0.25 } });
    expect(set.extra).toBeUndefined();
    expect(s.values(s.emit(bipolarQuant, [s.x(), s.scalar("f32", 0.25)], {}))).toEqual([
      -0.25, 0.25,
    ]);
  });

  test("MultiThreshold has a code more than thresholds, 0 only as one of them", () => {
    const s = new Sketch();
    const thresholds = s.w([1, 3], [-1, 0, 1]);
    const attributes = { axis: 1, scale: 0.5, bias: -0.75, levels: 0 };
    const y = s.emit(multiThreshold, [s.x(), thresholds], attributes);
    expect(s.values(y)).toEqual([-0.75, -0.25, 0.25, 0.75]);
    expect(s.set(y).extra).toBeUndefined();
  });

  test("Trunc 2 clamps to its own range", () => {
    const s = new Sketch();
    const inputs = [s.x(), ...[0.5, 0, 16, 8].map((value) => s.scalar("f32", value))];
    const clamp = { signed: false, narrow: false };
    const y = s.emit(trunc, inputs, { rounding: "FLOOR", bits: 4, clamp });
    expect(s.set(y)).toMatchObject({ grid: { lo: 0, hi: 15, step: 8, origin: 0 } });
    expect(s.set(y).interval).toEqual({ lo: 0, hi: 120 });
  });

  test("what a quantizer declares stays through max, slice and relu", () => {
    const s = new Sketch();
    const y = s.emit(quant, [s.x(), s.scalar("f32", 0.5), s.scalar("f32", 0)], four);
    expect(s.width(s.relu(y))).toBe("4 declared");
    expect(s.width(s.relu(s.mul(y, n(0.3))))).toBe("4 declared");
  });
});
