import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../../../src/api/run.ts";
import { score } from "../../../../src/api/score.ts";
import { AceError, formatWhere } from "../../../../src/errors.ts";
import { textFormOf } from "../../../../src/parsers/onnx/text/form.ts";
import { folderOf } from "../../../support/temporary-folder.ts";
import { tensor } from "../../../support/tensors.ts";

const HEADER = '<ir_version: 8, opset_import: ["" : 17]>\n';
const dense = (weights: string) =>
  `${HEADER}g (float[1, 2] x) => (float[1, 1] y) <float[2, 1] w = ${weights}> { y = MatMul(x, w) }`;

const TEXT_PROTO = `ir_version: 8 opset_import { version: 17 }
  graph { name: "g" node { op_type: "MatMul" input: "x" input: "w" output: "y" }
    initializer { name: "w" data_type: 1 dims: 2 dims: 1 float_data: 3 float_data: -2 }
    input { name: "x" type { tensor_type { elem_type: 1
      shape { dim { dim_value: 1 } dim { dim_value: 2 } } } } }
    output { name: "y" } }`;

// "AABAQAAAAMA=" is 3 and -2 in f32.
const JSON_TEXT = `{"irVersion": "8", "opsetImport": [{"version": "17"}], "graph": {"name": "g",
  "node": [{"opType": "MatMul", "input": ["x", "w"], "output": ["y"]}],
  "initializer": [{"name": "w", "dataType": 1, "dims": ["2", "1"], "rawData": "AABAQAAAAMA="}],
  "input": [{"name": "x", "type": {"tensorType": {"elemType": 1,
    "shape": {"dim": [{"dimValue": "1"}, {"dimValue": "2"}]}}}}],
  "output": [{"name": "y"}]}}`;

/** y = 3 · 5 - 2 · 7 = 1, with 2 multiply-accumulates. */
function expectDense(model: string | Uint8Array): void {
  expect(score(model).totals.macs).toBe(2n);
  const { outputs } = run(model, { inputs: new Map([["x", tensor("f32", [1, 2], [5, 7])]]) });
  expect(outputs.get("y")?.data).toEqual(Float32Array.of(1));
}

describe("a model in text is costed and run like a binary one", () => {
  test.each([
    ["ONNX's syntax", dense("{3, -2}")],
    ["protocol buffer text", TEXT_PROTO],
    ["protocol buffer JSON", JSON_TEXT],
    ["a text that begins with a byte order mark", `\ufeff${dense("{3, -2}")}`],
  ])("%s", (_, text) => {
    expectDense(new TextEncoder().encode(text));
    expectDense(join(folderOf({ "model.any": text }), "model.any"));
  });

  test("weights in a file beside it", () => {
    const weights = Uint8Array.of(0, 0, 0, 0, 0, 0, 0x40, 0x40, 0, 0, 0, 0xc0);
    const text = dense('["location": "w.bin", "offset": "4", "length": "8"]');
    expectDense(join(folderOf({ "m.onnxtxt": text, "w.bin": weights }), "m.onnxtxt"));
  });
});

describe("textFormOf()", () => {
  test.each([
    ["<ir_version: 8", "syntax"],
    ["# a comment\n  < opset_import: []", "syntax"],
    ["g (float[2] x)", "syntax"],
    ['"a graph" (seq(float) x)', "syntax"],
    ["g () => ()", "syntax"],
    ["ir_version: 8", "text proto"],
    ["# a comment\ngraph {", "text proto"],
    ["graph <", "text proto"],
    ['{"irVersion": 8', "json"],
    ['{ "graph" : {', "json"],
    ["", undefined],
    ["<html>", undefined],
    ["print (x)", undefined],
    ["g ()", undefined],
    ["graph of things", undefined],
    ["module @m {", undefined],
    ["HloModule m", undefined],
    ['{"schema": "acemeter/score@1"', undefined],
    ["[1]", undefined],
    ['"a string that does not end', undefined],
    ["\u0008\u0007\u0012", undefined],
  ])("%s", (head, form) => {
    expect(textFormOf(head)).toBe(form);
  });
});

describe("a text that is wrong is refused with its place", () => {
  const refusal = (model: string | Uint8Array) => {
    try {
      score(model);
    } catch (error) {
      if (error instanceof AceError) return `${error.message} at ${formatWhere(error.where)}`;
      throw error;
    }
    return "read";
  };

  test("file, line and column", () => {
    const path = join(folderOf({ "m.onnxtxt": `${HEADER}g (float[2} x) => () {}` }), "m.onnxtxt");
    expect(refusal(path)).toBe(
      `Cannot read the model: expected , or ], got } at ${path}, line 2, column 11`,
    );
  });

  test("bytes that are no UTF-8", () => {
    const bytes = new TextEncoder().encode(`${HEADER}?`);
    bytes[bytes.length - 1] = 0xff;
    expect(refusal(bytes)).toBe(
      "Cannot read the model: expected text in UTF-8, got other bytes at model",
    );
  });
});
