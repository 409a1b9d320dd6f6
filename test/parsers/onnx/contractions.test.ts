import { describe, expect, test } from "vitest";
import {
  float,
  int,
  ints,
  lowered,
  loweredNode,
  type OneNode,
  results,
  string,
} from "../../support/lowering.ts";

function bytes(dims: readonly number[], dataType: number, ...data: number[]) {
  return { dataType, dims: [...dims], int32Data: data };
}

const [UINT8, INT8] = [2, 3];

describe("MatMul", () => {
  const operator = (...inputs: (readonly number[])[]) =>
    loweredNode({ op: "MatMul", opset: 13, inputs }).operator;

  test("is one dotGeneral where nothing stretches, else a MatMul", () => {
    expect(operator([2, 3], [3, 4])).toBe("dotGeneral");
    expect(operator([1, 8, 2, 3], [1, 8, 3, 4])).toBe("dotGeneral");
    expect(operator([2, 3], [5, 3, 4])).toBe("MatMul");
  });

  test("pairs the batch axes of a dotGeneral", () => {
    expect(
      loweredNode({
        op: "MatMul",
        opset: 13,
        inputs: [
          [5, 2, 3],
          [5, 3, 4],
        ],
      }).attributes,
    ).toEqual({
      lhsBatch: [0],
      rhsBatch: [0],
      lhsContract: [2],
      rhsContract: [1],
      result: "f32",
    });
  });
});

describe("Gemm", () => {
  const gemm = (inputs: OneNode["inputs"], ...attributes: NonNullable<OneNode["attributes"]>) =>
    loweredNode({ op: "Gemm", opset: 13, inputs, attributes });

  test("has factors of 1 and no transposition where nothing is said", () => {
    expect(gemm([[2, 3], [3, 4], [4]])).toEqual({
      operator: "Gemm",
      attributes: { alpha: 1, beta: 1, transposeA: false, transposeB: false },
    });
    expect(
      gemm(
        [
          [3, 2],
          [3, 4],
        ],
        float("alpha", 0.5),
        int("transA", 1),
      ).attributes,
    ).toEqual({
      alpha: 0.5,
      beta: 1,
      transposeA: true,
      transposeB: false,
    });
  });

  test("refuses tensors that are no matrices, and a C that would stretch the result", () => {
    expect(() =>
      gemm([
        [1, 2, 3],
        [3, 4],
      ]),
    ).toThrow("Cannot import Gemm: expected two matrices, got 1x2x3 and 3x4");
    expect(() =>
      gemm([
        [1, 3],
        [3, 4],
        [2, 4],
      ]),
    ).toThrow("Cannot import Gemm: expected C that stretches to 1x4, got 2x4");
  });
});

describe("Conv", () => {
  const conv = (inputs: OneNode["inputs"], ...attributes: NonNullable<OneNode["attributes"]>) =>
    loweredNode({ op: "Conv", opset: 11, inputs, attributes });

  test("is a conv, or a Conv where there is a bias", () => {
    expect(
      conv([
        [1, 3, 8],
        [4, 3, 3],
      ]).operator,
    ).toBe("conv");
    expect(conv([[1, 3, 8], [4, 3, 3], [4]]).operator).toBe("Conv");
  });

  test("reads pads, strides, dilations and groups", () => {
    const attributes = [
      ints("pads", 1, 2),
      ints("strides", 2),
      ints("dilations", 3),
      int("group", 2),
    ];
    expect(
      conv(
        [
          [1, 4, 9],
          [6, 2, 3],
        ],
        ...attributes,
      ).attributes,
    ).toMatchObject({
      padLow: [1],
      padHigh: [2],
      strides: [2],
      kernelDilation: [3],
      groups: 2,
      dataDilation: [1],
      reversed: [false],
    });
  });

  test("refuses a kernel_shape that the weights do not have, and data without a spatial axis", () => {
    expect(() =>
      conv(
        [
          [1, 3, 8],
          [4, 3, 3],
        ],
        ints("kernel_shape", 5),
      ),
    ).toThrow("Cannot import Conv: expected kernel_shape 3, as the weights have it, got 5");
    expect(() =>
      conv([
        [1, 3],
        [4, 3],
      ]),
    ).toThrow("Cannot import Conv: expected data of rank 3 or more, got rank 2");
  });
});

