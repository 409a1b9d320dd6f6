import { describe, expect, test } from "vitest";
import { int, ints, lowered } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const X = floats("x", [2, 2], [1, 2, 3, 4]);
const AXES = int64s("axes", [1], [1]);
const NONE = int64s("axes", [0], []);
const DROP = int("keepdims", 0);

describe("reductions", () => {
  test("axes are an attribute, from opset 13 (sum) or 18 (others) an input", () => {
    const attributes = [ints("axes", [-1]), DROP];
    expect(lowered({ op: "ReduceSum", opset: 11, inputs: [X], attributes }).values()).toEqual([
      [3, 7],
    ]);
    expect(
      lowered({ op: "ReduceSum", opset: 13, inputs: [X, AXES], attributes: [DROP] }).values(),
    ).toEqual([[3, 7]]);
    expect(lowered({ op: "ReduceMax", opset: 13, inputs: [X], attributes }).values()).toEqual([
      [2, 4],
    ]);
    const input = lowered({ op: "ReduceMax", opset: 18, inputs: [X, AXES] });
    expect([input.shapes, input.values()]).toEqual([[[2, 1]], [[2, 4]]]);
  });

  test("without axes all are reduced, or none with `noop_with_empty_axes`", () => {
    const node = { op: "ReduceL1", opset: 18, inputs: [X, NONE] };
    expect([lowered(node).shapes, lowered(node).values()]).toEqual([[[1, 1]], [[10]]]);
    const noop = lowered({ ...node, attributes: [int("noop_with_empty_axes", 1)] });
    expect([noop.shapes, noop.values()]).toEqual([[[2, 2]], [[1, 2, 3, 4]]]);
    expect(lowered({ op: "ReduceMean", opset: 11, inputs: [X] }).values()).toEqual([[2.5]]);
  });

  test("axes that the network computes are not supported", () => {
    expect(() => lowered({ op: "ReduceSum", opset: 13, inputs: [X, "axes"] })).toThrow(
      "expected input 1 known without running the network, " +
        "got a value that is computed from the inputs",
    );
  });

  test("refuse an axis that is not there", () => {
    const attributes = [ints("axes", [2])];
    expect(() => lowered({ op: "ReduceSum", opset: 11, inputs: [X], attributes })).toThrow(
      "Cannot apply ReduceSum: expected an axis from -2 to 1, got 2",
    );
  });
});

describe("ArgMax, CumSum", () => {
  test("ArgMax reduces axis 0 by default and keeps it", () => {
    const arg = lowered({ op: "ArgMax", opset: 13, inputs: [X] });
    expect([arg.shapes, arg.values()]).toEqual([[[1, 2]], [[1, 1]]]);
    const ties = floats("t", [2], [5, 5]);
    const attributes = [int("select_last_index", 1)];
    expect(lowered({ op: "ArgMin", opset: 13, inputs: [ties], attributes }).values()).toEqual([
      [1],
    ]);
  });

  test("CumSum, CumProd read the axis from an input", () => {
    const attributes = [int("exclusive", 1), int("reverse", 1)];
    const inputs = [X, int64s("axis", [], [-1])];
    expect(lowered({ op: "CumSum", opset: 14, inputs, attributes }).values()).toEqual([
      [2, 0, 4, 0],
    ]);
    expect(lowered({ op: "CumProd", opset: 26, inputs }).values()).toEqual([[1, 2, 3, 12]]);
  });
});
