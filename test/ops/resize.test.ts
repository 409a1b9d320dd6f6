import { describe, expect, test } from "vitest";
import { resizeNearest } from "../../src/ops/core/resize-nearest.ts";
import { type ResizeAttributes, resize } from "../../src/ops/leaf/resize.ts";
import { coordinateOf, type Resampling } from "../../src/ops/resampling.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function along(from: number, to: number, change: Partial<Resampling> = {}): Resampling {
  return {
    shape: [to],
    scales: [to / from],
    coordinates: "half_pixel",
    roiStart: [0],
    roiEnd: [1],
    extrapolation: 0,
    ...change,
  };
}

function coordinates(from: number, to: number, change: Partial<Resampling> = {}) {
  return Array.from({ length: to }, (_, i) => coordinateOf(i, 0, from, along(from, to, change)));
}

describe("coordinateOf()", () => {
  test("of each mode", () => {
    expect(coordinates(2, 4)).toEqual([-0.25, 0.25, 0.75, 1.25]);
    expect(coordinates(2, 4, { coordinates: "asymmetric" })).toEqual([0, 0.5, 1, 1.5]);
    expect(coordinates(3, 5, { coordinates: "align_corners" })).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(coordinates(3, 1, { coordinates: "align_corners" })).toEqual([0]);
    expect(coordinates(4, 2, { coordinates: "pytorch_half_pixel" })).toEqual([0.5, 2.5]);
    expect(coordinates(4, 1, { coordinates: "pytorch_half_pixel" })).toEqual([0]);
    const symmetric = { coordinates: "half_pixel_symmetric", scales: [0.5] } as const;
    expect(coordinates(5, 2, symmetric)).toEqual([1, 3]);
  });

  test("shows a part of the input, and nothing outside it", () => {
    const part = { coordinates: "tf_crop_and_resize", roiStart: [0.5], roiEnd: [1.5] } as const;
    expect(coordinates(5, 3, part)).toEqual([2, 4, undefined]);
    expect(coordinates(5, 1, { ...part, roiEnd: [1] })).toEqual([3]);
  });

  test("is whole where a scale rounded to f32 means a whole number", () => {
    const third = { coordinates: "asymmetric", scales: [Math.fround(1 / 3)] } as const;
    expect(coordinates(9, 3, third)).toEqual([0, 3, 6]);
  });
});

describe("resizeNearest", () => {
  const x = tensor("i8", [2], [1, 2]);

  test("`evaluate()` extrapolates by what the type holds", () => {
    const part = { coordinates: "tf_crop_and_resize", roiStart: [0.5], roiEnd: [1.5] } as const;
    const beyond = (element: "bool" | "i8", extrapolation: number) =>
      elements(resizeNearest, [tensor(element, [5], [0, 0, 0, 0, 0])], {
        ...along(5, 3, { ...part, extrapolation }),
        nearest: "floor",
      });
    expect(beyond("bool", 5)).toEqual([0, 0, 1]);
    expect(beyond("i8", 2.7)).toEqual([0, 0, 2]);
    expect(beyond("i8", -300)).toEqual([0, 0, -128]);
  });

  test("`evaluate()` rounds as it is told", () => {
    const resized = (nearest: string, coordinates: string) =>
      elements(resizeNearest, [x], { ...along(2, 4), coordinates, nearest });
    expect(resized("round_prefer_floor", "half_pixel")).toEqual([1, 1, 2, 2]);
    expect(resized("round_prefer_floor", "asymmetric")).toEqual([1, 1, 2, 2]);
    expect(resized("round_prefer_ceil", "asymmetric")).toEqual([1, 2, 2, 2]);
    expect(resized("floor", "asymmetric")).toEqual([1, 1, 2, 2]);
    expect(resized("ceil", "asymmetric")).toEqual([1, 2, 2, 2]);
  });

  test("`evaluate()` shows the extrapolated value outside", () => {
    const part = {
      coordinates: "tf_crop_and_resize",
      roiStart: [0],
      roiEnd: [2],
      extrapolation: 9,
    };
    expect(elements(resizeNearest, [x], { ...along(2, 3), ...part, nearest: "floor" })).toEqual([
      1, 2, 9,
    ]);
  });

  test("`infer()` refuses elements out of nothing; `work()` is none", () => {
    const attributes = { ...along(2, 4), nearest: "floor" };
    expect(() => apply(resizeNearest, [tensor("i8", [0], [])], attributes)).toThrow(
      "Cannot apply resizeNearest: expected sizes and positive scales for 0, got 4 by 2",
    );
    expect(scalarsOf(resizeNearest, [["i8", [2]]], attributes)).toEqual({});
  });
});

