import { describe, expect, test } from "vitest";
import { scaled, seen } from "./look-at.ts";

/** Weights of a trained network as they look: the first digits of the square roots of primes. */
const ORDINARY = [
  0.41421, -0.73205, 0.23607, -0.64575, 0.31662, 0.60555, -0.12311, 0.3589, -0.79583, -0.38516,
  0.56776, 0.08276, -0.40312, 0.55744, 0.85565, -0.28011, 0.68115, 0.81025, 0.18535, -0.42615,
  -0.544, 0.88819, 0.11043, -0.43398, 0.84886, 0.04988, -0.14889,
];
const BINOMIAL = [1, 2, 1, 2, 4, 2, 1, 2, 1];
/** Bilinear interpolation by two: 1 3 3 1 in both directions. */
const BILINEAR = [1, 3, 3, 1, 3, 9, 9, 3, 3, 9, 9, 3, 1, 3, 3, 1].map((x) => x / 16);

describe("`inspect()` leaves float", () => {
  test.each([[[3, 3, 3]], [[27, 1]], [[9, 3]], [[13, 2]], [[3, 1, 3, 3]], [[1, 3, 3, 3]]])(
    "ordinary weights of shape %j",
    (shape) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const said = { channelAxis: 0, inputAxis: 1 };
      expect(seen(ORDINARY.slice(0, count), shape, said)).toBe("float");
    },
  );

  test("one output channel, whatever it holds: a fixed filter is one, too", () => {
    expect(seen([1, -1, -1, 1, 1, -1, 1, 1, -1], [1, 1, 3, 3])).toBe("float");
    expect(seen(BINOMIAL, [1, 1, 3, 3])).toBe("float");
  });

  test("one element in each output channel", () => {
    expect(seen([1, -1, 1, 1, -1, -1], [6, 1])).toBe("float");
  });

  test("two magnitudes a channel that only two elements show", () => {
    // {-a, a} twice: four elements less two parameters are two, and four are needed.
    expect(seen([1, -1, -3, 3], [2, 2])).toBe("float");
    // Three times, the same: it needs eight.
    expect(seen([1.7, -1.7, 3, 3, 0.3, 0.3], [3, 2])).toBe("float");
    expect(seen([1.7, -1.7, 3, 3, 0.3, 0.3, 1, -1], [4, 2])).toBe(
      "2 values in each of 4 output channels",
    );
  });

  test("ordinary weights pruned to a few", () => {
    const one = ORDINARY.map((x, i) => (i % 10 === 4 ? x : 0));
    expect(seen(one, [3, 9])).toBe("float");
    const two = ORDINARY.map((x, i) => (i % 9 < 2 ? x : 0));
    expect(seen(two, [3, 9])).toBe("float");
  });

  test("one level, in the whole tensor or in each output channel", () => {
    expect(seen(new Array(18).fill(0.02), [2, 9])).toBe("float");
    expect(seen(new Array(18).fill(1), [2, 9])).toBe("float");
    expect(seen(new Array(18).fill(0), [2, 9])).toBe("float");
    expect(seen(scaled(new Array(4).fill(new Array(9).fill(1)), [0.1, 0.3, 0.7, -1]), [4, 9])).toBe(
      "float",
    );
  });

  test("one filter in all output channels, up to scale: a blur", () => {
    const blur = new Array(4).fill(BINOMIAL);
    expect(seen(scaled(blur, [0.0625, 0.0625, 0.0625, 0.0625]), [4, 1, 3, 3])).toBe("float");
    expect(seen(scaled(blur, [0.0625, 0.3, 0, -2]), [4, 1, 3, 3])).toBe("float");
    expect(
      seen(
        scaled(
          [
            [1, -1, 1, 1],
            [-1, 1, -1, -1],
          ],
          [1, 1],
        ),
        [2, 4],
      ),
    ).toBe("float");
  });

  test("the same where each channel has it at its own input: interpolation", () => {
    const dense = [0, 1, 2].flatMap((n) =>
      [0, 1, 2].flatMap((c) => (n === c ? BILINEAR : new Array(16).fill(0))),
    );
    expect(seen(dense, [3, 3, 4, 4])).toBe("float");
    expect(seen(dense, [3, 3, 4, 4], { channelAxis: 1, inputAxis: 0 })).toBe("float");
  });

  test("but not where one output channel differs", () => {
    const rows = [BINOMIAL, BINOMIAL, [1, 2, 1, 2, 4, 2, 1, 2, 4]];
    expect(seen(scaled(rows, [1, 1, 1]), [3, 9])).toBe(
      "4 evenly spaced values in the whole tensor",
    );
    // A selection of inputs has no shape that channels could share: {0, 1}.
    expect(seen([0, 1, 0, 1, 0, 0, 0, 0, 1], [3, 3])).toBe("2 values in the whole tensor");
  });
});
