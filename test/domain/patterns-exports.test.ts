import { describe, expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import { softmax } from "../../src/ops/composite/softmax.ts";
import { abs } from "../../src/ops/core/arithmetic.ts";
import { borderPad } from "../../src/ops/core/border-pad.ts";
import { greaterOrEqual } from "../../src/ops/core/comparison.ts";
import { power } from "../../src/ops/core/power.ts";
import { reduceMaximum } from "../../src/ops/core/reduce.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { select } from "../../src/ops/core/select.ts";
import { gatherND } from "../../src/ops/core/take.ts";
import { n, Sketch } from "../support/sketch.ts";

const NO_BOUND = 3.4028234663852886e38;
const CHANNELS = [1, 4, 1, 1];

describe("a clip with the end of f32 as a bound has one bound", () => {
  test("relu, round, clip to 15: the codes 0 to 15 are found", () => {
    const s = new Sketch();
    expect(s.width(s.clip(s.round(s.relu(s.x())), -NO_BOUND, 15))).toBe("4 proven");
  });

  test("round, clip to 0 and more: nothing bounds the codes", () => {
    const s = new Sketch();
    expect(s.width(s.clip(s.round(s.x()), 0, NO_BOUND))).toBe("f32 assumed");
  });
});

describe("clip(round(x / s) + z, 0, 15) - z is 4 bits, with z", () => {
  const quantized = (zero: (s: Sketch) => number): string => {
    const s = new Sketch();
    const z = zero(s);
    return s.width(s.sub(s.clip(s.add(s.round(s.x()), z), 0, 15), z));
  };

  test("stored for each channel", () => {
    expect(quantized((s) => s.w(CHANNELS, [3, 7, 0, 12]))).toBe("4 declared");
  });

  test("rounded at run time", () => {
    const least = (s: Sketch) =>
      s.emit(reduceMaximum, [s.x()], { axes: [1, 2, 3], keepAxes: true });
    expect(quantized((s) => s.round(least(s)))).toBe("4 declared");
  });

  test("a shift that is no integer leaves no codes to clip", () => {
    expect(quantized((s) => s.w(CHANNELS, [0.3, 0.7, 0.1, 0.2]))).not.toContain("declared");
  });
});

test("sign(x) floor(|x|) is an integer, so that a clip of it declares 15 codes", () => {
  const s = new Sketch();
  const x = s.x();
  const truncated = s.mul(s.unary(floor, s.unary(abs, x)), s.sign(x));
  expect(s.width(s.clip(truncated, -7, 7))).toBe("4 declared");
});

test("2^codes has a value for each of 8 codes: 2^-7 to 1", () => {
  const s = new Sketch();
  const codes = s.quantized(s.x(), -7, 0);
  const levels = [1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
  expect(s.values(s.binary(power, n(2), codes))).toEqual(levels);
});

test("elements gathered by tuples from a table of three values have these", () => {
  const s = new Sketch();
  const table = s.w([3], [-1.5, 0.25, 2]);
  const picked = s.emit(gatherND, [table, s.x([5, 1], "i64")], { batchAxes: 0 });
  expect(s.values(picked)).toEqual([-1.5, 0.25, 2]);
});

test("where(z >= 0, 1, -1) is two codes whatever the scale of z", () => {
  const s = new Sketch();
  const z = s.mul(s.quantized(s.x(), -8, 7), s.w(CHANNELS));
  const zero = s.scalar("f32", 0);
  const holds = s.emit(greaterOrEqual, [z, zero], {});
  const signs = s.emit(select, [holds, s.scalar("f32", 1), s.scalar("f32", -1)], {});
  expect(s.values(signs)).toEqual([-1, 1]);
});

test("a1 s1 + a2 s2 with stored scales for each channel is 2 bits", () => {
  const s = new Sketch();
  const one = s.mul(s.sign(s.x()), s.w(CHANNELS));
  const other = s.mul(s.sign(s.x()), s.w(CHANNELS, [0.31, 0.07, 0.9, 0.11]));
  expect(s.width(s.add(one, other))).toBe("2 proven");
});

test("what a padding has moved is no residue: sign(x) + x - x moved by one does not cancel", () => {
  const s = new Sketch();
  const x = s.x();
  const attributes = { mode: "edge", low: [0, 0, 0, -1], high: [0, 0, 0, 1] } as const;
  const shifted = s.emit(borderPad, [x], attributes);
  expect(s.width(s.sub(s.add(s.sign(x), x), shifted))).toBe("f32 assumed");
});

test("round(255 softmax(x)) has 256 codes", () => {
  const s = new Sketch();
  const shares = s.emit(softmax, [s.x([2, 5])], { axes: [1] });
  expect(s.count(s.round(s.mul(shares, n(255))))).toBe(256);
});

test("a sign of what is never negative is warned of", () => {
  const s = new Sketch();
  s.graph.outputs.push(s.sign(s.relu(s.x())));
  expect(analyse(s.graph).warnings).toEqual([
    {
      code: "never-negative",
      where: { node: "layer" },
      reason: "layer: a sign of what is never negative is 0 or 1, never -1",
    },
  ]);
});