describe("resize", () => {
  const linear: Omit<ResizeAttributes, keyof Resampling> = {
    kernel: "linear",
    a: -0.75,
    antialias: false,
    excludeOutside: false,
  };
  const x = tensor("f32", [2], [0, 4]);
  const four = tensor("f32", [4], [1, 2, 3, 4]);

  test("`evaluate()` interpolates between neighbours, and repeats the edge", () => {
    expect(elements(resize, [x], { ...along(2, 4), ...linear })).toEqual([0, 1, 3, 4]);
    const corners = { ...along(2, 5, { coordinates: "align_corners" }), ...linear };
    expect(elements(resize, [x], corners)).toEqual([0, 1, 2, 3, 4]);
  });

  test("`evaluate()` of the cubic kernel: -9 / 128 and -3 / 128 at 1.25 and 1.75 for a = -0.5", () => {
    const cubic = { ...along(4, 8), ...linear, kernel: "cubic", a: -0.5 };
    const far = tensor("f32", [4], [128, 0, 0, 0]);
    expect(elements(resize, [far], cubic).slice(3, 5)).toEqual([-9, -3]);
    expect(elements(resize, [far], { ...cubic, a: -0.75 }).slice(3, 5)).toEqual([-13.5, -4.5]);
    const halfway = { ...along(2, 2, { coordinates: "asymmetric", scales: [2] }), ...linear };
    expect(elements(resize, [x], { ...halfway, kernel: "cubic", a: -0.5 })).toEqual([0, 2]);
  });

  test("`evaluate()` stretches the kernel where it is antialiased", () => {
    const half = { ...along(4, 2), ...linear };
    expect(elements(resize, [four], half)).toEqual([1.5, 3.5]);
    expect(elements(resize, [four], { ...half, antialias: true })).toEqual([1.625, 3.375]);
  });

  test("`evaluate()` leaves out what is outside, if it is told", () => {
    const attributes = { ...along(2, 4), ...linear, kernel: "cubic", excludeOutside: true };
    const ones = tensor("f32", [2], [1, 1]);
    expect(elements(resize, [ones], attributes)).toEqual([1, 1, 1, 1]);
  });

  test("`evaluate()` one axis after the other; integers round to even", () => {
    const square = tensor("i32", [2, 2], [0, 4, 8, 12]);
    const both = {
      ...linear,
      ...along(2, 3, { shape: [3, 3], scales: [1.5, 1.5], coordinates: "align_corners" }),
      roiStart: [0, 0],
      roiEnd: [1, 1],
    };
    expect(elements(resize, [square], both)).toEqual([0, 2, 4, 4, 6, 8, 8, 10, 12]);
    const bytes = tensor("u8", [2], [0, 1]);
    const corners = { ...along(2, 3, { coordinates: "align_corners" }), ...linear };
    expect(elements(resize, [bytes], corners)).toEqual([0, 0, 1]);
  });

  test("`infer()` refuses bool", () => {
    expect(() =>
      apply(resize, [tensor("bool", [2], [0, 1])], { ...along(2, 4), ...linear }),
    ).toThrow("Cannot apply resize: expected a numeric type, got bool");
  });

  test("`work()` is a multiply a neighbour of each axis that changes, one add less", () => {
    const shape = { shape: [1, 6, 8], scales: [1, 2, 2] };
    const attributes = {
      ...along(2, 4),
      ...linear,
      ...shape,
      roiStart: [0, 0, 0],
      roiEnd: [1, 1, 1],
    };
    expect(scalarsOf(resize, [["f32", [1, 3, 4]]], attributes)).toEqual({
      multiply: BigInt(2 * 24 + 2 * 48),
      add: BigInt(24 + 48),
    });
  });
});
