import { describe, expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import { softmax } from "../../src/ops/composite/softmax.ts";
import { abs } from "../../src/ops/core/arithmetic.ts";
import { dequantize } from "../../src/ops/core/dequantize.ts";
import { dotGeneral } from "../../src/ops/core/dot-general.ts";
import { reduceSum } from "../../src/ops/core/reduce.ts";
import { select } from "../../src/ops/core/select.ts";
import { irregular, n, Sketch } from "../support/sketch.ts";
import { batchNormalized } from "../support/sketch-parts.ts";

const W3 = [5, 4, 3, 3];
const W1 = [5, 4, 1, 1];

/** K [1, 1, h, w]: the mean of |x| over the channels, as XNOR-Net has it. */
function meanMagnitude(s: Sketch, x: number): number {
  return s.div(s.emit(reduceSum, [s.unary(abs, x)], { axes: [1], keepAxes: true }), n(4));
}

describe("scales along axes that a convolution sums over:", () => {
  test("Sign(x) K[n,1,h,w] at run time: a float before 3x3, 1 bit before 1x1", () => {
    const operands = (weights: readonly number[]) => {
      const s = new Sketch();
      const x = s.x();
      return s.conv(s.mul(s.sign(x), meanMagnitude(s, x)), s.w(weights));
    };
    expect(operands(W3)).toBe("f32 x f32");
    expect(operands(W1)).toBe("1 x f32");
  });

  test("what a run-time scale spoils is said", () => {
    const s = new Sketch();
    const x = s.x();
    const y = s.convolved(s.mul(s.sign(x), meanMagnitude(s, x)), s.w(W3));
    s.graph.outputs.push(y);
    const [row] = analyse(s.graph).contractions;
    expect(row?.lhs.values.proof.text).toBe(
      "its scale varies at run time along an axis that is summed: the codes are not those of an integer product",
    );
  });

  test("one per channel at run time spoils found codes", () => {
    const s = new Sketch();
    expect(s.conv(s.mul(s.sign(s.x()), s.x([1, 4, 1, 1])), s.w(W1))).toBe("f32 x f32");
  });

  test("one per channel that is stored does not", () => {
    const s = new Sketch();
    expect(s.conv(s.mul(s.sign(s.x()), s.w([4, 1, 1])), s.w(W3))).toBe("1 x f32");
  });

  test("one per channel at run time does not spoil declared codes", () => {
    const s = new Sketch();
    const y = s.mul(s.quantized(s.x(), -8, 7), s.x([1, 4, 1, 1]));
    expect(s.conv(y, s.w(W3))).toBe("4 x f32");
  });

  test("one for the tensor at run time spoils nothing", () => {
    const s = new Sketch();
    expect(s.conv(s.mul(s.sign(s.x()), s.x([])), s.w(W3))).toBe("1 x f32");
  });

  test("a mask at run time beside compare and select, likewise", () => {
    const s = new Sketch();
    const truth = s.unary(abs, s.x());
    const mask = s.cast(s.cast(truth, "bool"), "f32");
    expect(s.conv(s.mul(mask, s.x([1, 4, 1, 1])), s.w(W3))).toBe("f32 x f32");
    const t = new Sketch();
    const p = t.cast(t.x(), "bool");
    const y = t.emit(select, [p, t.x([1, 4, 1, 1]), t.x([1, 4, 1, 1])], {});
    expect(t.conv(y, t.w(W3))).toBe("f32 x f32");
  });
});

describe("accumulators become floats:", () => {
  const accumulator = (s: Sketch) => s.convolved(s.sign(s.x()), s.sign(s.w(W3)));

  test("36 products of signs, padding among them, are -36 to 36: 7 bits, per tensor scaled as well", () => {
    const s = new Sketch();
    expect(s.conv(s.mul(accumulator(s), n(0.3)), s.w([3, 5, 3, 3]))).toBe("1 x 1,7 x f32");
  });

  test("after batch normalization per channel", () => {
    const s = new Sketch();
    expect(s.conv(batchNormalized(s, accumulator(s)), s.w([3, 5, 3, 3]))).toBe("1 x 1,f32 x f32");
  });

  test("but a sum of at most 16 codes stays", () => {
    const s = new Sketch();
    const sum = s.add(s.sign(s.x()), s.sign(s.x()));
    expect(s.conv(batchNormalized(s, sum), s.w([3, 4, 3, 3]))).toBe("2 x f32");
  });

  test("codes that no sum made stay through batch normalization, however many", () => {
    const s = new Sketch();
    const y = batchNormalized(s, s.quantized(s.x(), -128, 127));
    expect(s.conv(y, s.w(W3))).toBe("8 x f32");
  });
});

describe("matrix products:", () => {
  const dot = {
    lhsBatch: [],
    rhsBatch: [],
    lhsContract: [1],
    rhsContract: [1],
    result: "f32",
  } as const;
  const fourBit = (s: Sketch) => {
    const codes = Array.from({ length: 5 * 64 }, (_, i) => ((i * 7) % 16) - 8);
    const w = s.w([5, 64], codes, "i4");
    const scales = s.w([5, 2], irregular(10).map(Math.abs));
    return s.emit(dequantize, [w, scales], { axis: 1, blockSize: 32, result: "f32" });
  };

  test("int8 activations by 4-bit blocks of 32 are 8 x 4", () => {
    const s = new Sketch();
    const x = s.mul(s.cast(s.x([2, 64], "i8"), "f32"), n(0.02));
    expect(s.operands(s.emit(dotGeneral, [x, fourBit(s)], dot))).toBe("8 x 4");
  });

  test("float activations by 4-bit weights are float x 4", () => {
    const s = new Sketch();
    expect(s.operands(s.emit(dotGeneral, [s.x([2, 64]), fourBit(s)], dot))).toBe("f32 x 4");
  });

  test("attention softmax(Q K') V is float x float twice", () => {
    const s = new Sketch();
    const scores = s.emit(dotGeneral, [s.x([6, 8]), s.x([6, 8])], dot);
    const weights = s.emit(softmax, [scores], { axes: [1] });
    const y = s.emit(dotGeneral, [weights, s.x([6, 8])], { ...dot, rhsContract: [0] });
    expect(s.operands(y)).toBe("f32 x f32,f32 x f32");
  });
});
