import { describe, expect, test } from "vitest";
import { lookAt, seen } from "./look-at.ts";

// In [1, 2) neighbours are 2^-7 apart in bf16, and 2^-10 in f16.
const NEIGHBOURS = [128, 133, 129, 140, 131, 130, 135, 134].map((x) => x / 128);
const EVERY_OTHER = [128, 134, 130, 140, 132, 130, 136, 134].map((x) => x / 128);

describe("`inspect()` asks for steps of 2 ulp", () => {
  test("of the narrowest type that the elements passed through", () => {
    const at = (narrowest: "f32" | "bf16" | "f16", values: readonly number[]) =>
      seen(values, [2, 4], { narrowest, channelAxis: 0 });
    expect(at("bf16", NEIGHBOURS)).toBe("float");
    expect(at("f16", NEIGHBOURS)).toBe("13 evenly spaced values in the whole tensor");
    expect(at("f32", NEIGHBOURS)).toBe("13 evenly spaced values in the whole tensor");
    expect(at("bf16", EVERY_OTHER)).toBe("7 evenly spaced values in the whole tensor");
  });

  test("of lists as well", () => {
    // {129, 131.5}/128 are 2.5 steps of bf16 apart, {129, 130}/128 one; neither has 0 on a grid.
    const two = (b: number) => Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 129 : b) / 128);
    const said = { narrowest: "bf16", channelAxis: 0 } as const;
    expect(lookAt(two(131.5), [2, 20], said)).toMatchObject({ count: 2, even: false });
    expect(seen(two(130), [2, 20], said)).toBe("float");
  });

  test("and never looks at floats of 8 bits and fewer, or at integers", () => {
    const signs = [1, -1, -1, 1, 1, 1, -1, 1];
    for (const narrowest of ["f8e4m3fn", "f8e5m2", "f6e2m3", "f4e2m1", "i8", "bool"] as const) {
      expect(seen(signs, [2, 4], { narrowest, channelAxis: 0 })).toBe("float");
    }
    expect(seen(signs, [2, 4], { narrowest: "bf16", channelAxis: 0 })).not.toBe("float");
  });
});
