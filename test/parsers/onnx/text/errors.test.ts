import { describe, expect, test } from "vitest";
import { AceError, formatWhere } from "../../../../src/errors.ts";
import { modelFromSyntax } from "../../../../src/parsers/onnx/text/model.ts";
import { modelFromProtoJson } from "../../../../src/parsers/onnx/text/proto-json.ts";
import { modelFromTextProto } from "../../../../src/parsers/onnx/text/text-proto.ts";

/** What an error says after "Cannot read the model: expected ", and where. */
function refusal(read: (text: string) => Uint8Array, text: string): string {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    expect(error.code).toBe("malformed-model");
    return `${error.message}; ${formatWhere(error.where)}`.replace(
      "Cannot read the model: expected ",
      "",
    );
  }
  return "read";
}

const inGraph = (text: string) => `g (float[2] x) => (float[2] y)\n${text}`;
const initializer = (text: string) => inGraph(`<${text}> {}`);
const attribute = (text: string) => inGraph(`{ y = Op <${text}> (x) }`);

describe("modelFromSyntax() refuses", () => {
  test.each([
    ["", "the name of a graph, got the end of the text; line 1, column 1"],
    [
      "<>",
      "one of ir_version, opset_import, producer_name, producer_version, domain, model_version, doc_string, metadata_props, got >; line 1, column 2",
    ],
    ["<ir_version 8>", ": after ir_version, got 8; line 1, column 13"],
    ["<ir_version: x>", "an integer, got x; line 1, column 14"],
    ['<ir_version: 8 "">', ', or >, got ""; line 1, column 16'],
    ["<opset_import: [ai: 1]>", "a domain in quotes, got ai; line 1, column 17"],
    ['<opset_import: ["": -1]>', "a version from 0 to 9007199254740991, got -1; line 1, column 22"],
    ["g (float[2 x) => () {}", ", or ], got x; line 1, column 12"],
    ["g (float[-] x) => () {}", "a dimension, got -]; line 1, column 11"],
    ["g (float x) = > () {}", "=> after the inputs, got =; line 1, column 13"],
    ["g (float x,) => () {}", "a type or a name, got ); line 1, column 12"],
    ["g (seq float x) => () {}", "( after seq, got float; line 1, column 8"],
    ["g (seq(x) y) => () {}", "a type, got x; line 1, column 8"],
    ["g (map(x, float) y) => () {}", "an element type, got x; line 1, column 8"],
    ['g (float "x) => () {}', 'a string that ends, got "x) => () {}…; line 1, column 10'],
    ["g () => () { x = Op (y", ", or ) after an input, got the end of the text; line 1, column 23"],
    ["g () => () { x Op (y) }", "= and an operator, got Op; line 1, column 16"],
    ["g () => () { [a x = Op (y) }", "] after the name of a node, got x; line 1, column 17"],
    ["g () => () { x = .Op (y) }", "an operator, got .; line 1, column 18"],
    ["g () => () {}\n\n  %", "the name of a function, got %; line 3, column 3"],
    ["g () => () {} 😀", "the name of a function, got 😀; line 1, column 15"],
  ])("%s", (text, message) => {
    expect(refusal(modelFromSyntax, text)).toBe(message);
  });

  test.each([
    ["float[2] w = {1}", "2 entries of float, got 1; line 2, column 17"],
    ["float w = {1, 2}", "1 entry of float, got 2; line 2, column 17"],
    [
      "int4[3] w = {1, 2, 3}",
      "2 entries of int4, each of 2 packed elements, got 3; line 2, column 22",
    ],
    ["float[2] w = {1 2}", ", or }, got 2; line 2, column 18"],
    ["float[1] w = {}", "1 entry of float, got 0; line 2, column 16"],
    ["float[1] w = {1e40}", "a number in the range of float, got 1e40; line 2, column 16"],
    ["double[1] w = {-1e400}", "a number in the range of double, got -1e400; line 2, column 18"],
    ["float[1] w = {1e}", "a number, got 1e; line 2, column 16"],
    ['float[1] w = {"1"}', 'a number, got "1"; line 2, column 16'],
    ["uint8[1] w = {256}", "an integer of uint8 from 0 to 255, got 256; line 2, column 16"],
    [
      "uint64[1] w = {-1}",
      "an integer of uint64 from 0 to 18446744073709551615, got -1; line 2, column 18",
    ],
    [
      "int64[1] w = {9223372036854775808}",
      "an integer of int64 from -9223372036854775808 to 9223372036854775807, got 9223372036854775808; line 2, column 16",
    ],
    ["float16[1] w = {1.5}", "an integer of float16, got 1.5; line 2, column 18"],
    ["bool[1] w = {true}", "an integer of bool, got true; line 2, column 15"],
    ["string[1] w = {a}", "a string in quotes, got a; line 2, column 17"],
    [
      "int4[2] w = ...",
      "the elements of int4, got ... where the printer left them out; line 2, column 14",
    ],
    ["float[] w = {1}", "sizes of 0 and more before the elements of w, got {; line 2, column 14"],
    ["float[N] w = {1}", "sizes of 0 and more before the elements of w, got {; line 2, column 15"],
    ["w = {1}", "a tensor type before the elements of w, got {; line 2, column 6"],
    ["seq(float) w = {1}", "a tensor type before the elements of w, got {; line 2, column 17"],
    ['float[1] w = ["location"]', ": and a value, got ]; line 2, column 26"],
  ])("initializer %s", (text, message) => {
    expect(refusal(modelFromSyntax, initializer(text))).toBe(message);
  });

  test.each([
    ["", "the name of an attribute, got >; line 2, column 11"],
    ["a", "= and a value of attribute a, got >; line 2, column 12"],
    ["a: x = 1", "a type of attributes, got x; line 2, column 14"],
    ["a = ", "a value of an attribute, got >; line 2, column 15"],
    ["a = -", "an integer, got ->; line 2, column 16"],
    ["a = [", "a value of an attribute, got >; line 2, column 16"],
    ["a = []", "a declared list type before an empty list, got ]; line 2, column 16"],
    ["a: int = []", "a declared list type before an empty list, got ]; line 2, column 21"],
    ["a = [1, 2.0]", "a value of type int, got float 2.0; line 2, column 19"],
    ["a = [1, @b]", "a value of an attribute, got @; line 2, column 19"],
    ["a: ints = 1", "a value of type ints, got int 1; line 2, column 21"],
    ["a: string = 1", "a value of type string, got int 1; line 2, column 23"],
    ['a: int = "b"', 'a value of type int, got "b"; line 2, column 20'],
    ["a: sparse_tensor = 1", "a value of type sparse_tensor, got int 1; line 2, column 30"],
    ["a: tensor = float", "a value of type tensor, got type_proto >; line 2, column 28"],
    [
      "a = 9223372036854775808",
      "an integer from -9223372036854775808 to 9223372036854775807, got 9223372036854775808; line 2, column 15",
    ],
    ["a = word", "(, got >; line 2, column 19"],
    ["a = 1 b = 2", ", or >, got b; line 2, column 17"],
  ])("attribute %s", (text, message) => {
    expect(refusal(modelFromSyntax, attribute(text))).toBe(message);
  });

  test("nesting without end, in types and in graphs", () => {
    const deep = "at most 100 levels of nesting, got";
    expect(refusal(modelFromSyntax, `g (${"seq(".repeat(1e5)}`)).toContain(deep);
    const graphs = `g () => () {${"x = A <b = g () => () {".repeat(1e5)}`;
    expect(refusal(modelFromSyntax, graphs)).toContain(deep);
  });

  test("a number that is too long to be read", () => {
    expect(refusal(modelFromSyntax, initializer(`float[1] w = {${"1".repeat(1e6)}}`))).toBe(
      `a number of at most 1000 characters, got ${"1".repeat(40)}…; line 2, column 16`,
    );
  });
});

