import { describe, expect, test } from "vitest";
import type { ElementType } from "../../src/graph/element-type.ts";
import { roundToFloat } from "../../src/graph/small-float.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { dropout, seededDropout } from "../../src/ops/leaf/dropout.ts";
import { apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const VALUES = [1, -2, 3, 0.1, -7, 0.7];

/** The result and the mask, for data and a ratio that are rounded to their types. */
function dropped(
  seed: number,
  [element, values]: readonly [ElementType, readonly number[]],
  [ratioElement, ratio]: readonly [ElementType, number],
): readonly (readonly number[])[] {
  const rounded = values.map((value) => roundToFloat(element as "f32", value));
  const inputs = [
    tensor(element, [2, values.length / 2], rounded),
    scalar(ratioElement, roundToFloat(ratioElement as "f32", ratio)),
  ];
  return apply(seededDropout, inputs, { seed }).map(toNumbers);
}

describe("dropout", () => {
  // onnx 1.23.2, onnx.reference, with NumPy 2.4.6.
  test.each([
    [
      ["f32", "f32", 0.55],
      [0, -4.44444465637207, 0, 0.222222238779068, -15.555556297302246, 0],
      [0, 1, 0, 1, 1, 0],
    ],
    [
      ["f64", "f64", 0.1],
      [
        0, -2.2222222222222223, 3.3333333333333335, 0.11111111111111112, -7.777777777777779,
        0.7777777777777778,
      ],
      [0, 1, 1, 1, 1, 1],
    ],
    [
      ["f64", "f32", 0.1],
      [
        0, -2.222222328186035, 3.3333334922790527, 0.11111111640930177, -7.777778148651123,
        0.7777778148651122,
      ],
      [0, 1, 1, 1, 1, 1],
    ],
    [
      ["f16", "f16", 0.1],
      [0, -2.22265625, 3.333984375, 0.111083984375, -7.78125, 0.7783203125],
      [0, 1, 1, 1, 1, 1],
    ],
  ] as const)("`evaluate()` of seed 7 for types and ratio %j", (types, result, mask) => {
    const [element, ratioElement, ratio] = types;
    expect(dropped(7, [element, VALUES], [ratioElement, ratio])).toEqual([result, mask]);
  });

  test("`evaluate()` multiplies what is dropped by 0: signs stay, infinities become NaN", () => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    // NumPy 2.4.6: the mask of ratio 0.55 and seed 7 is 0, 1, 0, 1, 1, 0.
    const x = [-1, -2, inf, inf, 0, nan] as const;
    expect(dropped(7, ["f32", x], ["f32", 0.55])[0]).toEqual([
      -0,
      -4.44444465637207,
      nan,
      inf,
      0,
      nan,
    ]);
  });

  test("`evaluate()` of more numbers than the generator's state holds", () => {
    const x = tensor("f32", [2_000], new Array(2_000).fill(1));
    const [result, mask] = apply(seededDropout, [x, scalar("f32", 0.5)], { seed: 3 }).map(
      toNumbers,
    );
    // NumPy 2.4.6, RandomState(3).uniform(0, 1.0, 2000) >= 0.5: count and sum of indices.
    const kept = mask?.flatMap((keeps, i) => (keeps === 1 ? [i] : [])) ?? [];
    expect([kept.length, kept.reduce((sum, i) => sum + i, 0)]).toEqual([1008, 1008297]);
    expect(result).toEqual(mask?.map((keeps) => 2 * keeps));
  });

  test("`evaluate()` of ratio 0 keeps everything, without a seed of the source too", () => {
    const x = tensor("f32", [4], [-2, -1, 1, 2]);
    expect(elements(dropout, [x, scalar("f32", 0)], { seed: 7 })).toEqual([-2, -1, 1, 2]);
    expect([dropout.draws, seededDropout.draws]).toEqual([true, undefined]);
  });

  test.each([[1], [-0.5], [Number.NaN]])("`evaluate()` refuses a ratio of %d", (ratio) => {
    const inputs = [tensor("f32", [1], [1]), scalar("f32", ratio)];
    expect(() => apply(seededDropout, inputs, { seed: 0 })).toThrow(
      `Cannot apply seededDropout: expected a ratio from 0 up to 1 without it, got ${ratio}`,
    );
  });

  test("`infer()` is data and mask of one shape; a ratio is one number, a seed 32 bits", () => {
    const x = tensor("f16", [2, 1], [1, 2]);
    const half = scalar("f32", 0.5);
    expect(apply(dropout, [x, half], { seed: 0 }).map(({ type }) => type)).toMatchObject([
      { element: "f16", shape: [2, 1] },
      { element: "bool", shape: [2, 1] },
    ]);
    expect(() => apply(dropout, [scalar("i32", 1), half], { seed: 0 })).toThrow(
      "Cannot apply dropout: expected data of a float type, got i32",
    );
    expect(() => apply(dropout, [x, x], { seed: 0 })).toThrow(
      "Cannot apply dropout: expected one ratio of a float type, got f16 2x1",
    );
    expect(() => apply(dropout, [x, half], { seed: -1 })).toThrow(
      "Cannot apply dropout: expected a seed from 0 to 2^32 - 1, got -1",
    );
  });

  test("`work()`: a compare and two products an element, and the scale once", () => {
    const operands = [
      ["f32", [2, 3]],
      ["f32", []],
    ] as const;
    expect(scalarsOf(seededDropout, operands, { seed: 0 })).toEqual({
      compare: 6n,
      multiply: 12n,
      add: 1n,
      divide: 1n,
    });
  });
});
