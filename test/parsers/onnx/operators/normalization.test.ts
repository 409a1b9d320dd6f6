import { describe, expect, test } from "vitest";
import { float, int, lowered } from "../../../support/one-node.ts";
import { floats } from "../../../support/onnx.ts";

const one = (name: string, value: number) => floats(name, [1], [value]);

describe("BatchNormalization", () => {
  const x = floats("x", [2, 1], [2, 4]);
  const inputs = [x, one("scale", 1), one("bias", 0), one("mean", 0), one("variance", 3)];
  const exact = float("epsilon", 1);
  const node = { op: "BatchNormalization", inputs, attributes: [exact] };

  test("is one composite in inference", () => {
    for (const opset of [7, 9, 14, 15]) {
      const { operators, values } = lowered({ ...node, opset });
      expect([operators, values()]).toEqual([["BatchNormalization"], [[1, 2]]]);
    }
  });

  test("in training is not supported", () => {
    const attributes = [exact, int("training_mode", 1)];
    const message = "expected inference, got training, which updates statistics";
    expect(() => lowered({ ...node, opset: 15, attributes, outputs: 3 })).toThrow(message);
    expect(() => lowered({ ...node, opset: 9, outputs: 5 })).toThrow(message);
    expect(() => lowered({ ...node, opset: 6 })).toThrow(message);
    const tested = [exact, int("is_test", 1)];
    expect(lowered({ ...node, opset: 6, attributes: tested }).values()).toEqual([[1, 2]]);
  });

  test("has one parameter a place with `spatial` 0, before opset 9", () => {
    const places = (name: string, ...values: number[]) => floats(name, [1, 2], values);
    const own = [
      floats("x", [1, 1, 2], [3, 5]),
      places("scale", 1, 2),
      places("bias", 0, 1),
      places("mean", 1, 1),
      places("variance", 0, 3),
    ];
    const attributes = [exact, int("spatial", 0)];
    const result = lowered({ op: "BatchNormalization", opset: 7, inputs: own, attributes });
    expect(result.values()).toEqual([[2, 5]]);
  });
});

describe("GroupNormalization", () => {
  test("has one scale and bias a group before opset 21, one a channel after", () => {
    const x = floats("x", [1, 4, 1], [0, 4, 4, 0]);
    const attributes = [int("num_groups", 2), float("epsilon", 12)];
    const node = { op: "GroupNormalization", attributes };
    const groups = [x, floats("scale", [2], [2, 4]), floats("bias", [2], [1, 0])];
    expect(lowered({ ...node, opset: 18, inputs: groups }).values()).toEqual([[0, 2, 2, -2]]);
    const channels = [x, floats("scale", [4], [2, 4, 2, 4]), floats("bias", [4], [1, 0, 0, 0])];
    expect(lowered({ ...node, opset: 21, inputs: channels }).values()).toEqual([[0, 2, 1, -2]]);
  });
});

describe("LayerNormalization", () => {
  test("gives mean and inverse deviation where they are asked for", () => {
    const inputs = [floats("x", [1, 2], [0, 4]), floats("scale", [2], [1, 1])];
    const attributes = [float("epsilon", 0)];
    const node = { op: "LayerNormalization", opset: 17, inputs, attributes };
    expect(lowered({ ...node, outputs: 3 }).values()).toEqual([[-1, 1], [2], [0.5]]);
    expect(lowered(node).operators).toEqual(["LayerNormalization"]);
  });

  test("refuses a stash type that is no float", () => {
    const inputs = [floats("x", [1, 2], [0, 4]), floats("scale", [2], [1, 1])];
    const attributes = [int("stash_type", 7)];
    expect(() => lowered({ op: "LayerNormalization", opset: 17, inputs, attributes })).toThrow(
      "Cannot import LayerNormalization: expected a stash_type that is a float type, got 7",
    );
  });
});
