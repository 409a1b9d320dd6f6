import { describe, expect, test } from "vitest";
import { bits, score } from "../../../src/index.ts";
import { floats, modelProto, type NodeSpec } from "../../support/onnx.ts";
import { irregular } from "../../support/sketch.ts";

type Notes = Readonly<Record<string, string>>;

/** QuantizeLinear, DequantizeLinear and a matrix product of 4 x 3 products, with metadata of nodes. */
function model(notes: {
  readonly quantizer?: Notes;
  readonly product?: Notes;
  readonly relu?: Notes;
}) {
  const nodes: readonly (NodeSpec & { readonly notes?: Notes | undefined })[] = [
    { op: "Relu", inputs: ["x"], outputs: ["r"], name: "relu", notes: notes.relu },
    {
      op: "QuantizeLinear",
      inputs: ["r", "s", "z"],
      outputs: ["q"],
      name: "quantize",
      notes: notes.quantizer,
    },
    { op: "DequantizeLinear", inputs: ["q", "s", "z"], outputs: ["d"], name: "dequantize" },
    { op: "MatMul", inputs: ["d", "w"], outputs: ["y"], name: "product", notes: notes.product },
  ];
  const proto = modelProto({
    nodes,
    inputs: [{ name: "x", shape: [1, 4] }],
    outputs: [{ name: "y", shape: [1, 3] }],
    initializers: [
      floats("s", [], [0.5]),
      { name: "z", dataType: 3, dims: [], int32Data: [0] },
      floats("w", [4, 3], irregular(12)),
    ],
  });
  nodes.forEach((node, i) => {
    const metadataProps = Object.entries(node.notes ?? {}).map(([key, value]) => ({ key, value }));
    Object.assign(proto.graph?.node?.[i] as object, { metadataProps });
  });
  // As JSON text: onnx-proto is older than the metadata of nodes.
  return new TextEncoder().encode(JSON.stringify(proto));
}

function widths(notes: Parameters<typeof model>[0]) {
  const { layers, warnings } = score(model(notes));
  const [row] = layers;
  return { bits: [row?.lhs.bits, row?.rhs.bits], layer: row, warnings };
}

describe("metadata of ONNX nodes", () => {
  test("lhs_bits and rhs_bits of a product are those of its operands", () => {
    const { bits, layer, warnings } = widths({ product: { lhs_bits: "3", rhs_bits: "1" } });
    expect(bits).toEqual([3, 1]);
    expect(layer?.rhs).toMatchObject({
      status: "claimed",
      proof: "claimed by rhs_bits of the node",
    });
    expect(warnings).toEqual([
      {
        code: "claim-differs",
        where: "node product (MatMul)",
        reason: "lhs_bits of the node: 3 bits, but 8 are declared",
      },
      {
        code: "claim-unproven",
        where: "node product (MatMul)",
        reason:
          "rhs_bits of the node: counted as claimed, but nothing else says that the operand is quantized",
      },
    ]);
  });

  test("bits of a quantizer is that of its output, and goes on from there", () => {
    const { bits: found, warnings } = widths({ quantizer: { bits: "4" } });
    expect(found).toEqual([4, 32]);
    expect(warnings).toEqual([
      {
        code: "claim-differs",
        where: "tensor q",
        reason: "bits of the node: 4 bits, but 8 are declared",
      },
    ]);
    const { tensors } = bits(model({ quantizer: { bits: "4" } }));
    expect(tensors.find(({ name }) => name === "q")?.set).toBe("integers -8 … 7");
    expect(tensors.find(({ name }) => name === "d")?.set).toBe("-8 … 7 × 0.5");
  });

  test.each(["0", "65", "4.5", "", "-1", "8 "])("%j is ignored with a warning", (text) => {
    const { bits, warnings } = widths({ product: { rhs_bits: text } });
    expect(bits).toEqual([8, 32]);
    expect(warnings).toEqual([
      {
        code: "invalid-claim",
        where: "node product (MatMul)",
        reason: `rhs_bits is ignored: expected a width from 1 to 64, got ${text}`,
      },
    ]);
  });

  test("is read on contractions and quantizers only", () => {
    const notes = { bits: "2", lhs_bits: "2" };
    expect(
      widths({ relu: notes, product: { bits: "2" }, quantizer: { lhs_bits: "2" } }),
    ).toMatchObject({ bits: [8, 32], warnings: [] });
  });
});
