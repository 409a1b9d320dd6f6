import { describe, expect, test } from "vitest";
import { qlinearAveragePool } from "../../src/ops/composite/qlinear-average-pool.ts";
import { qlinearConcat } from "../../src/ops/composite/qlinear-concat.ts";
import {
  qlinearAdd,
  qlinearLeakyRelu,
  qlinearMul,
  qlinearSigmoid,
  qlinearSoftmax,
  qlinearWhere,
} from "../../src/ops/composite/qlinear-elementwise.ts";
import { qlinearGlobalAveragePool } from "../../src/ops/composite/qlinear-global-average-pool.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const HALF = scalar("f32", 0.5);
const ONE = scalar("f32", 1);
const TWO = scalar("f32", 2);
const ZERO = scalar("i8", 0);
const THREE = scalar("i8", 3);

describe("QLinearAdd, QLinearMul", () => {
  const x = tensor("i8", [3], [1, 2, 100]);
  const y = tensor("i8", [1], [2]);

  test("`evaluate()` adds an odd zero point before it rounds: 0.5 + 1 + 3 is 4.5, so 4", () => {
    const inputs = [x, HALF, ZERO, y, HALF, ZERO, ONE, THREE];
    expect(elements(qlinearAdd, inputs)).toEqual([4, 5, 54]);
  });

  test("`evaluate()` multiplies (-1, 0, 98) x 0.5 by 2 x 0.5, and saturates", () => {
    const inputs = [x, HALF, scalar("i8", 2), y, HALF, ZERO, scalar("f32", 0.25), THREE];
    expect(elements(qlinearMul, inputs)).toEqual([1, 3, 127]);
  });

  test("`scalars()` are a dequantize an operand's element, the operation, and a quantize", () => {
    const inputs = [["i8", [3]], HALF, ZERO, ["i8", [1]], HALF, ZERO, ONE, THREE] as const;
    expect(scalarsOf(qlinearAdd, inputs)).toEqual({ dequantize: 4n, add: 3n, quantize: 3n });
    expect(scalarsOf(qlinearMul, inputs)).toEqual({ dequantize: 4n, multiply: 3n, quantize: 3n });
  });

  test("`values()` are the codes of the result's type", () => {
    const inputs = [["i8", [3]], HALF, ZERO, ["i8", [1]], HALF, ZERO, ONE, THREE] as const;
    const [set] = analysed(qlinearAdd, inputs).outputs;
    expect(set).toMatchObject({ status: "declared", grid: { lo: -128, hi: 127 } });
  });

  test("`infer()` refuses shapes that do not broadcast", () => {
    const two = tensor("i8", [2], [1, 1]);
    expect(() => elements(qlinearAdd, [x, HALF, ZERO, two, HALF, ZERO, ONE, THREE])).toThrow(
      "Cannot apply add: expected shapes that broadcast, got 3 and 2",
    );
  });
});

describe("quantized functions of one tensor", () => {
  test("QLinearSigmoid: sigmoid(0) is 128 of 256, far out it is 0 and 255", () => {
    const x = tensor("u8", [3], [128, 0, 255]);
    const inputs = [x, ONE, scalar("u8", 128), scalar("f32", 2 ** -8), scalar("u8", 0)];
    expect(elements(qlinearSigmoid, inputs)).toEqual([128, 0, 255]);
  });

  test("QLinearLeakyRelu rounds -2 x 0.25 = -0.5 to even before it adds the zero point", () => {
    const x = tensor("i8", [3], [-2, -6, 5]);
    const inputs = [x, ONE, ZERO, ONE, THREE];
    expect(elements(qlinearLeakyRelu, inputs, { alpha: 0.25 })).toEqual([3, 1, 8]);
  });

  test("QLinearSoftmax of equal values along the last axis is a half: 128 of 256", () => {
    const x = tensor("i8", [1, 2, 2], [7, 7, 7, 7]);
    const inputs = [x, HALF, ZERO, scalar("f32", 2 ** -8), scalar("u8", 0)];
    expect(elements(qlinearSoftmax, inputs, { axes: [2] })).toEqual([128, 128, 128, 128]);
    expect(elements(qlinearSoftmax, inputs, { axes: [1, 2] })).toEqual([64, 64, 64, 64]);
  });

  test("`scalars()` are a dequantize, the function, and a quantize an element", () => {
    const inputs = [["i8", [3]], HALF, ZERO, ONE, THREE] as const;
    expect(scalarsOf(qlinearSigmoid, inputs)).toEqual({
      dequantize: 3n,
      transcendental: 3n,
      quantize: 3n,
    });
  });
});