describe("ConvTranspose", () => {
  const shape = (...attributes: NonNullable<OneNode["attributes"]>) =>
    results({
      op: "ConvTranspose",
      opset: 11,
      inputs: [
        [1, 1, 3],
        [1, 1, 3],
      ],
      attributes,
    })[0]?.shape[2];
  const pads = (...attributes: NonNullable<OneNode["attributes"]>) => {
    const node = {
      op: "ConvTranspose",
      opset: 11,
      inputs: [
        [1, 1, 3],
        [1, 1, 3],
      ],
      attributes,
    };
    const { padLow, padHigh } = loweredNode(node).attributes as Record<string, unknown>;
    return [padLow, padHigh];
  };

  test("has stride x (size - 1) + output_padding + reach + 1 - pads elements", () => {
    expect(shape()).toBe(5);
    expect(shape(ints("strides", 2))).toBe(7);
    expect(shape(ints("strides", 2), ints("pads", 1, 2))).toBe(4);
    expect(shape(ints("strides", 3), ints("output_padding", 1))).toBe(10);
    expect(shape(ints("dilations", 2))).toBe(7);
  });

  test("takes its size from output_shape or SAME, the odd element cut off where they say", () => {
    expect(shape(ints("strides", 2), ints("output_shape", 6))).toBe(6);
    expect(shape(ints("strides", 2), ints("output_shape", 8))).toBe(8);
    expect(shape(ints("strides", 2), string("auto_pad", "SAME_UPPER"))).toBe(6);
    const [stride, upper] = [ints("strides", 2), string("auto_pad", "SAME_UPPER")];
    expect(pads(stride, upper)).toEqual([[2], [1]]);
    expect(pads(stride, string("auto_pad", "SAME_LOWER"))).toEqual([[1], [2]]);
    expect(pads(stride, ints("output_shape", 6))).toEqual([[1], [2]]);
    expect(pads(stride, ints("output_shape", 6), upper)).toEqual([[2], [1]]);
  });

  test("refuses an output_shape with batch and channels", () => {
    expect(() => shape(ints("output_shape", 1, 1, 6))).toThrow(
      "Cannot import ConvTranspose: expected 1 entries in output_shape, got 3",
    );
  });
});

describe("MatMulInteger, ConvInteger", () => {
  test("get a zero point of 0 for A where only B has one", () => {
    const a = bytes([1, 2], UINT8, 3, 4);
    const b = bytes([2, 1], INT8, 1, 2);
    const zero = bytes([], INT8, 1);
    const node = { op: "MatMulInteger", opset: 10, inputs: [a, b, null, zero] };
    expect(lowered(node).node(0).inputs).toHaveLength(4);
    expect(results(node)).toEqual([{ shape: [1, 1], elements: [4] }]);
  });

  test("ConvInteger keeps the attributes of a convolution", () => {
    const x = bytes([1, 1, 3], UINT8, 5, 6, 7);
    const w = bytes([1, 1, 2], INT8, 1, -1);
    const attributes = [ints("pads", 1, 0)];
    const node = { op: "ConvInteger", opset: 10, inputs: [x, w, bytes([], UINT8, 5)], attributes };
    expect(results(node)).toEqual([{ shape: [1, 1, 3], elements: [0, -1, -1] }]);
  });
});

describe("Einsum", () => {
  test("is one node of its equation", () => {
    const attributes = [string("equation", "ij,jk->ik")];
    expect(
      loweredNode({
        op: "Einsum",
        opset: 12,
        inputs: [
          [2, 3],
          [3, 4],
        ],
        attributes,
      }),
    ).toEqual({
      operator: "Einsum",
      attributes: { equation: "ij,jk->ik" },
    });
  });
});

test("Conv refuses a window that the padded data do not hold, instead of counting nothing", () => {
  const conv = (side: number) => {
    const inputs = [
      [1, 1, side, 5],
      [1, 1, 3, 3],
    ];
    return lowered({ op: "Conv", opset: 17, inputs });
  };
  expect(() => conv(2)).toThrow(
    "Cannot import Conv: expected padded data of at least 3 on spatial axis 0, " +
      "to hold the window, got 2",
  );
  const graph = conv(3);
  expect(graph.type(graph.outputs[0] as number).shape).toEqual([1, 1, 1, 3]);
});
