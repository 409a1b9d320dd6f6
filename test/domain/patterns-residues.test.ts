import { describe, expect, test } from "vitest";
import { leakyRelu } from "../../src/ops/composite/rectifiers.ts";
import { broadcast } from "../../src/ops/core/broadcast.ts";
import { greater } from "../../src/ops/core/comparison.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { n, Sketch } from "../support/sketch.ts";

/** Straight-through estimators: the quantizer q of x, and a residue that cancels. */
describe("what is left where a residue cancels is q:", () => {
  const q = (s: Sketch, x: number) => s.sign(x);
  const orders: Record<string, (s: Sketch, x: number) => number> = {
    "(q - x) + x": (s, x) => s.add(s.sub(q(s, x), x), x),
    "x + (q - x)": (s, x) => s.add(x, s.sub(q(s, x), x)),
    "(q + x) - x": (s, x) => s.sub(s.add(q(s, x), x), x),
    "(x + q) - x": (s, x) => s.sub(s.add(x, q(s, x)), x),
    "x - (x - q)": (s, x) => s.sub(x, s.sub(x, q(s, x))),
    "q + (x - x)": (s, x) => s.add(q(s, x), s.sub(x, x)),
    "-x + (q + x)": (s, x) => s.add(s.neg(x), s.add(q(s, x), x)),
    "(q + -x) + x": (s, x) => s.add(s.add(q(s, x), s.neg(x)), x),
    "(q x / x)": (s, x) => s.div(s.mul(q(s, x), x), x),
    "(q / x) x": (s, x) => s.mul(s.div(q(s, x), x), x),
  };
  for (const [name, make] of Object.entries(orders)) {
    test(name, () => {
      const s = new Sketch();
      expect(s.conv(make(s, s.x()), s.w([5, 4, 3, 3]))).toBe("1 x f32");
    });
  }

  test("where q itself is a sum: 2 Cast(x > 0) - 1, or floor(clip(x)) + 0.5", () => {
    const s = new Sketch();
    const x = s.x();
    const truth = s.cast(s.binary(greater, x, n(0)), "f32");
    const half = s.add(s.unary(floor, s.clip(x, -1, 0.999)), n(0.5));
    for (const sum of [s.sub(s.mul(n(2), truth), n(1)), half]) {
      expect(s.width(s.add(s.sub(sum, x), x)).slice(0, 2)).toBe("1 ");
      expect(s.width(s.add(x, s.sub(sum, x))).slice(0, 2)).toBe("1 ");
    }
  });

  test("where q itself is a product: (q s / s) of clip(round(x / s), -8, 7) s", () => {
    const s = new Sketch();
    const [x, scale, other] = [s.x(), s.x([1, 4, 1, 1]), s.x()];
    const q = s.mul(s.quantized(s.div(x, scale), -8, 7), scale);
    expect(s.width(s.add(x, s.sub(q, x)))).toBe("4 declared");
    expect(s.width(s.div(s.mul(q, other), other))).toBe("4 declared");
  });

  test("where q is made by a composite operator that states no values", () => {
    const s = new Sketch();
    const x = s.x();
    const leaky = s.emit(leakyRelu, [s.sign(x)], { alpha: 0.5 });
    expect(s.width(s.add(s.sub(leaky, x), x))).toBe("1 proven");
  });

  test("where x is a sum of up to 12 others, as in residual networks", () => {
    const s = new Sketch();
    let x = s.x();
    const widths: string[] = [];
    for (let terms = 1; terms <= 12; terms++) {
      widths.push(s.width(s.add(s.sub(q(s, x), x), x)));
      x = s.add(x, s.x());
    }
    expect(widths).toEqual(new Array(12).fill("1 proven"));
  });

  test("with a residue that was clipped twice by equal bounds", () => {
    const s = new Sketch();
    const x = s.x();
    const y = s.add(s.sub(q(s, x), s.clip(x, -1, 1)), s.clip(x, -1, 1));
    expect(s.width(y)).toBe("1 proven");
  });

  test("through a cast to the same type, an expand and a reshape to the same shape", () => {
    const same = { shape: [1, 4, 6, 6] };
    for (const identity of [
      (s: Sketch, x: number) => s.emit(broadcast, [x], same),
      (s: Sketch, x: number) => s.emit(reshape, [x], same),
      (s: Sketch, x: number) => s.cast(x, "f32"),
    ]) {
      const s = new Sketch();
      const x = s.x();
      expect(s.width(s.add(s.sub(q(s, x), identity(s, x)), x))).toBe("1 proven");
    }
  });

  test("through a copy of the same subexpression", () => {
    const s = new Sketch();
    const a = s.x();
    const twice = () => s.add(s.mul(a, a), a);
    expect(s.width(s.add(s.sub(q(s, twice()), twice()), twice()))).toBe("1 proven");
  });

  test("with weights: a sign(w) - c + c, c = clip(w)", () => {
    const s = new Sketch();
    const z = s.x();
    const p = s.clip(z, -1, 1);
    const x = s.add(s.sub(s.sign(z), p), p);
    const w = s.w([5, 4, 3, 3]);
    const c = s.clip(w, -1, 1);
    const binary = s.mul(s.w([5, 1, 1, 1]), s.sign(w));
    expect(s.conv(x, s.add(s.sub(binary, c), c))).toBe("1 x 1");
  });

  test("with the bounds of q where those of x are known, else without", () => {
    const s = new Sketch();
    const x = s.x();
    const c = s.clip(x, -1, 1);
    expect(s.set(s.add(s.sub(q(s, x), c), c)).interval).toEqual({ lo: -1, hi: 1 });
    // |x| of 2^24 takes 1 away, and of 2^30 leaves 64 of it
    const far = s.clip(x, -(2 ** 30), 2 ** 30);
    for (const term of [x, far]) {
      const { interval, grid } = s.set(s.add(s.sub(q(s, x), term), term));
      expect(interval).toEqual({ lo: -Infinity, hi: Infinity });
      expect(grid).toEqual({ lo: 0, hi: 1, step: 2, origin: -1 });
    }
    // s of 1e-40 takes all of q s away
    expect(s.set(s.div(s.mul(q(s, x), c), c)).interval).toEqual({ lo: -Infinity, hi: Infinity });
  });

  test("whose sign is not decided by that of q: what is left of 0 may have any", () => {
    const s = new Sketch();
    const x = s.x();
    const truth = s.cast(s.binary(greater, x, n(0)), "f32");
    const left = s.sub(s.add(truth, x), x);
    expect(s.values(left)).toEqual([0, 1]);
    expect(s.values(s.sign(left))).toEqual([-1, 0, 1]);
    expect(s.set(s.sign(left)).root).toBeUndefined();
  });

  test("and the proof says so", () => {
    const s = new Sketch();
    const x = s.x();
    const set = s.set(s.add(s.sub(q(s, x), x), x));
    expect(set.residue).toBe(true);
    expect(set.proof.text).toBe("what is added and taken away again cancels, up to its rounding");
  });
});

