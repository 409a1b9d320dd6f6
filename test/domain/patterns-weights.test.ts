import { describe, expect, test } from "vitest";
import { irregular, Sketch } from "../support/sketch.ts";

const SHAPE = [5, 4, 3, 3];
const COUNT = 5 * 36;

/** What a convolution sees of stored weights, by the place of an element and its output channel. */
function seen(element: (i: number, channel: number) => number, shape = SHAPE): string {
  const s = new Sketch();
  const count = shape.reduce((all, size) => all * size, 1);
  const channel = count / (shape[0] as number);
  const values = Array.from({ length: count }, (_, i) => element(i, Math.floor(i / channel)));
  return s.conv(s.x([1, shape[1] as number, 6, 6]), s.w(shape, values)).replace("f32 x ", "");
}

const CHANCE = irregular(COUNT);
const signAt = (i: number) => Math.sign(CHANCE[i] as number);
const SCALES = [0.137, 0.912, 0.0561, 1.733, 0.31];
const scaleOf = (channel: number) => SCALES[channel] as number;

describe("weights that an exporter folded to floats are as wide as their grid:", () => {
  test("two levels per output channel with noise: 1", () => {
    expect(seen((i, c) => signAt(i) * scaleOf(c) * (1 + (i % 3) * 1e-7))).toBe("1");
  });

  test("4-bit codes per output channel: 4", () => {
    expect(seen((i, c) => scaleOf(c) * (((i * 7) % 16) - 8))).toBe("4");
  });

  test("8-bit codes per tensor: 8", () => {
    expect(seen((i) => 0.013 * (((i * 37) % 255) - 127))).toBe("8");
  });

  test("ternary weights: 2", () => {
    expect(seen((i, c) => (i % 3 === 0 ? 0 : scaleOf(c) * signAt(i)))).toBe("2");
  });

  test("a1 s1 + a2 s2 per output channel: 2", () => {
    expect(seen((i, c) => scaleOf(c) * (signAt(i) + 0.411 * signAt((i * 7) % COUNT)))).toBe("2");
  });

  test("a1 s1 + a2 s2 by rules: 2", () => {
    const s = new Sketch();
    const term = (at: number) => {
      const a = s.w(
        [5, 1, 1, 1],
        irregular(5 + at)
          .slice(at)
          .map(Math.abs),
      );
      return s.mul(a, s.sign(s.w(SHAPE, irregular(COUNT + at).slice(at))));
    };
    expect(s.conv(s.x(), s.add(term(0), term(3)))).toBe("f32 x 2");
  });

  test("int8 storage of -1 and +1: 1", () => {
    const s = new Sketch();
    const w = s.w(
      SHAPE,
      Array.from({ length: COUNT }, (_, i) => signAt(i)),
      "i8",
    );
    expect(s.conv(s.x(), s.cast(w, "f32"))).toBe("f32 x 1");
  });
});

describe("weights that tell nothing are floats:", () => {
  test("irregular ones", () => expect(seen((i) => CHANCE[i] as number)).toBe("f32"));

  test("a fixed 3x3 blur in every channel", () => {
    const blur = [1, 2, 1, 2, 4, 2, 1, 2, 1];
    expect(seen((i) => (blur[i % 9] as number) / 16, [5, 1, 3, 3])).toBe("f32");
  });

  test("K of at most 3", () => {
    expect(seen((i, c) => scaleOf(c) * signAt(i), [2, 3, 1, 1])).toBe("f32");
  });

  test("one output channel", () => {
    expect(seen((i) => 0.3 * signAt(i), [1, 4, 3, 3])).toBe("f32");
  });

  test("pruned to a few values", () => {
    expect(seen((i) => (i % 40 === 3 ? (CHANCE[i] as number) : 0))).toBe("f32");
  });

  test("all equal", () => expect(seen(() => 0.25)).toBe("f32"));

  test("stored in bf16: as wide as that", () => {
    const s = new Sketch();
    const w = s.cast(s.w(SHAPE, irregular(COUNT), "bf16"), "f32");
    expect(s.conv(s.x(), w)).toBe("f32 x f16");
  });
});
