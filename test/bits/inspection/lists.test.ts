import { describe, expect, test } from "vitest";
import { lookAt, seen } from "./look-at.ts";

/** The levels one after the other, again and again. */
function cycle(levels: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => levels[i % levels.length] as number);
}

/** bitsandbytes' NF4 table, to seven digits. */
const NF4 = [
  -1, -0.6961928, -0.5250731, -0.3949175, -0.2844414, -0.1847734, -0.09105, 0, 0.0795803, 0.1609302,
  0.2461123, 0.3379152, 0.4407098, 0.562617, 0.7229568, 1,
];

describe("`inspect()` finds a list", () => {
  test("of four values: two binary bases", () => {
    const values = [...cycle([-1.37, -0.5, 0.5, 1.37], 16), ...cycle([-1.37, 1.37, 0.5], 16)];
    expect(lookAt(values.map(Math.fround), [2, 16])).toEqual({
      count: 4,
      levels: [Math.fround(-1.37), -0.5, 0.5, Math.fround(1.37)],
      even: false,
      symmetric: false,
      text: "4 values in the whole tensor",
    });
  });

  test("of four values also where they happen to lie on a grid of five codes", () => {
    const values = [...cycle([-1, -0.5, 0.5, 1], 16), ...cycle([-1, 1, 0.5], 16)];
    expect(lookAt(values, [2, 16])).toMatchObject({ count: 4, levels: [-1, -0.5, 0.5, 1] });
  });

  test("of four values with four nonzero elements each, not with fewer", () => {
    const four = [-1.37, -0.5, 0.5, 1];
    expect(seen(cycle(four, 16), [16], {})).toBe("4 values in the whole tensor");
    expect(seen(cycle(four, 15), [15], {})).toBe("float");
    // 0 is a value, but no element of evidence: of 21 elements 16 are needed and 14 are there.
    expect(seen(cycle([-1.37, 0, 1], 18), [18], {})).toBe("3 values in the whole tensor");
    expect(seen(cycle([-1.37, 0, 1], 16), [16], {})).toBe("float");
  });

  test("of 16 values with eight nonzero elements each, not with fewer", () => {
    // 15 of the values are not 0: nine rounds hold 135 of the 128 that are needed, eight hold 120.
    expect(seen(cycle(NF4, 144), [144], {})).toBe("16 values in the whole tensor");
    expect(seen(cycle(NF4, 128), [128], {})).toBe("float");
  });

  test("of no more than 16 values", () => {
    expect(seen(cycle([...NF4, 0.9137], 340), [340], {})).toBe("float");
  });

  test("only of values that are apart from one another and from 0", () => {
    const two = (a: number, b: number) => [...cycle([a, b], 50), ...cycle([a, b, b], 50)];
    expect(seen(two(1, 0.377), [2, 50])).toBe("2 values in the whole tensor");
    expect(seen(two(1, 0.9995), [2, 50])).toBe("float");
    expect(seen(two(1, 0.00137), [2, 50])).toBe("float");
  });

  test("in some output channels, grids in others", () => {
    const values = [...cycle([0.31, -0.77, 1], 24), ...cycle([2, -2], 24)];
    expect(lookAt(values, [2, 24])).toEqual({
      count: 3,
      axis: 0,
      even: false,
      symmetric: false,
      text: "3 values in each of 2 output channels",
    });
  });

  test("not for input channels: their scales are looked for, not lists", () => {
    // Each column has three values, 7 times each; a row has six, and the tensor eighteen.
    const scales = [2, 3, 5, 7, 11, 13].map(Math.sqrt);
    const values = Array.from({ length: 21 }, (_, n) =>
      scales.map((scale, k) => scale * ([0.31, -0.77, 1][(n + k * (n % 2)) % 3] as number)),
    ).flat();
    expect(seen(values, [21, 6], { channelAxis: 0, inputAxis: 1 })).toBe("float");
  });
});
