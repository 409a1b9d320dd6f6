import { describe, expect, test } from "vitest";
import { averagePool } from "../../src/ops/composite/pools.ts";
import { prelu } from "../../src/ops/composite/rectifiers.ts";
import { abs, maximum } from "../../src/ops/core/arithmetic.ts";
import { greater, greaterOrEqual } from "../../src/ops/core/comparison.ts";
import { concatenate } from "../../src/ops/core/concatenate.ts";
import { oneHot } from "../../src/ops/core/one-hot.ts";
import { pad } from "../../src/ops/core/pad.ts";
import { reduceWindowMaximum } from "../../src/ops/core/reduce-window.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { select } from "../../src/ops/core/select.ts";
import { transpose } from "../../src/ops/core/transpose.ts";
import { n, Sketch } from "../support/sketch.ts";
import { batchNormalized, windows } from "../support/sketch-parts.ts";

const W = [5, 4, 3, 3];

/** What a 3x3 convolution with irregular weights sees of a tensor. */
function operandOf(make: (s: Sketch) => number): string {
  const s = new Sketch();
  const x = make(s);
  return s.conv(x, s.w([5, s.shape(x)[1] as number, 3, 3]));
}

describe("operands that are signs are 1 bit:", () => {
  test("Conv(Sign(x), Sign(W))", () => {
    const s = new Sketch();
    expect(s.conv(s.sign(s.x()), s.sign(s.w(W)))).toBe("1 x 1");
  });

  test("Where(x >= 0, 1, -1)", () => {
    const y = (s: Sketch) => {
      const truth = s.binary(greaterOrEqual, s.x(), n(0));
      return s.emit(select, [truth, s.scalar("f32", 1), s.scalar("f32", -1)], {});
    };
    expect(operandOf(y)).toBe("1 x f32");
  });

  test("2 Cast(x > 0) - 1, and (x > 0) itself", () => {
    const truth = (s: Sketch) => s.cast(s.binary(greater, s.x(), n(0)), "f32");
    expect(operandOf((s) => s.sub(s.mul(n(2), truth(s)), n(1)))).toBe("1 x f32");
    expect(operandOf(truth)).toBe("1 x f32");
  });

  test("one-hot", () => {
    const y = (s: Sketch) => {
      const indices = s.x([1, 6, 6], "i64");
      return s.emit(oneHot, [indices, s.w([2], [0, 1])], { depth: 4, axis: 1 });
    };
    expect(operandOf(y)).toBe("1 x f32");
  });

  test("floor(clip(x / B, -1 + e, 1 - e)) + 0.5, then x B", () => {
    const half = (s: Sketch) =>
      s.add(s.unary(floor, s.clip(s.div(s.x(), n(0.7)), -1 + 1e-5, 1 - 1e-5)), n(0.5));
    expect(operandOf(half)).toBe("1 x f32");
    expect(operandOf((s) => s.mul(half(s), n(0.7)))).toBe("1 x f32");
    const s = new Sketch();
    expect(s.values(half(s))).toEqual([-0.5, 0.5]);
  });

  test("x / |x|", () => {
    const y = (s: Sketch) => {
      const x = s.x();
      return s.div(x, s.unary(abs, x));
    };
    expect(operandOf(y)).toBe("1 x f32");
  });

  test("Sign(Relu(x)) is {0, 1}, and that it is never negative is said", () => {
    const y = (s: Sketch) => s.sign(s.relu(s.x()));
    expect(operandOf(y)).toBe("1 x f32");
    const s = new Sketch();
    const set = s.set(y(s));
    expect(set.grid).toEqual({ lo: 0, hi: 1, step: 1, origin: 0 });
    expect(set.extra).toBeUndefined();
    expect(set.proof.text).toBe("sign of what is never negative");
  });
});

describe("what becomes of signs stays 1 bit:", () => {
  const moves: Record<string, (s: Sketch) => number> = {
    "MaxPool(Sign(x))": (s) => s.emit(reduceWindowMaximum, [s.sign(s.x())], windows(2, 2)),
    "Concat(Sign(a), Sign(b))": (s) =>
      s.emit(concatenate, [s.sign(s.x()), s.sign(s.x())], { axis: 1 }),
    "Transpose(Reshape(Sign(x)))": (s) => {
      const y = s.emit(reshape, [s.sign(s.x())], { shape: [1, 6, 6, 4] });
      return s.emit(transpose, [y], { permutation: [0, 3, 1, 2] });
    },
    "Pad(Sign(x), 0)": (s) => {
      const around = { low: [0, 0, 1, 1], high: [0, 0, 1, 1], interior: [0, 0, 0, 0] };
      return s.emit(pad, [s.sign(s.x()), s.scalar("f32", 0)], around);
    },
    "Max(Sign(a), Sign(b))": (s) => s.binary(maximum, s.sign(s.x()), s.sign(s.x())),
    "Sign(a) Sign(b)": (s) => s.mul(s.sign(s.x()), s.sign(s.x())),
    "Relu(Sign(x))": (s) => s.relu(s.sign(s.x())),
    "PRelu of a sign": (s) => s.emit(prelu, [s.sign(s.x()), s.w([4, 1, 1])], {}),
    "PRelu of a batch normalization of a sign": (s) =>
      s.emit(prelu, [batchNormalized(s, s.sign(s.x())), s.w([4, 1, 1])], {}),
    "batch normalization of a sign": (s) => batchNormalized(s, s.sign(s.x())),
    "where(s == -1, 0, s)": (s) => {
      const y = s.sign(s.x());
      const truth = s.binary(greater, n(0), y);
      return s.emit(select, [truth, s.scalar("f32", 0), y], {});
    },
    "Sign(Sign(x) + 0.1)": (s) => s.sign(s.add(s.sign(s.x()), n(0.1))),
  };
  for (const [name, make] of Object.entries(moves)) {
    test(name, () => expect(operandOf(make)).toBe("1 x f32"));
  }
});

describe("sums of signs have a code more than signs:", () => {
  test("AveragePool 2x2 (Sign(x)) has 5 levels, 7 with padding", () => {
    const pooled = (s: Sketch, padding: number) => {
      const pool = { ...windows(2, 2, padding), countPadding: true, overhang: [0, 0, 0, 0] };
      return s.emit(averagePool, [s.sign(s.x())], pool);
    };
    expect(operandOf((s) => pooled(s, 0))).toBe("3 x f32");
    const s = new Sketch();
    expect(s.count(pooled(s, 0))).toBe(5);
    expect(s.set(pooled(s, 1)).grid?.levels).toEqual([-1, -0.5, -0.25, 0, 0.25, 0.5, 1]);
  });

  test("the sum of two signs is 2 bits", () => {
    expect(operandOf((s) => s.add(s.sign(s.x()), s.sign(s.x())))).toBe("2 x f32");
  });
});
