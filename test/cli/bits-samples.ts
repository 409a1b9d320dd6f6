import type { BitsResult, KnownTensor } from "../../src/results/bits-result.ts";

/** A tensor; what is not said is a float of which nothing is known. */
export function tensor(known: Partial<KnownTensor> = {}): KnownTensor {
  return {
    name: "x",
    from: "input",
    shape: [1, 4],
    bits: 32,
    float: true,
    type: "f32",
    values: "float",
    proof: "f32 by its element type",
    status: "assumed",
    set: "f32",
    low: null,
    high: null,
    ...known,
  };
}

/** Three tensors of a network: an image, its signs, and weights whose elements were looked at. */
export const BITS: BitsResult = {
  schema: "acemeter/bits@1",
  model: { name: "digits.onnx", format: "onnx", producer: "pytorch 2.13.0", parameters: 216n },
  dims: { batch: 1 },
  complete: true,
  missing: [],
  warnings: [],
  tensors: [
    tensor({ name: "image", shape: [1, 1, 8, 8] }),
    tensor({
      name: "sign_out",
      from: "computed",
      layer: "features/sign",
      operator: "Sign",
      shape: [1, 1, 8, 8],
      bits: 1,
      float: false,
      values: "grid",
      proof: "Sign at features/sign",
      status: "proven",
      set: "{-1, +1} (and 0 uncounted)",
      low: -1,
      high: 1,
    }),
    tensor({
      name: "conv.weight",
      from: "stored",
      shape: [24, 1, 3, 3],
      bits: 4,
      float: false,
      values: "grid",
      proof: "stored elements hold 15 levels per output channel",
      status: "inspected",
      set: "15 codes -7 … 7 × a scale per place on axis 0",
      low: -0.5,
      high: 0.5,
    }),
  ],
};

/** The same with something that is not known and a warning. */
export const HALF_KNOWN: BitsResult = {
  ...BITS,
  complete: false,
  missing: [
    {
      code: "missing-data",
      where: "tensor conv.weight",
      reason: "its file is not there",
      hint: "put weights.bin beside the model",
    },
  ],
  warnings: [{ code: "claim-differs", where: "tensor image", reason: "8 bits, but 4 are proven" }],
};
