import { describe, expect, test } from "vitest";
import { int, lowered, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const X = floats("x", [2, 2], [-1, -2, -3, -4]);
const TARGET = int64s("t", [2], [0, 1]);

describe("losses", () => {
  test("are averaged by default", () => {
    const inputs = [X, TARGET];
    const mean = lowered({ op: "NegativeLogLikelihoodLoss", opset: 13, inputs });
    expect([mean.shapes, mean.values()]).toEqual([[[]], [[2.5]]]);
    const attributes = [text("reduction", "none"), int("ignore_index", 0)];
    const each = lowered({ op: "NegativeLogLikelihoodLoss", opset: 13, inputs, attributes });
    expect(each.values()).toEqual([[0, 4]]);
  });

  test("refuse other reductions", () => {
    const attributes = [text("reduction", "median")];
    expect(() =>
      lowered({ op: "NegativeLogLikelihoodLoss", opset: 13, inputs: [X, TARGET], attributes }),
    ).toThrow(
      "Cannot import NegativeLogLikelihoodLoss: expected a reduction of none, sum, mean, got median",
    );
  });

  test("SoftmaxCrossEntropyLoss is one node with two outputs", () => {
    const scores = floats("x", [1, 2], [100, 0]);
    const inputs = [scores, int64s("t", [1], [0])];
    const loss = lowered({ op: "SoftmaxCrossEntropyLoss", opset: 13, inputs, outputs: 2 });
    expect([loss.operators, loss.values()]).toEqual([
      ["SoftmaxCrossEntropyLoss"],
      [[0], [0, -100]],
    ]);
  });
});
