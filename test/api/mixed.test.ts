import { expect, test } from "vitest";
import { score } from "../../src/index.ts";
import { floats, modelBytes } from "../support/onnx.ts";

const flag = (name: string, i: number) => ({ name, type: 2, i });

/** x [1, 2] of 4 bits times weights [2, 3] of 2, 4 and 6 bits along their columns. */
function model(): Uint8Array {
  const quantized = (x: string, bits: string, output: string) => ({
    op: "Quant",
    domain: "qonnx.custom_op.general",
    name: output,
    inputs: [x, "one", "zero", bits],
    outputs: [output],
    attributes: [flag("signed", 1), flag("narrow", 0)],
  });
  return modelBytes({
    nodes: [
      quantized("x", "four", "xq"),
      quantized("w", "several", "wq"),
      { op: "MatMul", name: "fc", inputs: ["xq", "wq"], outputs: ["y"] },
    ],
    inputs: [{ name: "x", shape: [1, 2] }],
    outputs: [{ name: "y", shape: [1, 3] }],
    initializers: [
      floats("w", [2, 3], [1, -2, 3, -1, 2, 0]),
      floats("one", [], [1]),
      floats("zero", [], [0]),
      floats("four", [], [4]),
      floats("several", [3], [2, 4, 6]),
    ],
  });
}

test("a tensor as QONNX's bit width splits a layer: 2 x 4 x (2 + 4 + 6)", () => {
  const { totals, layers, byBits } = score(model());
  expect(totals.ace).toBe(96n);
  expect(totals.weightBits).toBe(24n);
  expect(byBits.map(({ rhsBits, macs }) => [rhsBits, macs])).toEqual([
    [6, 2n],
    [4, 2n],
    [2, 2n],
  ]);
  expect(layers[0]?.rhs).toMatchObject({
    bits: 6,
    proof: "2- to 6-bit signed Quant at wq, mixed along output channels",
  });
});
