import { describe, expect, test } from "vitest";
import { abs } from "../../src/ops/core/arithmetic.ts";
import { dequantize } from "../../src/ops/core/dequantize.ts";
import { quantize } from "../../src/ops/core/quantize.ts";
import { reduceMaximum } from "../../src/ops/core/reduce.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { n, Sketch } from "../support/sketch.ts";

const W = [5, 4, 3, 3];
const INT8 = { axis: 1, blockSize: 0, element: "i8", precision: "f32", saturate: true } as const;
const TO_I8 = { ...INT8, shiftsFirst: false };
const TO_F32 = { axis: 1, blockSize: 0, result: "f32" } as const;

/** max |x| / 7, known at run time only. */
function dynamicScale(s: Sketch, x: number): number {
  const most = s.emit(reduceMaximum, [s.unary(abs, x)], { axes: [0, 1, 2, 3], keepAxes: true });
  return s.div(most, n(7));
}

describe("clip(round(x / s), -8, 7) s is 4 bits, with s", () => {
  const quantized = (scale: (s: Sketch, x: number) => number): string => {
    const s = new Sketch();
    const x = s.x();
    const by = scale(s, x);
    return s.conv(s.mul(s.quantized(s.div(x, by), -8, 7), by), s.w(W));
  };

  test("for the tensor", () => {
    expect(quantized((s) => s.scalar("f32", 0.37))).toBe("4 x f32");
  });

  test("for each channel", () => {
    expect(quantized((s) => s.w([1, 4, 1, 1], [0.1, 0.25, 0.37, 1.9]))).toBe("4 x f32");
  });

  test("max |x| / 7 at run time", () => expect(quantized(dynamicScale)).toBe("4 x f32"));
});

describe("spelled quantizers:", () => {
  const spelled = (make: (s: Sketch, x: number) => number) => {
    const s = new Sketch();
    const y = make(s, s.x());
    return `${s.count(y)} codes, ${s.width(y)}`;
  };

  test("round(clip(x, -127.5, 127.5)) reaches both ties: 257 codes, 9 bits", () => {
    expect(spelled((s, x) => s.round(s.clip(x, -127.5, 127.5)))).toBe("257 codes, 9 declared");
  });

  test("round(clip(x, -8, 8)) has 17 codes, floor(clip(x, 0, 16)), too", () => {
    expect(spelled((s, x) => s.round(s.clip(x, -8, 8)))).toBe("17 codes, 5 declared");
    expect(spelled((s, x) => s.unary(floor, s.clip(x, 0, 16)))).toBe("17 codes, 5 declared");
  });

  test("one code more than 8 bits is said", () => {
    const s = new Sketch();
    expect(s.set(s.round(s.clip(s.x(), -127.5, 127.5))).proof.text).toBe(
      "clipped and rounded to 257 codes -128 to 128 (one more than 8 bits hold: a bound lies on a rounding tie or is a code itself; say 8 with --bits if that is what the hardware does)",
    );
  });

  test("clip(round(relu x), -8, 7) is 4 bits: the clip's bounds count", () => {
    expect(spelled((s, x) => s.quantized(s.relu(x), -8, 7))).toBe("16 codes, 4 declared");
    expect(spelled((s, x) => s.round(s.clip(s.relu(x), -8, 7)))).toBe("16 codes, 4 declared");
  });

  test("a rounding before a conversion to at most 8 bits declares that type", () => {
    expect(spelled((s, x) => s.cast(s.round(x), "i8"))).toBe("256 codes, 8 declared");
    expect(spelled((s, x) => s.cast(s.round(x), "i4"))).toBe("16 codes, 4 declared");
    expect(spelled((s, x) => s.cast(s.quantized(x, -8, 7), "i8"))).toBe("16 codes, 4 declared");
  });

  test("round(x / s) s without a clip is not provable", () => {
    const s = new Sketch();
    const x = s.x();
    const by = dynamicScale(s, x);
    expect(s.conv(s.mul(s.round(s.div(x, by)), by), s.w(W))).toBe("f32 x f32");
  });
});

describe("quantizers of formats:", () => {
  test("an unsigned image: u8 / 255, then (x - mean) / std per channel, is 8 bits", () => {
    const s = new Sketch();
    const x = s.div(s.cast(s.x([1, 3, 6, 6], "u8"), "f32"), n(255));
    const mean = s.w([3, 1, 1], [0.485, 0.456, 0.406]);
    const deviation = s.w([3, 1, 1], [0.229, 0.224, 0.225]);
    const y = s.div(s.sub(x, mean), deviation);
    expect(s.conv(y, s.w([5, 3, 3, 3]))).toBe("8 x f32");
  });

  test("QuantizeLinear int8 with zero point -128 is 8 bits", () => {
    const s = new Sketch();
    const [scale, zero] = [s.scalar("f32", 0.1), s.scalar("i8", -128)];
    const codes = s.emit(quantize, [s.x(), scale, zero], TO_I8);
    const y = s.emit(dequantize, [codes, scale, zero], TO_F32);
    expect(s.conv(y, s.w(W))).toBe("8 x f32");
    // (127 + 128) x 0.1
    expect(s.set(y).interval.lo).toBe(0);
    expect(s.set(y).interval.hi).toBeCloseTo(25.5, 5);
  });

  test("QuantizeLinear, Clip(-8, 7), DequantizeLinear is 4 bits", () => {
    const s = new Sketch();
    const scale = s.scalar("f32", 0.1);
    const codes = s.clip(s.emit(quantize, [s.x(), scale], TO_I8), -8, 7);
    expect(s.conv(s.emit(dequantize, [codes, scale], TO_F32), s.w(W))).toBe("4 x f32");
  });

  test("an int32 bias with its own DequantizeLinear is no operand", () => {
    const s = new Sketch();
    const codes = Array.from({ length: 180 }, (_, i) => ((i * 37) % 255) - 127);
    const w = s.emit(dequantize, [s.w(W, codes, "i8"), s.scalar("f32", 0.01)], TO_F32);
    const bias = s.w([5, 1, 1], [100, -7, 3000, 12, 5], "i32");
    const shift = s.emit(dequantize, [bias, s.scalar("f32", 0.001)], TO_F32);
    const x = s.emit(quantize, [s.x(), s.scalar("f32", 0.1)], TO_I8);
    const y = s.emit(dequantize, [x, s.scalar("f32", 0.1)], TO_F32);
    expect(s.operands(s.add(s.convolved(y, w), shift))).toBe("8 x 8");
  });
});
