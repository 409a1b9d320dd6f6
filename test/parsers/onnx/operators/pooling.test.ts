import { describe, expect, test } from "vitest";
import { float, int, ints, lowered, text } from "../../../support/one-node.ts";
import { floats } from "../../../support/onnx.ts";

const line = (...values: number[]) => floats("x", [1, 1, values.length], values);
const WINDOW = [ints("kernel_shape", [2]), ints("strides", [2])];

describe("pools", () => {
  test("without `ceil_mode` leave a rest out, with it they keep it", () => {
    const node = { op: "MaxPool", opset: 11, inputs: [line(1, 2, 3)] };
    expect(lowered({ ...node, attributes: WINDOW }).values()).toEqual([[2]]);
    const attributes = [...WINDOW, int("ceil_mode", 1)];
    expect(lowered({ ...node, attributes }).values()).toEqual([[2, 3]]);
    expect(lowered({ ...node, op: "AveragePool", attributes }).values()).toEqual([[1.5, 3]]);
  });

  test("with `auto_pad` take no part in `ceil_mode`", () => {
    const attributes = [...WINDOW, int("ceil_mode", 1), text("auto_pad", "VALID")];
    const node = { op: "MaxPool", opset: 11, inputs: [line(1, 2, 3)], attributes };
    expect(lowered(node).values()).toEqual([[2]]);
  });

  test("AveragePool counts padding where it is told to", () => {
    const attributes = [...WINDOW, ints("pads", [1, 0])];
    const node = { op: "AveragePool", opset: 11, inputs: [line(2, 4, 8)] };
    expect(lowered({ ...node, attributes }).values()).toEqual([[2, 6]]);
    const counting = [...attributes, int("count_include_pad", 1)];
    expect(lowered({ ...node, attributes: counting }).values()).toEqual([[1, 6]]);
  });

  test("MaxPool gives indices where they are asked for", () => {
    const node = { op: "MaxPool", opset: 11, inputs: [line(1, 2, 4, 3)], attributes: WINDOW };
    expect(lowered(node).operators).toEqual(["reduceWindowMaximum"]);
    expect(lowered({ ...node, outputs: 2 }).values()).toEqual([
      [2, 4],
      [1, 2],
    ]);
  });

  test("LpPool reads p, a float in opset 1", () => {
    const node = { op: "LpPool", inputs: [line(3, -4)] };
    const old = [...WINDOW, float("p", 1)];
    expect(lowered({ ...node, opset: 1, attributes: old }).values()).toEqual([[7]]);
    expect(lowered({ ...node, opset: 18, attributes: WINDOW }).values()).toEqual([[5]]);
    const attributes = [int("p", 1)];
    expect(lowered({ ...node, op: "GlobalLpPool", opset: 2, attributes }).values()).toEqual([[7]]);
  });

  test("GlobalMaxPool is one reduction, GlobalAveragePool one composite", () => {
    const most = lowered({ op: "GlobalMaxPool", opset: 1, inputs: [line(-3, -4)] });
    expect([most.operators, most.shapes, most.values()]).toEqual([
      ["reduceMaximum"],
      [[1, 1, 1]],
      [[-3]],
    ]);
    const mean = lowered({ op: "GlobalAveragePool", opset: 1, inputs: [line(-3, -4)] });
    expect([mean.operators, mean.values()]).toEqual([["GlobalAveragePool"], [[-3.5]]]);
  });

  test("refuse a window of another rank", () => {
    const attributes = [ints("kernel_shape", [2, 2])];
    expect(() => lowered({ op: "MaxPool", opset: 11, inputs: [line(1, 2)], attributes })).toThrow(
      "Cannot import MaxPool: expected 1 entries in kernel_shape, got 2",
    );
  });
});
