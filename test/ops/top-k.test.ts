import { describe, expect, test } from "vitest";
import { topK } from "../../src/ops/leaf/top-k.ts";
import { apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const LARGEST = { k: 2, axis: -1, largest: true };

function best(x: ReturnType<typeof tensor>, attributes: object): unknown[] {
  return apply(topK, [x], attributes).map(({ data }) => Array.from(data as Iterable<unknown>));
}

describe("topK", () => {
  test("`evaluate()` gives values and indices, best first, of equal ones the first", () => {
    const x = tensor("f32", [5], [3, 1, 3, 2, 4]);
    expect(best(x, { ...LARGEST, k: 3 })).toEqual([
      [4, 3, 3],
      [4n, 0n, 2n],
    ]);
    expect(best(x, { ...LARGEST, largest: false })).toEqual([
      [1, 2],
      [1n, 3n],
    ]);
  });

  test("`evaluate()` puts NaN above everything and takes -0 for 0", () => {
    const x = tensor("f32", [4], [Number.NaN, Number.POSITIVE_INFINITY, -0, 0]);
    expect(best(x, { ...LARGEST, k: 4 })[1]).toEqual([0n, 1n, 2n, 3n]);
    expect(best(x, { ...LARGEST, k: 4, largest: false })[1]).toEqual([2n, 3n, 1n, 0n]);
  });

  test("`evaluate()` in total order: NaNs by their sign at both ends, -0 below 0", () => {
    // infinity, NaN, -NaN, -infinity, 3, as in StableHLO's own test; then 0 and -0.
    const words = [0x7f800000, 0x7fc00000, 0xffc00000, 0xff800000, 0x40400000, 0x80000000, 0];
    const x = tensor("f32", [7], []);
    new Uint32Array(x.data.buffer).set(words);
    const [values, places] = apply(topK, [x], { ...LARGEST, k: 7, totalOrder: true });
    expect([...(places?.data ?? [])]).toEqual([1n, 0n, 4n, 6n, 5n, 3n, 2n]);
    expect([...new Uint32Array(values?.data.buffer as ArrayBuffer)]).toEqual([
      0x7fc00000, 0x7f800000, 0x40400000, 0, 0x80000000, 0xff800000, 0xffc00000,
    ]);
    const least = { ...LARGEST, largest: false, totalOrder: true };
    expect(best(x, least)[1]).toEqual([2n, 3n]);
    expect(best(tensor("i8", [3], [1, -2, 3]), { ...LARGEST, totalOrder: true })[0]).toEqual([
      3, 1,
    ]);
  });

  test("`evaluate()` along another axis, and of 64-bit integers", () => {
    const x = tensor("i64", [3, 2], [1n, 2n ** 62n, 3n, 2n ** 62n + 1n, 2n, 0n]);
    expect(best(x, { ...LARGEST, axis: 0, k: 1 })).toEqual([
      [3n, 2n ** 62n + 1n],
      [1n, 1n],
    ]);
  });

  test("`infer()` refuses more than there are", () => {
    const x = tensor("f32", [1], [1]);
    expect(() => apply(topK, [x], LARGEST)).toThrow(
      "Cannot apply topK: expected k from 0 to 1, got 2",
    );
    expect(() => apply(topK, [tensor("bool", [2], [1])], LARGEST)).toThrow(
      "Cannot apply topK: expected a numeric type, got bool",
    );
  });

  test("`work()` is a sort: n x ceil(log2 n) comparisons a run", () => {
    expect(scalarsOf(topK, [["f32", [3, 10]]], LARGEST)).toEqual({ compare: 120n });
    expect(scalarsOf(topK, [["f32", [3, 1]]], { ...LARGEST, k: 1 })).toEqual({});
  });
});
