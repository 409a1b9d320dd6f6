import { expect, test } from "vitest";
import { bits, type KnownTensor } from "../../src/index.ts";
import { bitsOf } from "../../src/metrics/bits.ts";
import { gemm } from "../../src/ops/composite/gemm.ts";
import { sign } from "../../src/ops/core/arithmetic.ts";
import { bitsSchema } from "../../src/results/bits-schema.ts";
import { Sketch } from "../support/sketch.ts";

const result = bits("fixtures/digits-bnn.onnx");
const named = (name: string, { tensors } = result): KnownTensor | undefined =>
  tensors.find((tensor) => tensor.name === name);

test("bits() is a document of its schema", () => {
  expect(bitsSchema.parse(result)).toEqual(result);
});

test("bits() names inputs, then each stored tensor before its first use", () => {
  expect(result.tensors.slice(0, 5).map(({ name, from }) => [name, from])).toEqual([
    ["x", "input"],
    ["/q0/act_quant/export_handler/Constant_output_0", "stored"],
    ["/q0/act_quant/export_handler/Constant_1_output_0", "stored"],
    ["/q0/act_quant/export_handler/Quant_output_0", "computed"],
    ["conv1.weight", "stored"],
  ]);
});

test("bits() gives each tensor its values, width, layer and proof", () => {
  expect(named("/conv1/weight_quant/export_handler/Quant_output_0")).toEqual({
    name: "/conv1/weight_quant/export_handler/Quant_output_0",
    from: "constant",
    layer: "conv1/weight_quant/export_handler/Quant",
    operator: "qonnx.custom_op.general.Quant",
    shape: [24, 1, 3, 3],
    bits: 8,
    float: false,
    type: "f32",
    values: "grid",
    proof: "8-bit signed narrow Quant at conv1/weight_quant/export_handler/Quant",
    status: "declared",
    set: "255 codes -127 … 127 × a scale per place on axis 0",
    low: expect.any(Number) as number,
    high: expect.any(Number) as number,
  });
  expect(named("/Relu_output_0")).toMatchObject({
    set: expect.stringMatching(/^f32 (>= 0|in \[0, \d+\.\d+\])$/) as string,
    low: 0,
  });
});

test("bits() shows what was found by a look at stored weights, in their own axes", () => {
  const s = new Sketch();
  const rows = [3, 1, -2, 3, -3, 2, 0, -1].flatMap((code) => [code, 3, -3, 1]);
  // Gemm turns [8, 4] round: output channels lie on axis 0 of what is stored.
  const w = s.w(
    [8, 4],
    rows.map((code, i) => code * (1 + Math.floor(i / 4) / 7)),
  );
  const y = s.emit(gemm, [s.emit(sign, [s.x([1, 4])], {}), w, s.w([8])], {
    alpha: 1,
    beta: 1,
    transposeA: false,
    transposeB: true,
  });
  expect(named("w", bitsOf(s.model(y), "sketch"))).toMatchObject({
    status: "inspected",
    bits: 3,
    set: "7 codes -3 … 3 × a scale per place on axis 0",
  });
});
