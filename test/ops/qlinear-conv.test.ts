import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { qlinearConv } from "../../src/ops/composite/qlinear-conv.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { CONV_3X3 } from "../support/network.ts";
import { tensor } from "../support/tensors.ts";

const POINTWISE = { ...CONV_3X3, padLow: [0, 0], padHigh: [0, 0] };

/** x of scale 0.5 and zero point 128, w of scale 0.25 and zero point 1, y of scale 1 and zero point 3. */
const X = [tensor("u8", [1, 1, 1, 2], [130, 120]), scalar("f32", 0.5), scalar("u8", 128)];
const W = [tensor("i8", [1, 1, 1, 1], [5]), scalar("f32", 0.25), scalar("i8", 1)];
const Y = [scalar("f32", 1), scalar("i8", 3)];

describe("QLinearConv", () => {
  test("`evaluate()`: (2, -8) x 4 = (8, -32), / 8 = (1, -4), plus 3", () => {
    expect(elements(qlinearConv, [...X, ...W, ...Y], POINTWISE)).toEqual([4, -1]);
  });

  test("`evaluate()` adds the bias to the sums: (8 + 4) / 8 = 1.5 is 2, (-32 + 4) / 8 = -3.5 is -4", () => {
    const bias = tensor("i32", [1], [4]);
    expect(elements(qlinearConv, [...X, ...W, ...Y, bias], POINTWISE)).toEqual([5, -1]);
  });

  test("`evaluate()` takes scale and zero point of the weights by output channel", () => {
    const w = [
      tensor("i8", [2, 1, 1, 1], [5, 5]),
      tensor("f32", [2], [0.25, 0.5]),
      tensor("i8", [2], [1, 3]),
    ];
    const bias = tensor("i32", [2], [0, 4]);
    expect(elements(qlinearConv, [...X, ...w, ...Y, bias], POINTWISE)).toEqual([4, -1, 5, 0]);
  });

  test("`evaluate()` pads with x's zero point", () => {
    const w = [tensor("i8", [1, 1, 3, 3], new Array(9).fill(1)), scalar("f32", 1), scalar("i8", 0)];
    const x = [tensor("u8", [1, 1, 1, 2], [130, 120]), scalar("f32", 1), scalar("u8", 128)];
    expect(elements(qlinearConv, [...x, ...w, ...Y], CONV_3X3)).toEqual([-3, -3]);
  });

  test("`scalars()` are one quantize an output element, and one add with a bias", () => {
    const x = [["u8", [1, 3, 8, 8]], scalar("f32", 1), scalar("u8", 128)] as const;
    const w = [
      tensor("i8", [4, 3, 3, 3], new Array(108).fill(1)),
      scalar("f32", 1),
      scalar("i8", 0),
    ];
    expect(scalarsOf(qlinearConv, [...x, ...w, ...Y], CONV_3X3)).toEqual({ quantize: 256n });
    const bias = tensor("i32", [4], [0, 0, 0, 0]);
    expect(scalarsOf(qlinearConv, [...x, ...w, ...Y, bias], CONV_3X3)).toEqual({
      quantize: 256n,
      add: 256n,
    });
  });

  test("contraction: 8-bit codes on both sides, behind zero points by channel as well", () => {
    const x = [["u8", [1, 3, 8, 8]], scalar("f32", 1), scalar("u8", 128)] as const;
    const w = [
      tensor(
        "i8",
        [4, 3, 3, 3],
        Array.from({ length: 108 }, (_, i) => ((i * 37) % 256) - 128),
      ),
      tensor("f32", [4], [1, 2, 3, 4]),
      tensor("i8", [4], [1, 2, 3, 4]),
    ];
    const { analysis, outputs } = analysed(qlinearConv, [...x, ...w, ...Y], CONV_3X3);
    const [row] = analysis.contractions;
    expect(row?.contraction.macs).toBe(6912n);
    expect([row?.lhs, row?.rhs].map((side) => side && widthOf(side.values))).toEqual([
      { bits: 8, float: false },
      { bits: 8, float: false },
    ]);
    expect(row?.lhs.values.grid).toEqual({ lo: 0, hi: 255, step: 1, origin: -128 });
    expect(row?.rhs.values.grid).toMatchObject({
      ...{ lo: -128, hi: 127, step: 1, origin: 0 },
      shift: { axes: [{ axis: 0, block: 1 }], stored: true },
    });
    expect(outputs[0]).toMatchObject({ status: "declared", grid: { lo: -128, hi: 127 } });
  });

  test("`infer()` refuses parameters of another number of channels", () => {
    const w = [W[0], tensor("f32", [2], [1, 1]), scalar("i8", 0)] as typeof W;
    expect(() => elements(qlinearConv, [...X, ...w, ...Y], POINTWISE)).toThrow(
      "Cannot apply zero point or scale: expected 1 elements, got 2",
    );
  });
});
