import { describe, expect, test } from "vitest";
import { int, ints, lowered, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const IMAGE = floats("x", [1, 1, 2, 2], [1, 2, 3, 4]);
const CORNER = floats("g", [1, 1, 1, 2], [-1, -1]);

describe("GridSample", () => {
  test("modes are named after planes in opset 16, after lines later; the default is linear", () => {
    const values = (opset: number, mode?: string) =>
      lowered({
        op: "GridSample",
        opset,
        inputs: [IMAGE, CORNER],
        attributes: [int("align_corners", 1), ...(mode === undefined ? [] : [text("mode", mode)])],
      }).values();
    expect([values(16), values(16, "bilinear"), values(20, "linear"), values(22, "cubic")]).toEqual(
      new Array(4).fill([[1]]),
    );
  });

  test("refuses other modes and paddings", () => {
    const attempt = (name: string, value: string) => () =>
      lowered({
        op: "GridSample",
        opset: 20,
        inputs: [IMAGE, CORNER],
        attributes: [text(name, value)],
      });
    expect(attempt("mode", "area")).toThrow(
      "Cannot import GridSample: expected a mode of nearest, linear or cubic, got area",
    );
    expect(attempt("padding_mode", "wrap")).toThrow(
      "Cannot import GridSample: expected a padding_mode of zeros, border, reflection, got wrap",
    );
  });
});

describe("AffineGrid", () => {
  const theta = floats("t", [1, 2, 3], [1, 0, 0, 0, 1, 0]);

  test("takes the size as an input that is known", () => {
    const grid = lowered({
      op: "AffineGrid",
      opset: 20,
      inputs: [theta, int64s("s", [4], [1, 3, 1, 2])],
    });
    expect([grid.shapes, grid.values()]).toEqual([[[1, 1, 2, 2]], [[-0.5, 0, 0.5, 0]]]);
    expect(() =>
      lowered({ op: "AffineGrid", opset: 20, inputs: [theta, int64s("s", [4], [2, 3, 1, 2])] }),
    ).toThrow("Cannot import AffineGrid: expected a size of batch 1, got 2");
  });
});

describe("MaxUnpool, Col2Im", () => {
  test("MaxUnpool has the size that its windows reach, or one that is stated", () => {
    const x = floats("x", [1, 1, 1, 1], [9]);
    const at = int64s("i", [1, 1, 1, 1], [3]);
    const attributes = [ints("kernel_shape", [2, 2])];
    const plain = lowered({ op: "MaxUnpool", opset: 11, inputs: [x, at], attributes });
    expect(plain.values()).toEqual([[0, 0, 0, 9]]);
    const inputs = [x, at, int64s("s", [4], [1, 1, 3, 2])];
    const larger = lowered({ op: "MaxUnpool", opset: 11, inputs, attributes });
    expect([larger.shapes, larger.values()]).toEqual([[[1, 1, 3, 2]], [[0, 0, 0, 9, 0, 0]]]);
  });

  test("Col2Im takes image and window as inputs", () => {
    const x = floats("x", [1, 2, 2], [1, 2, 3, 4]);
    const inputs = [x, int64s("i", [1], [3]), int64s("b", [1], [2])];
    expect(lowered({ op: "Col2Im", opset: 18, inputs }).values()).toEqual([[1, 5, 4]]);
  });
});

describe("DeformConv", () => {
  test("is one node, with the mask where there is no bias", () => {
    const inputs = [
      floats("x", [1, 1, 1, 1], [3]),
      floats("w", [1, 1, 1, 1], [2]),
      floats("o", [1, 2, 1, 1], [0, 0]),
      null,
      floats("m", [1, 1, 1, 1], [0.5]),
    ];
    const conv = lowered({ op: "DeformConv", opset: 22, inputs });
    expect([conv.operators, conv.values()]).toEqual([["DeformConv"], [[3]]]);
  });
});
