import type { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { float, int, lowered, text } from "../../../support/one-node.ts";
import { floats } from "../../../support/onnx.ts";

const texts = (name: string, values: readonly string[]): onnx.IAttributeProto => ({
  name,
  type: 8,
  strings: values.map((value) => new TextEncoder().encode(value)),
});
const numbers = (name: string, values: readonly number[]): onnx.IAttributeProto => ({
  name,
  type: 6,
  floats: [...values],
});

const X = floats("x", [2, 1, 1], [1, 2]);
const ONE = floats("w", [1, 1, 1], [1]);
const SAME = floats("r", [1, 1, 1], [1]);
const affine = texts("activations", ["Affine"]);

describe("RNN", () => {
  test("is one node with three outputs' worth of shapes", () => {
    const rnn = lowered({ op: "RNN", opset: 22, inputs: [X, ONE, SAME], outputs: 2 });
    expect([rnn.operators, rnn.shapes]).toEqual([
      ["RNN"],
      [
        [2, 1, 1, 1],
        [1, 1, 1],
      ],
    ]);
  });

  test("functions take their parameters in turn; names in any case", () => {
    const two = floats("w", [2, 1, 1], [1, 1]);
    const back = floats("r", [2, 1, 1], [0, 0]);
    const attributes = [
      text("direction", "bidirectional"),
      texts("activations", ["softsign", "AFFINE"]),
      numbers("activation_alpha", [3]),
      numbers("activation_beta", [0.5]),
    ];
    // x / (1 + x), and 3 x + 0.5.
    const [all] = lowered({ op: "RNN", opset: 14, inputs: [X, two, back], attributes }).values();
    expect(all?.[0]).toBe(0.5);
    expect(all?.slice(1)).toEqual([3.5, 0.6666666865348816, 6.5]);
  });

  test("defaults: the bound is off, the layout has the steps first, alpha of LeakyRelu 0.01", () => {
    const leaky = [texts("activations", ["LeakyRelu"])];
    const inputs = [floats("x", [1, 1, 1], [-1]), ONE, SAME];
    expect(lowered({ op: "RNN", opset: 7, inputs, attributes: leaky }).values()).toEqual([
      [-0.009999999776482582],
    ]);
    const clipped = [affine, float("clip", 1.5), int("layout", 1)];
    const first = lowered({ op: "RNN", opset: 14, inputs: [X, ONE, SAME], attributes: clipped });
    expect([first.shapes, first.values()]).toEqual([[[2, 1, 1, 1]], [[1, 1.5]]]);
  });

  test("refuses what it does not know", () => {
    const attempt = (attribute: onnx.IAttributeProto) => () =>
      lowered({ op: "RNN", opset: 14, inputs: [X, ONE, SAME], attributes: [attribute] });
    expect(attempt(text("direction", "sideways"))).toThrow(
      "Cannot import RNN: expected forward, reverse or bidirectional, got sideways",
    );
    expect(attempt(texts("activations", ["Gelu"]))).toThrow(
      "expected one of Relu, Tanh, Sigmoid, Affine, LeakyRelu, ThresholdedRelu, ScaledTanh, HardSigmoid, Elu, Softsign, Softplus, got Gelu",
    );
    expect(attempt(int("hidden_size", 3))).toThrow(
      "Cannot import RNN: expected hidden_size 1, as the weights have it, got 3",
    );
    expect(attempt(texts("activations", ["Tanh", "Tanh"]))).toThrow(
      "Cannot apply rnnSteps: expected 1 functions for each of 1 directions, got 2",
    );
  });
});

describe("GRU, LSTM", () => {
  test("have 3 and 4 gates, and the cell state as third output", () => {
    const zeros = (name: string, rows: number) =>
      floats(name, [1, rows, 1], new Array<number>(rows).fill(0));
    const gru = lowered({ op: "GRU", opset: 22, inputs: [X, zeros("w", 3), zeros("r", 3)] });
    expect([gru.operators, gru.values()]).toEqual([["GRU"], [[0, 0]]]);
    const lstm = lowered({
      op: "LSTM",
      opset: 1,
      inputs: [X, zeros("w", 4), zeros("r", 4), null, null, null, floats("c", [1, 1, 1], [2])],
      outputs: 3,
    });
    expect(lstm.shapes).toEqual([
      [2, 1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
    // Gates of 1/2: the cell is halved twice.
    expect(lstm.values()[2]).toEqual([0.5]);
  });
});
