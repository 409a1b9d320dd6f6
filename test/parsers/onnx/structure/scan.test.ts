import { expect, test } from "vitest";
import { floats, layersOf, modelText, outputsOf } from "../../../support/structured.ts";

/** Running sums of the columns of x, taken along axis 1. */
function sums(attributes: string): Uint8Array {
  return modelText(`g (float[2] s, float[2,3] x) => (float[2] last, float[m,n] all) {
    [sc] last, all = Scan <num_scan_inputs = 1, scan_input_axes = [1]${attributes},
      body = b (float[2] a, float[2] c) => (float[2] r, float[2] r) { r = Add (a, c) }> (s, x)
  }`);
}

const INPUTS = { s: floats([2], [10, 20]), x: floats([2, 3], [1, 2, 3, 4, 5, 6]) };

test("a scan stacks what its trips make, along the axis and in the direction that it names", () => {
  expect(outputsOf(sums(""), INPUTS)).toEqual({ last: [16, 35], all: [11, 24, 13, 29, 16, 35] });
  expect(outputsOf(sums(", scan_output_axes = [1]"), INPUTS).all).toEqual([11, 13, 16, 24, 29, 35]);
  expect(outputsOf(sums(", scan_output_directions = [1]"), INPUTS).all).toEqual([
    16, 35, 13, 29, 11, 24,
  ]);
  expect(outputsOf(sums(", scan_input_directions = [1]"), INPUTS).all).toEqual([
    13, 26, 15, 31, 16, 35,
  ]);
});

test("a scan costs its trips, with one weight", () => {
  const model =
    modelText(`g (float[1,2] s, float[5,1,2] x) => (float[1,2] last) <float[2,2] w = {1, 2, 3, 4}> {
    [sc] last = Scan <num_scan_inputs = 1, body = b (float[1,2] a, float[1,2] c) => (float[1,2] r) {
      [mm] h = MatMul (a, w) r = Add (h, c) }> (s, x)
  }`);
  expect(layersOf(model)).toEqual([["sc/mm", 20n, 5n]]);
});

test("a scan of opset 8 has a batch", () => {
  const text = `<ir_version: 3, opset_import: ["" : 8]>
    g (float[2,1] s, float[2,3,1] x) => (float[2,1] last, float[2,3,1] all) {
      last, all = Scan <num_scan_inputs = 1,
        body = b (float[1] a, float[1] c) => (float[1] r, float[1] r) { r = Add (a, c) }> ("", s, x)
    }`;
  const given = { s: floats([2, 1], [10, 20]), x: floats([2, 3, 1], [1, 2, 3, 4, 5, 6]) };
  expect(outputsOf(new TextEncoder().encode(text), given)).toEqual({
    last: [16, 35],
    all: [11, 13, 16, 24, 29, 35],
  });
});
