import { describe, expect, test } from "vitest";
import { maximum, minimum } from "../../../src/ops/core/arithmetic.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import { quantize } from "../../../src/ops/core/quantize.ts";
import { n, Sketch } from "../../support/sketch.ts";

const INF = Number.POSITIVE_INFINITY;

describe("bounds", () => {
  test("`clipped()`, `extreme()` cut the interval", () => {
    const s = new Sketch();
    const x = s.x();
    expect(s.set(s.clip(x, -1, 6)).interval).toEqual({ lo: -1, hi: 6 });
    expect(s.set(s.relu(x)).interval).toEqual({ lo: 0, hi: INF });
    expect(s.set(s.binary(minimum, x, n(6))).interval).toEqual({ lo: -INF, hi: 6 });
    expect(s.set(s.binary(minimum, n(6), s.relu(x))).interval).toEqual({ lo: 0, hi: 6 });
  });

  test("a relu and a clip at 0 make 0 ordinary", () => {
    const s = new Sketch();
    expect(s.set(s.relu(s.x())).zeroCommon).toBe(true);
    expect(s.set(s.clip(s.x(), 0, 1)).zeroCommon).toBe(true);
    expect(s.set(s.clip(s.x(), -1, 1)).zeroCommon).toBeUndefined();
  });
});

describe("two bounds beside a rounding declare", () => {
  test("`clipped()` after a rounding: its own bounds, not the incoming ones", () => {
    const s = new Sketch();
    const y = s.quantized(s.relu(s.x()), -8, 7);
    expect(s.set(y)).toMatchObject({ status: "declared", grid: { lo: -8, hi: 7, step: 1 } });
    expect(s.set(y).interval).toEqual({ lo: 0, hi: 7 });
  });

  test("Max and Min together are a clip", () => {
    const s = new Sketch();
    const y = s.binary(maximum, s.binary(minimum, s.round(s.x()), n(7)), n(-8));
    expect(s.width(y)).toBe("4 declared");
  });

  test("scalar steps and conversions between do not matter", () => {
    const s = new Sketch();
    const scaled = s.mul(s.cast(s.round(s.x()), "f16"), n(0.5));
    // -4 to 3.5 in steps of 0.5
    expect(s.width(s.clip(scaled, -4, 3.5))).toBe("4 declared");
    const other = s.add(s.mul(s.clip(s.x(), -1, 1), n(7.5)), n(-0.5));
    // -8 to 7
    expect(s.width(s.round(other))).toBe("4 declared");
  });

  test("a bound off the grid adds one code", () => {
    const s = new Sketch();
    const y = s.clip(s.round(s.x()), -7.5, 7);
    expect(s.count(y)).toBe(16);
    expect(s.set(y).extra).toEqual([-7.5]);
  });

  test("a lone relu, maximum or minimum only cuts", () => {
    const s = new Sketch();
    expect(s.width(s.relu(s.round(s.x())))).toBe("f32 assumed");
    expect(s.width(s.round(s.relu(s.x())))).toBe("f32 assumed");
  });

  test("bounds that vary declare nothing", () => {
    const s = new Sketch();
    const bound = s.x([]);
    expect(s.width(s.emit(clip, [s.round(s.x()), s.neg(bound), bound], {}))).toBe("f32 assumed");
  });

  test("a clip on the codes of a quantizer declares anew", () => {
    const s = new Sketch();
    const to = { axis: 1, blockSize: 0, element: "i8", precision: "f32", saturate: true } as const;
    const scale = s.scalar("f32", 0.1);
    const codes = s.emit(quantize, [s.x(), scale], { ...to, shiftsFirst: false });
    expect(s.width(s.clip(codes, -8, 7))).toBe("4 declared");
    expect(s.width(s.clip(codes, -200, 200))).toBe("8 declared");
  });
});

describe("a declared width stays where values are merely cut:", () => {
  const dequantized = (s: Sketch) => s.mul(s.quantized(s.x(), -8, 7), n(0.5));

  test("by a relu", () => {
    const s = new Sketch();
    expect(s.width(s.relu(s.quantized(s.x(), -8, 7)))).toBe("4 declared");
    expect(s.width(s.relu(dequantized(s)))).toBe("4 declared");
    expect(s.set(s.relu(dequantized(s))).interval).toEqual({ lo: 0, hi: 3.5 });
  });

  test("by a clip of the dequantized value, scaled per tensor or per channel", () => {
    const s = new Sketch();
    expect(s.width(s.clip(dequantized(s), 0, 1))).toBe("4 declared");
    const y = s.mul(dequantized(s), s.w([4, 1, 1]));
    expect(s.width(s.clip(y, 0, 1))).toBe("4 declared");
    expect(s.width(s.clip(y, -0.3, 1))).toBe("4 declared");
  });

  test("but of what is found, codes go", () => {
    const s = new Sketch();
    const sums = s.add(s.sign(s.x()), s.sign(s.x()));
    expect(s.values(s.relu(sums))).toEqual([0, 2]);
  });

  test("by a relu of an accumulator: 0 to 36 are 37 codes", () => {
    const s = new Sketch();
    const y = s.convolved(s.sign(s.x()), s.sign(s.w([5, 4, 3, 3])));
    expect(s.count(s.relu(y))).toBe(37);
    expect(s.count(s.binary(minimum, s.relu(y), n(4)))).toBe(5);
  });
});

describe("`extreme()` of two tensors", () => {
  test("of two small sets looks at every pair", () => {
    const s = new Sketch();
    const [a, b] = [s.sign(s.x()), s.mul(s.sign(s.x()), n(2))];
    expect(s.values(s.binary(maximum, a, b))).toEqual([-1, 1, 2]);
  });

  test("of unknown ones has the larger bounds", () => {
    const s = new Sketch();
    const y = s.binary(maximum, s.relu(s.x()), s.clip(s.x(), -1, 1));
    expect(s.set(y)).toMatchObject({ interval: { lo: 0, hi: INF }, zeroCommon: true });
  });
});
