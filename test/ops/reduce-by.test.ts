import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { add, maximum, multiply, subtract } from "../../src/ops/core/arithmetic.ts";
import { greater } from "../../src/ops/core/comparison.ts";
import { or } from "../../src/ops/core/logic.ts";
import { reduceBy } from "../../src/ops/core/reduce-by.ts";
import { select } from "../../src/ops/core/select.ts";
import { apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { oneByOne, pairwise, region } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
const ZERO = scalar("f32", 0);

/** Of two values with their indices the larger, the first where they are equal. */
const LARGER = region(["f32", "i32", "f32", "i32"], (b, [v, i, x, j]) => {
  const wins = b.emit(greater, [x as number, v as number], {});
  return [
    b.emit(select, [wins, x as number, v as number], {}),
    b.emit(select, [wins, j as number, i as number], {}),
  ];
});

describe("reduceBy", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [1, 6], [0n, 1n, 2n, 3n, 4n, 5n]);
    const sum = pairwise("i64", add);
    expect(elements(reduceBy, [x, tensor("i64", [], [0n])], { axes: [1] }, [sum])).toEqual([15]);
  });

  test("`evaluate()` goes from the start value through the elements in row-major order", () => {
    const minus = [pairwise("f32", subtract)];
    expect(elements(reduceBy, [X, scalar("f32", 100)], { axes: [1] }, minus)).toEqual([94, 85]);
    expect(elements(reduceBy, [X, scalar("f32", 100)], { axes: [0] }, minus)).toEqual([95, 93, 91]);
    const halves = region(["f32", "f32"], (b, [sum, x]) => [
      b.emit(add, [b.emit(multiply, [sum as number, b.scalar("f32", 0.5)], {}), x as number], {}),
    ]);
    // ((((((0/2+1)/2+2)/2+3)/2+4)/2+5)/2+6, whatever order the axes are listed in.
    expect(elements(reduceBy, [X, ZERO], { axes: [1, 0] }, [halves])).toEqual([10.03125]);
  });

  test("`evaluate()` rounds after each step as the operators of the region do", () => {
    const x = tensor("bf16", [3], [256, 1, 1]);
    const zero = scalar("bf16", 0);
    expect(elements(reduceBy, [x, zero], { axes: [0] }, [pairwise("bf16", add)])).toEqual([256]);
  });

  test("`evaluate()` gives the same one element at a time", () => {
    const minus = [oneByOne("f32", subtract)];
    expect(elements(reduceBy, [X, scalar("f32", 100)], { axes: [1] }, minus)).toEqual([94, 85]);
  });

  test("`evaluate()` reduces several tensors together", () => {
    const x = tensor("f32", [2, 3], [1, 7, 7, 5, 2, 0]);
    const at = tensor("i32", [2, 3], [0, 1, 2, 0, 1, 2]);
    const start = [scalar("f32", Number.NEGATIVE_INFINITY), scalar("i32", -1)];
    const results = apply(reduceBy, [x, at, ...start], { axes: [1] }, [LARGER]);
    expect(results.map(toNumbers)).toEqual([
      [7, 5],
      [1, 0],
    ]);
  });

  test("`evaluate()` hands captured tensors to the region, of any shape", () => {
    const scaled = (shape: readonly number[]) =>
      region(["f32", "f32", ["f32", shape]], (b, [sum, x, scale]) => {
        const one =
          shape.length === 0
            ? (scale as number)
            : b.emitAll(reduceBy, [scale as number, b.scalar("f32", 0)], { axes: [0] }, [
                pairwise("f32", add),
              ])[0];
        return [
          b.emit(add, [sum as number, b.emit(multiply, [x as number, one as number], {})], {}),
        ];
      });
    const inputs = [X, ZERO];
    expect(elements(reduceBy, [...inputs, scalar("f32", 10)], { axes: [1] }, [scaled([])])).toEqual(
      [60, 150],
    );
    expect(
      elements(reduceBy, [...inputs, tensor("f32", [2], [1, 9])], { axes: [1] }, [scaled([2])]),
    ).toEqual([60, 150]);
  });

  test("`evaluate()` gives the start value where there is nothing to reduce", () => {
    const empty = tensor("f32", [2, 0], []);
    const largest = [pairwise("f32", maximum)];
    expect(elements(reduceBy, [empty, scalar("f32", 3)], { axes: [1] }, largest)).toEqual([3, 3]);
    expect(elements(reduceBy, [X, ZERO], { axes: [] }, largest)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("`evaluate()` reduces truth values", () => {
    const x = tensor("bool", [2, 2], [0, 0, 0, 1]);
    const any = [pairwise("bool", or)];
    expect(elements(reduceBy, [x, scalar("bool", 0)], { axes: [1] }, any)).toEqual([0, 1]);
  });

  test("`infer()` refuses what does not fit together", () => {
    const sum = [pairwise("f32", add)];
    expect(() => apply(reduceBy, [X, tensor("f32", [1], [0])], { axes: [1] }, sum)).toThrow(
      "Cannot apply reduceBy: expected scalars to start from, got 1",
    );
    expect(() => apply(reduceBy, [X, scalar("i32", 0)], { axes: [1] }, sum)).toThrow(
      "Cannot apply reduceBy: expected inputs of one element type (f32), got i32",
    );
    expect(() => apply(reduceBy, [X, ZERO], { axes: [1, 1] }, sum)).toThrow(
      "Cannot apply reduceBy: expected different axes from 0, got 1,1",
    );
    expect(() => apply(reduceBy, [X, ZERO], { axes: [2] }, sum)).toThrow(
      "Cannot apply reduceBy: expected an axis from -2 to 1, got 2",
    );
    expect(() => apply(reduceBy, [X, ZERO], { axes: [1] }, [pairwise("f64", add)])).toThrow(
      "Cannot apply inputs of reduceBy's region: expected f32 scalar, f32 scalar, got f64 scalar, f64 scalar",
    );
    const other = tensor("f32", [3, 2], [1, 2, 3, 4, 5, 6]);
    const two = region(["f32", "f32", "f32", "f32"], (_, [x, y]) => [x as number, y as number]);
    expect(() => apply(reduceBy, [X, other, ZERO, ZERO], { axes: [1] }, [two])).toThrow(
      "Cannot apply reduceBy: expected operands of one shape (2x3), got 3x2",
    );
  });

  test("work is that of the region, once less than there are elements", () => {
    const operands = [
      ["f32", [4, 8]],
      ["i32", [4, 8]],
      ["f32", []],
      ["i32", []],
    ] as const;
    expect(scalarsOf(reduceBy, operands, { axes: [1] }, [LARGER])).toEqual({
      compare: 4n * 7n * 3n,
    });
    expect(scalarsOf(reduceBy, operands, { axes: [] }, [LARGER])).toEqual({});
  });
});
