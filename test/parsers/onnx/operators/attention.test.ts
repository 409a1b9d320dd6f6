import { describe, expect, test } from "vitest";
import { lowered, loweredNode, results } from "../../../support/lowering.ts";
import { float, int, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const HEAD = [1, 2, 3, 4];

describe("Attention", () => {
  const node = { op: "Attention", opset: 25, inputs: [HEAD, HEAD, HEAD] };
  const plain = {
    extras: [],
    softcap: 0,
    reach: { left: -1, right: -1 },
    padsMask: true,
    precision: "f32",
    shows: "scores",
  };

  test("is one composite; is_causal is a window without keys to the right", () => {
    expect(loweredNode(node)).toEqual({ operator: "Attention", attributes: plain });
    const attributes = [int("is_causal", 1), int("left_window_size", 2), float("softcap", 0.5)];
    expect(loweredNode({ ...node, attributes }).attributes).toEqual({
      ...plain,
      softcap: 0.5,
      reach: { left: 2, right: 0 },
    });
  });

  test("names the optional inputs that are there", () => {
    const inputs = [HEAD, HEAD, HEAD, [3, 8], [1, 2, 5, 4], [1, 2, 5, 4]];
    expect(loweredNode({ ...node, inputs }).attributes).toMatchObject({
      extras: ["mask", "pastKey", "pastValue"],
    });
    const lengths = int64s("lengths", [1], [3]);
    expect(
      loweredNode({ ...node, inputs: [HEAD, HEAD, HEAD, null, null, null, lengths] }).attributes,
    ).toMatchObject({ extras: ["lengths"] });
  });

  test("before opset 24 masks are not padded, before 25 there are no windows", () => {
    const attributes = [int("left_window_size", 2)];
    expect(loweredNode({ ...node, opset: 23, attributes }).attributes).toEqual({
      ...plain,
      padsMask: false,
    });
  });

  test("refuses half a past, a past beside lengths, and inputs of rank 3 without heads", () => {
    const message = "expected past_key with past_value and without nonpad_kv_seqlen, got pastKey";
    const half = [HEAD, HEAD, HEAD, null, [1, 2, 5, 4]];
    expect(() => lowered({ ...node, inputs: half })).toThrow(message);
    const both = [...half, [1, 2, 5, 4], int64s("lengths", [1], [3])];
    expect(() => lowered({ ...node, inputs: both })).toThrow(message);
    const flat = [1, 3, 8];
    expect(() => lowered({ ...node, inputs: [flat, flat, flat] })).toThrow(
      "Cannot import Attention: expected q_num_heads of 1 or more, got 0",
    );
  });

  test("refuses modes that do not exist", () => {
    const refused = (name: string, value: number) => () =>
      lowered({ ...node, attributes: [int(name, value)] });
    expect(refused("qk_matmul_output_mode", 4)).toThrow(
      "Cannot import Attention: expected a qk_matmul_output_mode from 0 to 3, got 4",
    );
    expect(refused("left_window_size", -2)).toThrow(
      "Cannot import Attention: expected left_window_size of -1 or more, got -2",
    );
    expect(refused("softmax_precision", 7)).toThrow(
      "Cannot import Attention: expected a softmax_precision that is a float type, got 7",
    );
  });
});

describe("LinearAttention", () => {
  const x = [1, 2, 4];
  const heads = [int("q_num_heads", 2), int("kv_num_heads", 1)];
  const node = { op: "LinearAttention", opset: 27, inputs: [x, [1, 2, 2], [1, 2, 3]], outputs: 2 };

  test("has the inputs that its rule needs, and no others", () => {
    const linear = [...heads, text("update_rule", "linear")];
    expect(loweredNode({ ...node, attributes: linear }).attributes).toEqual({
      extras: [],
      heads: { query: 2, key: 1 },
    });
    expect(() => lowered({ ...node, attributes: heads })).toThrow(
      "Cannot import LinearAttention: expected an update_rule with its decay and beta, got gated_delta with neither",
    );
    const gated = { ...node, inputs: [...node.inputs, null, [1, 2, 1]] };
    expect(() => lowered({ ...gated, attributes: linear })).toThrow("got linear with decay");
  });
});

describe("FlexAttention", () => {
  /** x + x: scores of 0 stay, shares of 1/2 become 1. */
  const twice = (name: string) => ({
    name,
    type: 5,
    g: {
      node: [{ opType: "Add", input: ["x", "x"], output: ["y"] }],
      input: [{ name: "x" }],
      output: [{ name: "y" }],
    },
  });
  const zeros = floats("q", [1, 1, 1, 1], [0]);
  const values = floats("v", [1, 1, 2, 1], [3, 5]);
  const node = { op: "FlexAttention", domain: "ai.onnx.preview", opset: 26 };
  const inputs = [zeros, values, values];

  test("puts shares through a graph: 3 + 5 instead of their mean", () => {
    expect(results({ ...node, inputs })[0]?.elements).toEqual([4]);
    const attributes = [twice("score_mod"), twice("prob_mod")];
    expect(results({ ...node, inputs, attributes })[0]?.elements).toEqual([8]);
  });
});

describe("RotaryEmbedding, CausalConvWithState, FlexAttention, SwiGLU", () => {
  test("refuse what is not said or not known", () => {
    const angles = [1, 3, 2];
    const rotary = { op: "RotaryEmbedding", opset: 23, inputs: [[1, 3, 8], angles, angles] };
    expect(() => lowered(rotary)).toThrow("expected num_heads of 1 or more, got 0");
    const attributes = [text("activation", "tanh")];
    const conv = { op: "CausalConvWithState", opset: 27, attributes, outputs: 2 };
    expect(() =>
      lowered({
        ...conv,
        inputs: [
          [1, 2, 5],
          [2, 1, 3],
        ],
      }),
    ).toThrow(
      "Cannot import CausalConvWithState: expected the activation none, silu or swish, got tanh",
    );
  });

  test("are one composite each", () => {
    const flex = { op: "FlexAttention", domain: "ai.onnx.preview", inputs: [HEAD, HEAD, HEAD] };
    expect(loweredNode({ ...flex, opset: 26 })).toEqual({
      operator: "FlexAttention",
      attributes: { precision: "f32" },
    });
    const swiglu = { op: "SwiGLU", opset: 28, inputs: [[2], [2]] };
    expect(loweredNode({ ...swiglu, attributes: [float("alpha", 2)] })).toEqual({
      operator: "SwiGLU",
      attributes: { alpha: 2 },
    });
  });
});
