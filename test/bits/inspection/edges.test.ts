import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/bits/inspection/inspect.ts";
import { lookAt, seen } from "./look-at.ts";

const SIGNS = [1, -1, -1, 1, 1, 1, -1, 1];

describe("`inspect()` bears", () => {
  test("empty tensors, scalars and one element", () => {
    expect(seen([], [0, 4])).toBe("float");
    expect(seen([], [4, 0])).toBe("float");
    expect(seen([1], [], {})).toBe("float");
    expect(seen([0.3], [1, 1])).toBe("float");
  });

  test("NaN and infinity anywhere", () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(seen([...SIGNS.slice(1), x], [2, 4])).toBe("float");
      expect(seen([x, ...SIGNS.slice(1)], [2, 4])).toBe("float");
      expect(seen(new Array(8).fill(x), [2, 4])).toBe("float");
    }
  });

  test("denormal magnitudes, and the largest", () => {
    const tiny = 2 ** -149;
    expect(
      lookAt(
        SIGNS.map((x) => x * tiny * 4),
        [2, 4],
      ),
    ).toMatchObject({ count: 2, step: tiny * 8 });
    for (const scale of [5e-324, Number.MAX_VALUE]) {
      const data = Float64Array.from(SIGNS, (x) => x * scale);
      expect(() =>
        inspect({ data, shape: [2, 4], narrowest: "f64", channelAxis: 0 }),
      ).not.toThrow();
    }
  });

  test("-0, which is 0", () => {
    const found = lookAt([1, -0, -1, 0, -1, 0, -0, 1], [2, 4]);
    expect(found).toMatchObject({ count: 3, step: 1, origin: -1 });
    expect(lookAt([1, -0, 1, 0, 1, 0, 0, 1], [2, 4])?.origin).toBe(0);
  });

  test("channels of zeros only", () => {
    expect(seen([0, 0, 0, 0, 0.3, -0.3, 0.3, 0.3, 1, 1, 1, -1], [3, 4])).toBe(
      "2 values in each of 3 output channels",
    );
  });

  test("no axis at all: only the whole tensor is looked at", () => {
    expect(seen(SIGNS, [2, 4], {})).toBe("2 values in the whole tensor");
    expect(seen([0.3, -0.3, 0.3, 0.3, 1, 1, 1, -1], [2, 4], {})).toBe("float");
  });

  test("64-bit integers, which no float tensor has", () => {
    const data = BigInt64Array.from(SIGNS, BigInt);
    expect(inspect({ data, shape: [2, 4], narrowest: "f32", channelAxis: 0 })).toBeUndefined();
  });
});

describe("`inspect()` needs no evidence", () => {
  test("where all is exactly 0 and 1 with a sign", () => {
    expect(seen([1, -1, -1, -1], [2, 2])).toBe("2 values in the whole tensor");
    expect(seen([1.5, -1.5, -1.5, -1.5], [2, 2])).toBe("float");
    expect(seen([1, 0, 0, 0, 0, 1, 0, 0, 0], [3, 3])).toBe("2 values in the whole tensor");
    expect(seen([0.5, 0, 0, 0, 0, 0.5, 0, 0, 0], [3, 3])).toBe("float");
  });
});

describe("`inspect()` takes small numbers for 0", () => {
  const ternary = (...zeros: number[]) => seen([1, -1, 1, -1, 1, 1, ...zeros], [9], {});

  test("where they are noise: at most two different ones, within 1e-6 of the largest", () => {
    const found = "3 evenly spaced values in the whole tensor";
    expect(ternary(0, 1e-7, 1e-7)).toBe(found);
    expect(ternary(-1e-7, 1e-7, 1e-7)).toBe(found);
    expect(ternary(0, 1e-5, 1e-5)).toBe("float");
    expect(ternary(-1e-7, 2e-7, 1e-7)).toBe("float");
  });

  test("and not for evidence", () => {
    expect(seen([0.3, 1e-8, 1e-8, 1e-8, -0.3, 1e-8, 0, 0], [2, 4])).toBe("float");
  });
});