describe("nothing cancels where", () => {
  test("other values are added than taken away", () => {
    const s = new Sketch();
    const [x, y] = [s.x(), s.x()];
    expect(s.width(s.add(s.sub(s.sign(x), x), y))).toBe("f32 assumed");
    expect(s.width(s.add(s.sub(s.sign(x), x), s.mul(x, x)))).toBe("f32 assumed");
  });

  test("bounds of clips differ", () => {
    const s = new Sketch();
    const x = s.x();
    const y = s.add(s.sub(s.sign(x), s.clip(x, -1, 1)), s.clip(x, -1, 0.5));
    expect(s.width(y)).toBe("f32 assumed");
  });

  test("integers are divided: (3 / 2) 2 is 2; or their product may wrap", () => {
    const s = new Sketch();
    const x = s.x([4], "i32");
    const q = s.quantized(s.x([4]), -8, 7);
    const codes = s.cast(q, "i32");
    expect(s.set(s.mul(s.div(codes, x), x)).residue).toBeUndefined();
    expect(s.set(s.div(s.mul(codes, x), x)).residue).toBeUndefined();
  });

  test("the survivor has another shape", () => {
    const s = new Sketch();
    const [x, small] = [s.x(), s.x([1, 4, 1, 1])];
    const set = s.set(s.add(s.sub(s.sign(small), x), x));
    expect(set.residue).toBeUndefined();
  });
});
