import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { dynamicQuantizeLinear } from "../../src/ops/composite/dynamic-quantize-linear.ts";
import { analysed, apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function quantized(...values: number[]): number[][] {
  const x = tensor("f32", [values.length], values);
  return apply(dynamicQuantizeLinear, [x]).map(toNumbers);
}

describe("DynamicQuantizeLinear", () => {
  test("`evaluate()` over -63.75 to 63.75: scale 0.5, zero point 127.5 rounded to even", () => {
    expect(quantized(-63.75, 0, 63.75)).toEqual([[0, 128, 255], [0.5], [128]]);
  });

  test("`evaluate()` always has 0 in the range", () => {
    expect(quantized(127.5, 255)).toEqual([[128, 255], [1], [0]]);
    expect(quantized(-127.5, -255)).toEqual([[127, 0], [1], [255]]);
  });

  test("`evaluate()` of zeros has scale 1", () => {
    expect(quantized(0, 0)).toEqual([[0, 0], [1], [0]]);
  });

  test("`scalars()`: two reductions of 11, one quantize each of 12, ten on single values", () => {
    expect(scalarsOf(dynamicQuantizeLinear, [["f32", [3, 4]]])).toEqual({
      compare: 27n,
      add: 3n,
      divide: 2n,
      round: 1n,
      quantize: 12n,
    });
  });

  test("`values()` of the codes are u8, declared", () => {
    const [codes] = analysed(dynamicQuantizeLinear, [["f32", [3, 4]]]).outputs;
    expect(codes).toMatchObject({ carrier: "u8", status: "declared", grid: { lo: 0, hi: 255 } });
  });

  test("`infer()` refuses other types than f32", () => {
    expect(() => apply(dynamicQuantizeLinear, [tensor("f16", [1], [1])])).toThrow(
      "Cannot apply maximum: expected inputs of one element type (f16), got f32",
    );
  });
});
