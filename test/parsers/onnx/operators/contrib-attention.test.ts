import { describe, expect, test } from "vitest";
import { lowered, loweredNode } from "../../../support/lowering.ts";
import { float, int, ints, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const MS = { domain: "com.microsoft", opset: 17 };
const x = [1, 3, 8];
const i32 = (dims: number[], int32Data: number[]) => ({ name: "i", dataType: 6, dims, int32Data });
const u8 = (dims: number[], bytes: number[]) => ({
  name: "u",
  dataType: 2,
  dims,
  rawData: Uint8Array.from(bytes),
});

describe("MultiHeadAttention", () => {
  const node = { ...MS, op: "MultiHeadAttention", inputs: [x, x, x] };

  test("has padding of -10000 and no causality unless it is said", () => {
    expect(loweredNode({ ...node, attributes: [int("num_heads", 2)] }).attributes).toEqual({
      extras: ["key", "value"],
      heads: 2,
      filter: -10_000,
      causal: false,
    });
  });

  test("refuses a cache that is shared with the output", () => {
    const inputs = [x, x, x, ...Array(5).fill(null), i32([1], [3])];
    expect(() => lowered({ ...node, inputs, attributes: [int("num_heads", 2)] })).toThrow(
      "expected no past_sequence_length, got one",
    );
  });
});

describe("Attention and QAttention", () => {
  const inputs = [
    [1, 3, 5],
    floats("w", [5, 24], Array(120).fill(1)),
    floats("b", [24], Array(24).fill(0)),
  ];
  const node = { ...MS, op: "Attention", inputs };

  test("keep keys and values only where somebody wants them", () => {
    const attributes = [int("num_heads", 2)];
    const { operator, attributes: found } = loweredNode({ ...node, attributes });
    expect([operator, found]).toMatchObject(["ProjectedAttention", { biased: true, keeps: false }]);
    expect(loweredNode({ ...node, attributes, outputs: 2 }).attributes).toMatchObject({
      keeps: true,
    });
  });

  test("take the widths of query, key and value; refuse to turn them", () => {
    const attributes = [int("num_heads", 2), ints("qkv_hidden_sizes", [8, 8, 8])];
    expect(loweredNode({ ...node, attributes }).attributes).toMatchObject({ widths: [8, 8, 8] });
    expect(() => lowered({ ...node, attributes: [...attributes, int("do_rotary", 1)] })).toThrow(
      "expected do_rotary of 0, got 1",
    );
  });
});

describe("GroupQueryAttention", () => {
  const heads = [int("num_heads", 2), int("kv_num_heads", 1)];
  const key = [1, 3, 4];
  const first = [x, key, key, null, null, i32([1], [2]), i32([], [3])];
  const node = { ...MS, op: "GroupQueryAttention", attributes: heads, outputs: 3 };

  test("is causal, with a window one shorter than local_window_size says", () => {
    expect(loweredNode({ ...node, inputs: first }).attributes).toMatchObject({
      extras: ["key", "value"],
      reach: { left: -1, right: 0 },
      total: 3,
      smooth: false,
    });
    const attributes = [...heads, int("local_window_size", 2)];
    expect(loweredNode({ ...node, inputs: first, attributes }).attributes).toMatchObject({
      reach: { left: 1, right: 0 },
    });
  });

  test("needs to know how many keys there are", () => {
    const more = first.with(6, i32([], [4]));
    expect(() => lowered({ ...node, inputs: more })).toThrow(
      "expected total_sequence_length of 3, or more with past keys, got 4",
    );
    expect(() => lowered({ ...node, inputs: first.with(6, [1]) })).toThrow(
      "input 6 known without running the network",
    );
  });

  test("refuses quantized caches, norms inside, and padded chunks", () => {
    const inputs = (at: number) => [...first, ...Array(at - 7).fill(null), floats("s", [1], [1])];
    for (const [at, name] of [
      [12, "k_scale"],
      [14, "q_norm_weight"],
      [16, "query_seqlens"],
    ] as const) {
      expect(() => lowered({ ...node, inputs: inputs(at) })).toThrow(
        `expected no ${name}, got one`,
      );
    }
    const attributes = [...heads, text("k_quant_type", "PER_TENSOR")];
    expect(() => lowered({ ...node, inputs: first, attributes })).toThrow(
      "expected k_quant_type of NONE, got PER_TENSOR",
    );
  });
});

describe("RotaryEmbedding of onnxruntime", () => {
  const table = floats("t", [5, 2], Array(10).fill(0));
  const inputs = [x, int64s("p", [1], [0]), table, table];

  test("finds its heads by the tables, and has its inputs in ONNX's order", () => {
    expect(loweredNode({ ...MS, op: "RotaryEmbedding", inputs }).attributes).toEqual({
      heads: 2,
      size: 0,
      interleaved: false,
    });
  });

  test("refuses a scale", () => {
    const attributes = [float("scale", 2)];
    expect(() => lowered({ ...MS, op: "RotaryEmbedding", inputs, attributes })).toThrow(
      "expected a scale of 1, got 2",
    );
  });
});

describe("normalisations of onnxruntime", () => {
  const g = floats("g", [8], Array(8).fill(1));

  test("give no statistics for training", () => {
    const node = { ...MS, op: "SkipSimplifiedLayerNormalization", inputs: [x, x, g] };
    expect(loweredNode(node).attributes).toEqual({
      epsilon: 9.999999960041972e-13,
      biased: false,
    });
    expect(() => lowered({ ...node, outputs: 2 })).toThrow(
      "expected no statistics for training, got output 1",
    );
  });

  test("SimplifiedLayerNormalization is RMSNormalization, in ONNX's domain too", () => {
    for (const domain of ["", MS.domain]) {
      const node = { op: "SimplifiedLayerNormalization", domain, opset: 17, inputs: [x, g] };
      expect(loweredNode(node).operator).toBe("RMSNormalization");
    }
  });
});

describe("packed weights of onnxruntime", () => {
  test("MatMulBnb4 has the first code of a byte in its high bits", () => {
    const attributes = [int("K", 16), int("N", 1), int("block_size", 16), int("quant_type", 1)];
    const inputs = [[1, 16], u8([8], [0xf0, 0, 0, 0, 0, 0, 0, 0]), floats("a", [1], [1])];
    const graph = lowered({ ...MS, op: "MatMulBnb4", inputs, attributes });
    const [codes] = [...graph.constants.values()].filter(({ type }) => type.element === "u4");
    expect([...(codes?.read().data ?? [])].slice(0, 4)).toEqual([15, 0, 0, 0]);
    const turned = [...attributes, int("transB", 0)];
    expect(() => lowered({ ...MS, op: "MatMulBnb4", inputs, attributes: turned })).toThrow(
      "expected quant_type 0 or 1 and transB 1, got quant_type 1, transB 0",
    );
  });

  test("GatherBlockQuantized unpacks bytes; integers need blocks", () => {
    const inputs = [
      u8([2, 8], Array(16).fill(0x98)),
      int64s("i", [1], [1]),
      floats("s", [2, 1], [1, 2]),
    ];
    const node = { ...MS, op: "GatherBlockQuantized", inputs };
    const graph = lowered({ ...node, attributes: [int("block_size", 16)] });
    expect(graph.outputs.map((id) => graph.type(id).shape)).toEqual([[1, 16]]);
    expect(() => lowered({ ...node, attributes: [int("bits", 3)] })).toThrow(
      "expected bits of 2, 4 or 8, got 3",
    );
  });

  test("QMoE refuses weights that are packed for a device, MoE a third layer that nobody explains", () => {
    const w = u8([2, 8, 4], Array(64).fill(0));
    const s = floats("s", [2, 8], Array(16).fill(1));
    const node = { ...MS, op: "QMoE", inputs: [[3, 8], [3, 2], w, s, null, w, s] };
    expect(lowered(node).nodeCount).toBeGreaterThan(0);
    expect(() => lowered({ ...node, attributes: [int("weights_prepacked", 1)] })).toThrow(
      "expected plain integer weights, got int, or prepacked",
    );
    const f = floats("f", [2, 8, 8], Array(128).fill(1));
    const experts = { ...MS, op: "MoE", inputs: [[3, 8], [3, 2], f, null, f, null, f] };
    expect(() => lowered(experts)).toThrow(
      "expected a third layer for swiglu that is not fused, and for nothing else, got relu",
    );
  });
});

describe("FusedGemm", () => {
  const inputs = [[1, 2], floats("w", [2, 1], [1, 1])];
  const fused = (attributes: ReturnType<typeof text>[]) =>
    lowered({ ...MS, op: "FusedGemm", inputs, attributes });

  test("is a layer and its activation, whose parameters have to be stated", () => {
    expect([...fused([text("activation", "Relu")]).nodes()].map((n) => n.operator)).toEqual([
      "Gemm",
      "maximum",
    ]);
    expect(() => fused([text("activation", "LeakyRelu")])).toThrow(
      "expected parameter 0 of LeakyRelu, got none",
    );
    expect(() => fused([text("activation", "Swish")])).toThrow(
      "expected an activation that is known, got Swish",
    );
  });
});