describe("QLinearWhere, QLinearConcat", () => {
  const x = tensor("i8", [2], [10, 20]);

  test("QLinearWhere brings both sides to the scale of the result", () => {
    const condition = tensor("bool", [2], [1, 0]);
    const inputs = [condition, x, HALF, ZERO, x, TWO, ZERO, ONE, THREE];
    expect(elements(qlinearWhere, inputs)).toEqual([8, 43]);
  });

  test("QLinearConcat copies what has the parameters of the result", () => {
    const inputs = [ONE, THREE, x, HALF, ZERO, x, ONE, THREE];
    const attributes = { axis: 0, copied: [false, true] };
    expect(elements(qlinearConcat, inputs, attributes)).toEqual([8, 13, 10, 20]);
    const operands = [ONE, THREE, ["i8", [2]], HALF, ZERO, ["i8", [2]], ONE, THREE] as const;
    expect(scalarsOf(qlinearConcat, operands, attributes)).toEqual({
      dequantize: 2n,
      quantize: 2n,
    });
  });

  test("`infer()` refuses parts of other shapes", () => {
    const wide = tensor("i8", [1, 2], [1, 1]);
    const inputs = [ONE, THREE, x, HALF, ZERO, wide, ONE, THREE];
    const attributes = { axis: 0, copied: [false, false] };
    expect(() => elements(qlinearConcat, inputs, attributes)).toThrow(
      "Cannot apply concatenate: expected 2 but for axis 0, got 1x2",
    );
  });
});

describe("quantized averages", () => {
  const image = tensor("u8", [1, 2, 1, 2], [1, 2, 3, 5]);
  const parameters = [ONE, scalar("u8", 0), ONE, scalar("u8", 1)];

  test("QLinearGlobalAveragePool rounds 1.5 and 4 to even before it adds the zero point", () => {
    expect(elements(qlinearGlobalAveragePool, [image, ...parameters], { axes: [2, 3] })).toEqual([
      3, 5,
    ]);
    const last = tensor("u8", [1, 1, 2, 2], [1, 3, 2, 5]);
    expect(elements(qlinearGlobalAveragePool, [last, ...parameters], { axes: [1, 2] })).toEqual([
      3, 5,
    ]);
  });

  test("QLinearGlobalAveragePool is an add less than positions, and a quantize a mean", () => {
    const inputs = [["u8", [2, 3, 5, 5]], ...parameters] as const;
    expect(scalarsOf(qlinearGlobalAveragePool, inputs, { axes: [2, 3] })).toEqual({
      add: 144n,
      quantize: 6n,
    });
  });

  const windows = {
    window: [1, 1, 1, 2],
    strides: [1, 1, 1, 1],
    padLow: [0, 0, 0, 0],
    padHigh: [0, 0, 0, 0],
    dilations: [1, 1, 1, 1],
    overhang: [0, 0, 0, 0],
    countPadding: false,
    channelsLast: false,
  };

  test("QLinearAveragePool adds the zero point before it rounds: 1.5 + 1 and 4 + 1", () => {
    expect(elements(qlinearAveragePool, [image, ...parameters], windows)).toEqual([2, 5]);
    const last = tensor("u8", [1, 1, 2, 2], [1, 3, 2, 5]);
    const channelsLast = { ...windows, channelsLast: true };
    expect(elements(qlinearAveragePool, [last, ...parameters], channelsLast)).toEqual([2, 5]);
  });

  test("QLinearAveragePool is a dequantize an element, an average, and a quantize", () => {
    const inputs = [["u8", [1, 2, 1, 2]], ...parameters] as const;
    expect(scalarsOf(qlinearAveragePool, inputs, windows)).toEqual({
      dequantize: 4n,
      add: 2n,
      divide: 2n,
      quantize: 2n,
    });
  });
});
