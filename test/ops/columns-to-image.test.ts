import { describe, expect, test } from "vitest";
import { columnsToImage } from "../../src/ops/leaf/columns-to-image.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const LINE = {
  image: [4],
  window: [2],
  strides: [1],
  dilations: [1],
  padLow: [0],
  padHigh: [0],
};

describe("columnsToImage", () => {
  test("`evaluate()` adds windows where they overlap", () => {
    const x = tensor("f32", [1, 2, 3], [1, 2, 3, 10, 20, 30]);
    expect(elements(columnsToImage, [x], LINE)).toEqual([1, 12, 23, 30]);
  });

  test("`evaluate()` drops what falls into the padding", () => {
    const padded = { ...LINE, image: [3], padLow: [1], strides: [2] };
    const x = tensor("i32", [1, 2, 2], [1, 2, 10, 20]);
    expect(elements(columnsToImage, [x], padded)).toEqual([10, 2, 20]);
  });

  test("`evaluate()` rounds narrow floats once: 2048 + 1 + 1 is 2050 in f16", () => {
    const triple = { ...LINE, image: [3], window: [3], padLow: [2], padHigh: [2] };
    const x = tensor("f16", [1, 3, 5], [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2048, 0, 0, 0, 0]);
    expect(elements(columnsToImage, [x], triple)).toEqual([2050, 0, 0]);
  });

  test("`infer()` refuses another number of windows", () => {
    const x = tensor("f32", [1, 2, 4], [0]);
    expect(() => apply(columnsToImage, [x], LINE)).toThrow(
      "Cannot apply columnsToImage: expected [N, C x 2, 3], got 1x2x4",
    );
    expect(() => apply(columnsToImage, [x], { ...LINE, strides: [0] })).toThrow(
      "Cannot apply columnsToImage: expected positive windows, strides and dilations, got 2,0,1",
    );
  });

  test("`work()`: an add an element", () => {
    expect(scalarsOf(columnsToImage, [["f32", [2, 6, 3]]], LINE)).toEqual({ add: 36n });
  });
});
