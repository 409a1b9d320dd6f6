import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { type BorderPadAttributes, borderPad } from "../../src/ops/core/border-pad.ts";
import { pad } from "../../src/ops/core/pad.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("i32", [3], [1, 2, 3]);

describe("pad", () => {
  const padded = (low: number, high: number, interior = 0) =>
    elements(pad, [X, scalar("i32", 9)], { low: [low], high: [high], interior: [interior] });

  test("`evaluate()` puts the value around the elements", () => {
    expect(padded(1, 2)).toEqual([9, 1, 2, 3, 9, 9]);
    expect(padded(0, 0)).toEqual([1, 2, 3]);
  });

  test("`evaluate()` cuts off where it is negative, also more than there is", () => {
    expect(padded(-1, 1)).toEqual([2, 3, 9]);
    expect(padded(2, -1)).toEqual([9, 9, 1, 2]);
    expect(padded(-2, -1)).toEqual([]);
    expect(padded(-4, 3)).toEqual([9, 9]);
    expect(padded(3, -4)).toEqual([9, 9]);
  });

  test("`evaluate()` puts the value between elements, and cuts that off too", () => {
    expect(padded(0, 0, 1)).toEqual([1, 9, 2, 9, 3]);
    expect(padded(1, 1, 2)).toEqual([9, 1, 9, 9, 2, 9, 9, 3, 9]);
    expect(padded(-1, -1, 1)).toEqual([9, 2, 9]);
    expect(padded(-2, 0, 2)).toEqual([9, 2, 9, 9, 3]);
  });

  test("`evaluate()` of several axes", () => {
    const x = tensor("f32", [2, 1], [1, 2]);
    const attributes = { low: [1, 0], high: [-1, 2], interior: [0, 0] };
    expect(elements(pad, [x, scalar("f32", 0)], attributes)).toEqual([0, 0, 0, 1, 0, 0]);
  });

  test("`evaluate()` of an empty axis makes the value only", () => {
    const attributes = { low: [1], high: [1], interior: [3] };
    expect(elements(pad, [tensor("i32", [0], []), scalar("i32", 7)], attributes)).toEqual([7, 7]);
  });

  test("`infer()` refuses lists of another length, and cutting off too much", () => {
    const none = { low: [0], high: [0], interior: [0] };
    expect(() => apply(pad, [X, scalar("i32", 0)], { ...none, low: [0, 0] })).toThrow(
      "Cannot apply pad: expected 1 entries a list, got 0,0; 0; 0",
    );
    expect(() => apply(pad, [X, scalar("i32", 0)], { ...none, low: [-4] })).toThrow(
      "Cannot apply pad: expected a shape that is not negative, got -1",
    );
    expect(() => apply(pad, [X, tensor("i32", [1], [0])], none)).toThrow(
      "Cannot apply pad: expected a padded value of shape scalar, got 1",
    );
    expect(() => apply(pad, [X, scalar("i8", 0)], none)).toThrow(
      "Cannot apply pad: expected inputs of one element type (i32), got i8",
    );
  });

  test("the padded value does not widen what is padded; `work()` is none", () => {
    const attributes = { low: [1], high: [1], interior: [0] };
    const operands = [["i4", [8]], scalar("i4", 0)] as const;
    expect(analysed(pad, operands, attributes).outputs.map(widthOf)).toEqual([
      { bits: 4, float: false },
    ]);
    expect(scalarsOf(pad, operands, attributes)).toEqual({});
  });
});

describe("borderPad", () => {
  const padded = (mode: BorderPadAttributes["mode"], low: number, high: number, x = X) =>
    elements(borderPad, [x], { mode, low: [low], high: [high] });

  test("`evaluate()` repeats the edge, mirrors on it, or wraps around", () => {
    expect(padded("edge", 2, 1)).toEqual([1, 1, 1, 2, 3, 3]);
    expect(padded("reflect", 2, 1)).toEqual([3, 2, 1, 2, 3, 2]);
    expect(padded("wrap", 2, 1)).toEqual([2, 3, 1, 2, 3, 1]);
  });

  test("`evaluate()` goes on beyond the length of the axis", () => {
    expect(padded("reflect", 0, 5)).toEqual([1, 2, 3, 2, 1, 2, 3, 2]);
    expect(padded("wrap", 4, 0)).toEqual([3, 1, 2, 3, 1, 2, 3]);
    expect(padded("reflect", 1, 1, tensor("i32", [1], [5]))).toEqual([5, 5, 5]);
  });

  test("`evaluate()` cuts off before it pads", () => {
    expect(padded("reflect", -1, 2)).toEqual([2, 3, 2, 3]);
    expect(padded("edge", 1, -2)).toEqual([1, 1]);
    expect(padded("wrap", -1, -1)).toEqual([2]);
  });

  test("`evaluate()` of several axes", () => {
    const x = tensor("i32", [2, 2], [1, 2, 3, 4]);
    const attributes = { mode: "edge", low: [1, 0], high: [0, 1] };
    expect(elements(borderPad, [x], attributes)).toEqual([1, 2, 2, 1, 2, 2, 3, 4, 4]);
  });

  test("`infer()` refuses to make something of nothing", () => {
    expect(() => padded("edge", -3, 1)).toThrow(
      "Cannot apply borderPad: expected elements left on axis 0, got 0",
    );
    expect(() => apply(borderPad, [X], { mode: "edge", low: [], high: [] })).toThrow(
      "Cannot apply borderPad: expected 1 entries a list, got ; ",
    );
  });

  test("`work()` is none", () => {
    const attributes = { mode: "wrap", low: [1], high: [1] };
    expect(scalarsOf(borderPad, [["f32", [4]]], attributes)).toEqual({});
  });
});
