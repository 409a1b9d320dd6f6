import { describe, expect, test } from "vitest";
import { iota } from "../../src/ops/core/iota.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";

describe("iota", () => {
  test("`evaluate()` is the examples of StableHLO", () => {
    const shape = [4, 5];
    expect(elements(iota, [], { element: "i32", shape, axis: 0 })).toEqual([
      ...[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3],
    ]);
    expect(elements(iota, [], { element: "i32", shape, axis: 1 })).toEqual([
      ...[0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4],
    ]);
  });

  test("`evaluate()` rounds to a float type and wraps into an integer type", () => {
    const [big] = apply(iota, [], { element: "u64", shape: [3], axis: 0 });
    expect(big?.data).toEqual(BigUint64Array.of(0n, 1n, 2n));
    expect(elements(iota, [], { element: "bf16", shape: [260], axis: 0 }).slice(255)).toEqual([
      255, 256, 256, 258, 260,
    ]);
    expect(elements(iota, [], { element: "i2", shape: [5], axis: 0 })).toEqual([0, 1, -2, -1, 0]);
    expect(elements(iota, [], { element: "u8", shape: [258], axis: 0 }).slice(255)).toEqual([
      255, 0, 1,
    ]);
  });

  test("`values()` are the integers below the size, where the type has them all", () => {
    const set = (element: string, size: number) =>
      analysed(iota, [], { element, shape: [2, size], axis: 1 }).outputs[0];
    expect(set("i32", 10)).toMatchObject({ interval: { lo: 0, hi: 9 }, grid: { lo: 0, hi: 9 } });
    expect(set("bf16", 257)).toMatchObject({ grid: { lo: 0, hi: 256 } });
    expect(set("bf16", 258)?.grid).toBeUndefined();
    expect(set("bf16", 259)?.grid).toBeUndefined();
    expect(set("i8", 129)?.grid).toBeUndefined();
  });

  test("is free and stores nothing", () => {
    const attributes = { element: "f32", shape: [8], axis: 0 };
    const { analysis } = analysed(iota, [], attributes);
    const [output] = analysis.graph.outputs as [number];
    expect(analysis.facts[output]).toMatchObject({ dependence: 0, sources: [] });
    expect(scalarsOf(iota, [], attributes)).toEqual({});
  });

  test("`infer()` refuses an axis that is not there, and truth values", () => {
    expect(() => apply(iota, [], { element: "f32", shape: [], axis: 0 })).toThrow(
      "Cannot apply iota: expected an axis of scalar, got 0",
    );
    expect(() => apply(iota, [], { element: "bool", shape: [2], axis: 0 })).toThrow(
      "Cannot apply iota: expected a numeric type, got bool",
    );
  });
});