describe("modelFromTextProto() refuses", () => {
  test.each([
    ["ir_version 8", ": after ir_version, got 8; line 1, column 12"],
    ["nothing: 8", "a field of ModelProto, got nothing; line 1, column 1"],
    ["graph: 8", "{ and the fields of graph, got 8; line 1, column 8"],
    ["graph {\n  node {", "a field of NodeProto, got the end of the text; line 2, column 9"],
    ["graph { name: 8 }", "a string in quotes, got 8; line 1, column 15"],
    [
      "graph { name: '\\q' }",
      "an escape sequence of protocol buffer text, got \\q; line 1, column 15",
    ],
    [
      "graph { name: '\\777' }",
      "an escape sequence of protocol buffer text, got \\777; line 1, column 15",
    ],
    ["ir_version: 1.5", "an integer, got 1.5; line 1, column 13"],
    [
      "graph { node { attribute { type: X } } }",
      "the name of an enum's value, got X; line 1, column 34",
    ],
    ["graph { node { attribute { ints: [1 2] } } }", ", or ], got 2; line 1, column 37"],
  ])("%s", (text, message) => {
    expect(refusal(modelFromTextProto, text)).toBe(message);
  });

  test("nesting without end", () => {
    const text = `graph {${"node { attribute { g {".repeat(1e5)}`;
    expect(refusal(modelFromTextProto, text)).toContain("at most 100 levels of nesting");
  });
});

describe("modelFromProtoJson() refuses", () => {
  test.each([
    ['{"irVersion" 8}', ": after ir_version, got 8; line 1, column 14"],
    ['{"toString": 8}', 'a field of ModelProto, got "toString"; line 1, column 2'],
    ["{irVersion: 8}", "a field of ModelProto, got irVersion; line 1, column 2"],
    ['{"irVersion": "8x"}', 'a number, in quotes or not, got "8x"; line 1, column 15'],
    ['{"graph": 8}', "{ and the fields of graph, got 8; line 1, column 11"],
    ['{"graph": {"name": 8}}', "a string in quotes, got 8; line 1, column 20"],
    ['{"graph": {"name": "\\q"}}', 'a string as JSON has it, got "\\q"; line 1, column 20'],
    [
      '{"graph": {"initializer": [{"rawData": "?"}]}}',
      'bytes in base64, got "?"; line 1, column 40',
    ],
    ['{"graph": {}', ", or }, got the end of the text; line 1, column 13"],
    ['{"graph": {}} 1', "the end of the text, got 1; line 1, column 15"],
  ])("%s", (text, message) => {
    expect(refusal(modelFromProtoJson, text)).toBe(message);
  });
});
