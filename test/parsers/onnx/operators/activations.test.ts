import { describe, expect, test } from "vitest";
import { float, int, lowered, text } from "../../../support/one-node.ts";
import { floats } from "../../../support/onnx.ts";

const INF = Number.POSITIVE_INFINITY;
const X = floats("x", [2, 2], [-2, -1, 1, 2]);

describe("activations", () => {
  test("default alphas are f32: LeakyRelu 0.01, Selu 1.6732632 and 1.0507010", () => {
    const leaky = lowered({ op: "LeakyRelu", opset: 16, inputs: [X] });
    expect([leaky.operators, leaky.values()]).toEqual([
      ["LeakyRelu"],
      [[-0.019999999552965164, -0.009999999776482582, 1, 2]],
    ]);
    const far = floats("f", [2], [-INF, 1]);
    const [selu] = lowered({ op: "Selu", opset: 6, inputs: [far] }).values();
    expect(selu?.[0]).toBeCloseTo(-1.758099340847377, 6);
    expect(selu?.[1]).toBe(1.0507010221481323);
  });

  test("Relu is one maximum", () => {
    const relu = lowered({ op: "Relu", opset: 14, inputs: [X] });
    expect([relu.operators, relu.values()]).toEqual([["maximum"], [[0, 0, 1, 2]]]);
  });

  test("Gelu refuses other approximations", () => {
    const attributes = [text("approximate", "fast")];
    expect(() => lowered({ op: "Gelu", opset: 20, inputs: [X], attributes })).toThrow(
      "Cannot import Gelu: expected approximate none or tanh, got fast",
    );
  });
});

describe("PRelu", () => {
  const slope = floats("s", [2], [2, 10]);

  test("has one slope a channel before opset 7", () => {
    const image = floats("i", [1, 2, 2], [-1, -2, -3, -4]);
    const old = lowered({ op: "PRelu", opset: 6, inputs: [image, slope] });
    expect(old.values()).toEqual([[-2, -4, -30, -40]]);
    const one = lowered({ op: "PRelu", opset: 6, inputs: [image, floats("o", [1], [3])] });
    expect([one.operators, one.values()]).toEqual([["PRelu"], [[-3, -6, -9, -12]]]);
  });

  test("broadcasts from opset 7 on", () => {
    expect(lowered({ op: "PRelu", opset: 7, inputs: [X, slope] }).values()).toEqual([
      [-4, -10, 1, 2],
    ]);
  });
});

describe("Clip", () => {
  test("has attributes before opset 11, inputs after", () => {
    const attributes = [float("min", -1), float("max", 1.5)];
    expect(lowered({ op: "Clip", opset: 6, inputs: [X], attributes }).values()).toEqual([
      [-1, -1, 1, 1.5],
    ]);
    const inputs = [X, null, floats("max", [], [1.5])];
    expect(lowered({ op: "Clip", opset: 11, inputs }).values()).toEqual([[-2, -1, 1, 1.5]]);
  });

  test("without bounds cuts at the largest finite numbers", () => {
    const far = floats("f", [2], [-INF, INF]);
    const clip = lowered({ op: "Clip", opset: 13, inputs: [far] });
    expect([clip.operators, clip.values()]).toEqual([
      ["clip"],
      [[-3.4028234663852886e38, 3.4028234663852886e38]],
    ]);
  });

  test("without bounds keeps every integer", () => {
    const wide = { name: "w", dataType: 7, dims: [2], int64Data: [-(2 ** 53), 2 ** 53] };
    expect(lowered({ op: "Clip", opset: 13, inputs: [wide] }).values()).toEqual([
      [-(2 ** 53), 2 ** 53],
    ]);
  });
});

describe("Softmax, Hardmax", () => {
  const zeros = floats("z", [1, 2, 2], [0, 0, 0, 0]);

  test("take all axes from `axis` on before opset 13, one after", () => {
    expect(lowered({ op: "Softmax", opset: 11, inputs: [zeros] }).values()).toEqual([
      [0.25, 0.25, 0.25, 0.25],
    ]);
    expect(lowered({ op: "Softmax", opset: 13, inputs: [zeros] }).values()).toEqual([
      [0.5, 0.5, 0.5, 0.5],
    ]);
    const attributes = [int("axis", -1)];
    expect(lowered({ op: "Softmax", opset: 11, inputs: [zeros], attributes }).values()).toEqual([
      [0.5, 0.5, 0.5, 0.5],
    ]);
    expect(lowered({ op: "Hardmax", opset: 11, inputs: [zeros] }).values()).toEqual([[1, 0, 0, 0]]);
    expect(lowered({ op: "Hardmax", opset: 13, inputs: [zeros] }).values()).toEqual([[1, 0, 1, 0]]);
  });

  test("of a vector before opset 13, where axis 1 is past the end", () => {
    const vector = floats("v", [2], [1, 3]);
    expect(lowered({ op: "Softmax", opset: 1, inputs: [vector] }).values()).toEqual([[1, 1]]);
  });

  test("refuse an axis that is not there", () => {
    const attributes = [int("axis", 3)];
    expect(() => lowered({ op: "Softmax", opset: 13, inputs: [zeros], attributes })).toThrow(
      "Cannot apply Softmax: expected an axis from -3 to 2, got 3",
    );
  });
});
