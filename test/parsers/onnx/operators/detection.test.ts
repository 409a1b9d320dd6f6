import { describe, expect, test } from "vitest";
import { float, int, ints, lowered, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

describe("RoiAlign", () => {
  const inputs = [
    floats("x", [1, 1, 2, 2], [0, 1, 2, 3]),
    floats("b", [1, 4], [0, 0, 1, 1]),
    int64s("i", [1], [0]),
  ];

  test("boxes count from edges before opset 16, half an element before from then on", () => {
    const at = (opset: number) => lowered({ op: "RoiAlign", opset, inputs }).values();
    expect([at(10), at(16)]).toEqual([[[1.5]], [[0]]]);
  });

  test("refuses other modes", () => {
    const attributes = [text("mode", "median")];
    expect(() => lowered({ op: "RoiAlign", opset: 16, inputs, attributes })).toThrow(
      "Cannot import RoiAlign: expected mode avg or max, got median",
    );
  });
});

describe("MaxRoiPool", () => {
  const inputs = [floats("x", [1, 1, 2, 2], [0, 1, 2, 3]), floats("b", [1, 5], [0, 0, 0, 2, 0])];

  test("needs a shape", () => {
    const attributes = [ints("pooled_shape", [1, 1]), float("spatial_scale", 0.5)];
    expect(lowered({ op: "MaxRoiPool", opset: 1, inputs, attributes }).values()).toEqual([[1]]);
    expect(() => lowered({ op: "MaxRoiPool", opset: 1, inputs })).toThrow(
      "Cannot import MaxRoiPool: expected a pooled_shape of two sizes, got none",
    );
  });
});

describe("operators whose results have a length that depends on the data", () => {
  test("NonMaxSuppression of known boxes; without a number none is kept", () => {
    const boxes = floats("b", [1, 2, 4], [0, 0, 1, 1, 5, 5, 6, 6]);
    const scores = floats("s", [1, 1, 2], [0.1, 0.9]);
    const most = int64s("m", [1], [4]);
    const all = lowered({ op: "NonMaxSuppression", opset: 11, inputs: [boxes, scores, most] });
    expect([all.shapes, all.values()]).toEqual([[[2, 3]], [[0, 0, 1, 0, 0, 0]]]);
    const none = lowered({ op: "NonMaxSuppression", opset: 10, inputs: [boxes, scores] });
    expect(none.shapes).toEqual([[0, 3]]);
  });

  test("Unique of known elements", () => {
    const x = floats("x", [1, 3], [2, 1, 2]);
    const unique = lowered({ op: "Unique", opset: 11, inputs: [x], outputs: 4 });
    expect(unique.values()).toEqual([
      [1, 2],
      [1, 0],
      [1, 0, 1],
      [1, 2],
    ]);
    const attributes = [int("axis", 0), int("sorted", 0)];
    expect(lowered({ op: "Unique", opset: 11, inputs: [x], attributes }).shapes).toEqual([[1, 3]]);
  });

  test("are not supported where the elements are not known", () => {
    expect(() => lowered({ op: "Unique", opset: 11, inputs: ["x"] })).toThrow(
      "expected input 0 known without running the network, got a value that is computed from the inputs",
    );
  });
});
