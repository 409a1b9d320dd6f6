import { describe, expect, test } from "vitest";
import { run, score } from "../../../src/index.ts";
import { type DimSpec, floats, INT64, int64s, modelBytes } from "../../support/onnx.ts";
import { tensor } from "../../support/tensors.ts";

const BOOL = 9;

/** `s = sign(x); s[s == 0] = value`, as PyTorch 2.13 exports it, and a dense layer of 4 x 3 products. */
function masked(of: {
  readonly mask?: readonly DimSpec[];
  readonly dataType?: number;
  readonly value?: readonly number[];
  readonly shape?: readonly number[];
}): Uint8Array {
  const { mask = [2, 4], dataType = BOOL, value = [1], shape = [] } = of;
  return modelBytes({
    inputs: [{ name: "x", shape: [2, 4] }],
    initializers: [
      floats("w", [4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
      floats("zero", [], [0]),
      floats("value", shape, value),
      int64s("flat", [1], [-1]),
    ],
    nodes: [
      { op: "Sign", inputs: ["x"], outputs: ["s"] },
      { op: "Equal", inputs: ["s", "zero"], outputs: ["mask"] },
      { op: "NonZero", inputs: ["mask"], outputs: ["found"] },
      { op: "Transpose", inputs: ["found"], outputs: ["places"] },
      { op: "Reshape", inputs: ["mask", "flat"], outputs: ["line"] },
      { op: "Cast", inputs: ["line"], outputs: ["ones"], attributes: [TO_INT64] },
      { op: "ReduceSum", inputs: ["ones"], outputs: ["count"] },
      { op: "Expand", inputs: ["value", "count"], outputs: ["values"] },
      { op: "Reshape", inputs: ["values", "flat"], outputs: ["updates"] },
      { op: "ScatterND", inputs: ["s", "places", "updates"], outputs: ["b"] },
      { op: "MatMul", inputs: ["b", "w"], outputs: ["y"], name: "dense" },
    ],
    outputs: [{ name: "y", shape: [2, 3] }],
    valueInfo: [
      { name: "s", shape: [2, 4] },
      { name: "mask", dataType, shape: mask },
      { name: "found", dataType: INT64, shape: [2, "n"] },
      { name: "places", dataType: INT64, shape: ["n", 2] },
      { name: "values", shape: ["n"] },
      { name: "b", shape: [2, 4] },
    ],
  });
}

const TO_INT64 = { name: "to", type: 2, i: 7 };

describe("a value that is written where a mask holds", () => {
  test("is chosen there: what is counted is complete, and signs stay 1 bit", () => {
    const { complete, layers } = score(masked({}));
    expect(complete).toBe(true);
    expect(layers.map(({ macs, lhs }) => [macs, lhs.bits, lhs.float])).toEqual([[24n, 1, false]]);
  });

  test("is put there by a run", () => {
    const inputs = new Map([["x", tensor("f32", [2, 4], [0, -2, 0, 3, -1, 0, 5, 0])]]);
    // rows 1, -1, 1, 1 and -1, 1, 1, 1 by the columns of w
    const { outputs } = run(masked({}), { inputs });
    expect([...(outputs.get("y")?.data ?? [])]).toEqual([14, 16, 18, 20, 22, 24]);
  });

  test("is left as it is written where nothing states that the mask has the shape of the rest", () => {
    expect(score(masked({ mask: [2, "n"] })).complete).toBe(false);
    expect(score(masked({ mask: [4] })).complete).toBe(false);
    expect(score(masked({ dataType: INT64 })).complete).toBe(false);
  });

  test("is left so where there may be several values, or more axes", () => {
    expect(score(masked({ value: [1, 2], shape: [2] })).complete).toBe(false);
    expect(score(masked({ shape: [1, 1, 1] })).complete).toBe(false);
  });
});
