import { describe, expect, test } from "vitest";
import { lookAt, scaled, seen } from "./look-at.ts";

const SIGNS = [
  [1, -1, -1, 1],
  [1, 1, 1, -1],
  [-1, 1, -1, 1],
];

describe("`inspect()` finds two levels", () => {
  test("as step and origin of the whole tensor", () => {
    expect(lookAt(scaled(SIGNS, [0.25, 0.25, 0.25]), [3, 4])).toEqual({
      count: 2,
      step: 0.5,
      origin: -0.25,
      even: true,
      symmetric: true,
      text: "2 values in the whole tensor",
    });
  });

  test("with a magnitude for each output channel, negative scales too", () => {
    expect(lookAt(scaled(SIGNS, [0.25, -3, 0.1]), [3, 4])).toEqual({
      count: 2,
      axis: 0,
      even: true,
      symmetric: true,
      text: "2 values in each of 3 output channels",
    });
  });

  test("whichever axis the output channel is", () => {
    const columns = [0, 1, 2, 3].flatMap((k) =>
      SIGNS.map((row, n) => (row[k] as number) * ([0.25, 3, 0.1][n] as number)),
    );
    const text = "2 values in each of 3 output channels";
    expect(seen(columns, [4, 3], { channelAxis: 1 })).toBe(text);
    expect(seen(columns, [2, 3, 2], { channelAxis: 1 })).toBe("float");
  });

  test("along the middle axis of a transposed convolution", () => {
    // [input 2, output 3, window 2]: channel n has the magnitude 1, 3, 7.
    const values = [1, -1, 3, 3, -7, 7, 1, 1, -3, 3, -7, -7];
    expect(seen(values, [2, 3, 2], { channelAxis: 1 })).toBe(
      "2 values in each of 3 output channels",
    );
  });

  test("with last-place noise up to 1e-6 of the largest magnitude", () => {
    const noisy = (spread: number) =>
      scaled(SIGNS, [0.3, 0.7, 2]).map((x, i) => x * (1 + (i % 3) * spread));
    expect(seen(noisy(1.3e-7), [3, 4])).toBe("2 values in each of 3 output channels");
    expect(seen(noisy(1e-5), [3, 4])).toBe("float");
  });

  test("{0, a}, which is not symmetric", () => {
    const rows = [
      [0, 1, 1, 0, 1],
      [1, 0, 1, 1, 0],
      [1, 1, 1, 1, 0],
    ];
    const found = lookAt(scaled(rows, [0.2, 0.3, 0.7]), [3, 5]);
    expect(found).toMatchObject({ count: 2, axis: 0, even: true, symmetric: false });
  });
});

describe("`inspect()` finds grids", () => {
  test("ternary: three codes, also where a channel has only two or one of them", () => {
    const rows = [
      [1, 0, -1, 1, 0],
      [1, -1, -1, 1, 1],
      [0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1],
    ];
    expect(lookAt(scaled(rows, [0.2, 0.3, 1, 0.7]), [4, 5])).toEqual({
      count: 3,
      axis: 0,
      even: true,
      symmetric: true,
      text: "3 evenly spaced values in each of 4 output channels",
    });
  });

  test("the count is the spanned range, not the distinct values", () => {
    // Codes -4, -3, 0, 1, 3: five distinct of eight. The others span less.
    const rows = [
      [-4, -3, 0, 1, 3, 1],
      [-2, -1, 0, 1, 2, 2],
    ];
    expect(lookAt(scaled(rows, [0.1, 0.3]), [2, 6])).toMatchObject({
      count: 8,
      even: true,
      symmetric: false,
    });
  });

  test("0 half a step off: four levels of two bits", () => {
    const found = lookAt([-1.5, -0.5, 0.5, 1.5, 1.5, 0.5, -0.5, 1.5], [2, 4]);
    expect(found).toMatchObject({ count: 4, step: 1, origin: -1.5, symmetric: true });
  });

  test("0 a third of a step off is none", () => {
    expect(seen([-2, 1, 4, 7, -2, 1, 1, 4], [2, 4])).toBe("float");
  });

  test("257 codes, and not 258", () => {
    const to = (last: number) => [0, 1, 2, last, last, 5, 3, 2].map((code) => code * 0.01);
    expect(lookAt(to(256), [2, 4])).toMatchObject({ count: 257, origin: 0 });
    expect(seen(to(257), [2, 4])).toBe("float");
  });

  test("whose codes are few and no neighbours: the step is no gap", () => {
    // Gaps 20, 15, 6 and so on have no gap of 1 among them, but only 1 divides them all.
    const rows = [
      [-100, -80, 26, 41, 47, 127],
      [-127, -121, -100, 26, 55, 90],
      [-127, 0, 12, 27, 61, 100],
    ];
    expect(seen(scaled(rows, [0.011, 0.7, 0.03]), [3, 6])).toBe(
      "228 evenly spaced values in each of 3 output channels",
    );
  });

  test("which repetition does not make: two scales that are as 3 to 10", () => {
    expect(seen([0.3, -0.3, 0.3, 0.3, 1, 1, 1, -1], [2, 4], {})).toBe("float");
  });

  test("narrower in each output channel than in the whole tensor; equal: the whole tensor", () => {
    const rows = [
      [1, -1, 1, 1, -1],
      [3, -3, -3, 3, 3],
    ];
    expect(seen(scaled(rows, [1, 1]), [2, 5])).toBe("2 values in each of 2 output channels");
    // 8 codes in all, 7 in each: both 3 bits.
    const both = [
      [-4, -3, 0, 1, 2, 2],
      [-3, -2, 0, 1, 3, 3],
    ];
    expect(seen(scaled(both, [1, 1]), [2, 6])).toBe("8 evenly spaced values in the whole tensor");
  });

  test("for each input channel, where neither of the other two is one", () => {
    const scales = [2, 3, 5, 7, 11, 13].map(Math.sqrt);
    const values = [
      [1, -1, 1, 1, -1, 1],
      [1, 1, -1, 1, 1, -1],
      [-1, 1, 1, -1, 1, 1],
    ].flatMap((row) => row.map((sign, k) => sign * (scales[k] as number)));
    expect(seen(values, [3, 6])).toBe("float");
    expect(lookAt(values, [3, 6], { channelAxis: 0, inputAxis: 1 })).toEqual({
      count: 2,
      axis: 1,
      even: true,
      symmetric: true,
      text: "2 values in each of 6 input channels",
    });
  });
});
