import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import { floats, graphOf, integer, modelText, outputsOf } from "../../../support/structured.ts";

const X = { x: [1, 2, 3, 4] };

describe("sequences are put together when the graph is made", () => {
  test("split, insert, erase, at, length, concatenate", () => {
    const model = modelText(`g (float[4] x) => (float[k] y, int64 n, float[2] second) <
      int64 two = {2}, int64 one = {1}, int64 last = {-1}> {
      parts = SplitToSequence (x, two)
      more = SequenceInsert (parts, x, one)
      n = SequenceLength (more)
      fewer = SequenceErase (more, last)
      second = SequenceAt (parts, last)
      y = ConcatFromSequence <axis = 0> (fewer)
    }`);
    expect(outputsOf(model, X)).toEqual({ y: [1, 2, 1, 2, 3, 4], n: [3], second: [3, 4] });
    expect([...graphOf(model).nodes()].map(({ operator }) => operator)).toEqual([
      "slice",
      "slice",
      "reshape",
      "concatenate",
    ]);
  });

  test("slices lose their axis, and are stacked along a new one", () => {
    const model = modelText(`g (float[2,2] x) => (float[2,2] y) {
      rows = SplitToSequence <axis = 1, keepdims = 0> (x)
      y = ConcatFromSequence <axis = 0, new_axis = 1> (rows)
    }`);
    expect(outputsOf(model, { x: floats([2, 2], [1, 2, 3, 4]) }).y).toEqual([1, 3, 2, 4]);
  });

  test("a loop may grow one", () => {
    const model = modelText(`g (float[4] x, int64 n) => (float[k] y) <int64 one = {1}> {
      parts = SplitToSequence (x, one)
      none = SequenceEmpty ()
      all = Loop (n, "", none) <body = b (int64 i, bool c, seq(float[1]) s) => (bool d, seq(float[1]) r) {
        d = Identity (c) p = SequenceAt (parts, i) r = SequenceInsert (s, p) }>
      y = ConcatFromSequence <axis = 0> (all)
    }`);
    expect(outputsOf(model, { ...X, n: integer(3) }).y).toEqual([1, 2, 3]);
  });

  test("a map runs its body on every item", () => {
    const model = modelText(`g (float[4] x) => (seq(float[2]) y) <int64 two = {2}> {
      parts = SplitToSequence (x, two)
      y = SequenceMap <body = b (float[2] a, float[4] whole) => (float[2] r) {
        m = ReduceMax <keepdims = 0> (whole) r = Sub (m, a) }> (parts, x)
    }`);
    expect(outputsOf(model, X)).toEqual({ "y[0]": [3, 2], "y[1]": [1, 0] });
  });
});

describe("inputs that are no tensors", () => {
  const model = modelText(
    `g (seq(float[n]) s) => (float[k] y) { y = ConcatFromSequence <axis = 0> (s) }`,
  );

  test("items of a sequence have its name and their place, each with its own size", () => {
    const items = { "s[0]": floats([1], [1]), "s[1]": floats([2], [2, 3]) };
    expect(outputsOf(model, items).y).toEqual([1, 2, 3]);
  });

  test("to be counted, a sequence must be said to have items", () => {
    expect(() => score(model)).toThrow(
      "Cannot import input s: expected a sequence whose items are given, got none",
    );
    const graph = graphOf(model, { inputs: { "s[0]": [2], "s[1]": [3] } });
    expect(graph.outputs.map((id) => graph.type(id).shape)).toEqual([[5]]);
  });

  test("an optional that is not given holds nothing", () => {
    const optional = modelText(`g (optional(float[2]) o, float[2] x) => (float[2] y, bool has) {
      has = OptionalHasElement (o)
      y = If (has) <
        then_branch = t () => (float[2] a) { a = OptionalGetElement (o) },
        else_branch = e () => (float[2] b) { b = Neg (x) }>
    }`);
    expect(outputsOf(optional, { x: [1, 2] })).toEqual({ y: [-1, -2], has: [0] });
    expect(outputsOf(optional, { x: [1, 2], o: [7, 8] })).toEqual({ y: [7, 8], has: [1] });
  });
});

test("an operator of tensors refuses a sequence", () => {
  const model = modelText(
    `g (float[2] x) => (float[2] y) { s = SequenceConstruct (x) y = Relu (s) }`,
  );
  expect(() => outputsOf(model, { x: [1, 2] })).toThrow(
    "got Relu at y: expected tensors, got a sequence or optional",
  );
});
