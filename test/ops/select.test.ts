import { describe, expect, test } from "vitest";
import { formatProof, widthOf } from "../../src/domain/value-set.ts";
import { oneHot } from "../../src/ops/core/one-hot.ts";
import { select } from "../../src/ops/core/select.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("select", () => {
  const predicate = tensor("bool", [3], [1, 0, 1]);

  test("`evaluate()` picks element by element; all three broadcast", () => {
    const yes = tensor("f32", [3], [1, 2, 3]);
    expect(elements(select, [predicate, yes, scalar("f32", -1)])).toEqual([1, -1, 3]);
    const no = tensor("f32", [2, 1], [-1, -2]);
    expect(elements(select, [predicate, yes, no])).toEqual([1, -1, 3, 1, -2, 3]);
    const longs = [scalar("bool", 0), tensor("i64", [1], [1n]), tensor("i64", [2], [2n, 3n])];
    expect(elements(select, longs)).toEqual([2, 3]);
  });

  test("`values()`: two known values are one bit, equal grids stay, anything else is unknown", () => {
    const { outputs } = analysed(select, [["bool", [3]], scalar("f32", 1), scalar("f32", -1)]);
    expect(outputs.map((set) => set.grid)).toEqual([{ lo: 0, hi: 1, step: 2, origin: -1 }]);
    expect(outputs.map((set) => formatProof(set.proof))).toEqual(["select of each code at layer"]);
    const same = analysed(select, [
      ["bool", [3]],
      ["i4", [3]],
      ["i4", [3]],
    ]).outputs;
    expect(same.map(widthOf)).toEqual([{ bits: 4, float: false }]);
    const one = analysed(select, [["bool", [3]], scalar("f32", 1), ["f32", [3]]]).outputs;
    expect(one.map(widthOf)).toEqual([{ bits: 32, float: true }]);
    const equal = analysed(select, [["bool", [3]], scalar("f32", 1), scalar("f32", 1)]).outputs;
    expect(equal.map(widthOf)).toEqual([{ bits: 32, float: true }]);
  });

  test("`infer()` refuses a predicate that is no bool, and two element types", () => {
    const x = scalar("f32", 1);
    expect(() => apply(select, [x, x, x])).toThrow(
      "Cannot apply select: expected a bool predicate, got f32",
    );
    expect(() => apply(select, [predicate, x, scalar("f64", 1)])).toThrow(
      "Cannot apply select: expected inputs of one element type (f32), got f64",
    );
  });

  test("`work()` is one compare an output element", () => {
    const operands = [
      ["bool", [3]],
      ["f32", [2, 1]],
      ["f32", []],
    ] as const;
    expect(scalarsOf(select, operands)).toEqual({ compare: 6n });
  });
});

describe("oneHot", () => {
  const values = tensor("f32", [2], [5, 7]);

  test("`evaluate()` sets what the index points at; out of range nothing", () => {
    const indices = tensor("i64", [4], [0n, -1n, 3n, -4n]);
    expect(elements(oneHot, [indices, values], { depth: 3, axis: 1 })).toEqual([
      7, 5, 5, 5, 5, 7, 5, 5, 5, 5, 5, 5,
    ]);
  });

  test("`evaluate()` puts the new axis where it is told; floats are truncated", () => {
    const indices = tensor("f32", [2], [1.9, 0]);
    const [result] = apply(oneHot, [indices, values], { depth: 2, axis: 0 });
    expect(result?.type.shape).toEqual([2, 2]);
    expect([...(result?.data ?? [])]).toEqual([5, 7, 7, 5]);
  });

  test("`values()` are two codes where both values are known", () => {
    const { outputs } = analysed(oneHot, [["i64", [4]], values], { depth: 3, axis: 1 });
    expect(outputs.map((set) => set.grid)).toEqual([{ lo: 0, hi: 1, step: 2, origin: 5 }]);
  });

  test("`infer()` refuses other values than two, and an axis out of range", () => {
    const indices = tensor("i64", [1], [0n]);
    expect(() => apply(oneHot, [indices, scalar("f32", 1)], { depth: 3, axis: 0 })).toThrow(
      "Cannot apply oneHot: expected values of shape 2, got scalar",
    );
    expect(() => apply(oneHot, [indices, values], { depth: -1, axis: 0 })).toThrow(
      "Cannot apply oneHot: expected a depth and an axis in range, got -1 and 0",
    );
  });

  test("`work()` is one compare an output element", () => {
    expect(scalarsOf(oneHot, [["i64", [4]], values], { depth: 3, axis: 1 })).toEqual({
      compare: 12n,
    });
  });
});
