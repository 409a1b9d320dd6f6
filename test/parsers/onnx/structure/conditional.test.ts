import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import {
  floats,
  graphOf,
  layersOf,
  modelText,
  outputsOf,
  truth,
} from "../../../support/structured.ts";

/** x is 2x2: m1 is 8 multiply-accumulates, m2 and m3 are 16 with the same weight. */
const SHARED = modelText(`g (float[2,2] x, bool p) => (float[2,2] y) <float[2,2] w = {1, 2, 3, 4}> {
  [pick] y = If (p) <
    then_branch = t () => (float[2,2] a) { [m1] a = MatMul (x, w) },
    else_branch = e () => (float[2,2] b) { [m2] q = MatMul (x, w) [m3] b = MatMul (q, w) }>
}`);
const X = floats([2, 2], [1, 0, 0, 1]);

describe("a conditional whose predicate depends on the input", () => {
  test("costs its dearest branch, has rows of the other, and stores a shared weight once", () => {
    const { totals, warnings, complete } = score(SHARED);
    expect(layersOf(SHARED)).toEqual([
      ["pick/m1", 0n, 0n],
      ["pick/m2", 8n, 1n],
      ["pick/m3", 8n, 1n],
    ]);
    expect(totals).toMatchObject({ macs: 16n, weightCount: 4n, weightBits: 128n });
    expect(complete).toBe(true);
    expect(warnings).toEqual([
      {
        code: "unknown-branch",
        where: "node pick",
        reason: "pick: which branch is taken depends on the input; the dearest is counted",
      },
    ]);
  });

  test("runs the branch that the input takes", () => {
    expect(outputsOf(SHARED, { x: X, p: truth(true) }).y).toEqual([1, 2, 3, 4]);
    expect(outputsOf(SHARED, { x: X, p: truth(false) }).y).toEqual([7, 10, 15, 22]);
  });

  test("is counted with the types of the dearest branch where they differ, as a lower bound", () => {
    const model = modelText(`g (float[1,2] x, bool p) => (float[1,k] y) <
      float[2,2] w = {1, 2, 3, 4}, float[2,3] v = {1, 2, 3, 4, 5, 6}> {
      [pick] h = If (p) <
        then_branch = t () => (float[1,2] a) { [two] a = MatMul (x, w) },
        else_branch = e () => (float[1,3] b) { [three] b = MatMul (x, v) }>
      y = Relu (h)
    }`);
    const { missing, atLeast } = score(model);
    expect(graphOf(model).outputs.map((id) => graphOf(model).type(id).shape)).toEqual([[1, 3]]);
    expect(missing.map(({ code, reason }) => [code, reason])).toEqual([
      [
        "branches-differ",
        "the branches of pick give other types (f32 1x2; f32 1x3): what follows is counted with those of the dearest",
      ],
    ]);
    expect(atLeast).toContain("macs");
    const x = floats([1, 2], [1, 0]);
    expect(outputsOf(model, { x, p: truth(true) }).y).toEqual([1, 2]);
    expect(outputsOf(model, { x, p: truth(false) }).y).toEqual([1, 2, 3]);
  });
});

describe("a conditional whose predicate is known", () => {
  test("costs that branch, and stores the weights of the other", () => {
    const options = { values: { p: 1 } };
    expect(layersOf(SHARED, options)).toEqual([
      ["pick/m1", 8n, 1n],
      ["pick/m2", 0n, 0n],
      ["pick/m3", 0n, 0n],
    ]);
    expect(score(SHARED, options).warnings).toEqual([]);
  });

  test("leaves no node behind where the other branch has no weights", () => {
    const model = modelText(`g (float[2] x) => (float[2] y) <bool p = {1}> {
      y = If (p) <
        then_branch = t () => (float[2] a) { a = Relu (x) },
        else_branch = e () => (float[2] b) { b = Neg (x) }>
    }`);
    expect([...graphOf(model).nodes()].map(({ operator }) => operator)).toEqual(["maximum"]);
  });
});

test("branches may capture what is computed around them, and nest", () => {
  const model = modelText(`g (float[2] x, bool p, bool q) => (float[2] y) {
    h = Relu (x)
    y = If (p) <
      then_branch = t () => (float[2] a) {
        a = If (q) <
          then_branch = tt () => (float[2] b) { b = Add (h, x) },
          else_branch = te () => (float[2] c) { c = Identity (h) }>
      },
      else_branch = e () => (float[2] d) { d = Neg (h) }>
  }`);
  const run = (p: boolean, q: boolean) =>
    outputsOf(model, { x: [1, -2], p: truth(p), q: truth(q) }).y;
  expect([run(true, true), run(true, false), run(false, false)]).toEqual([
    [2, -2],
    [1, 0],
    [-1, -0],
  ]);
});

test("a branch may give a sequence where the branch is known", () => {
  const model = modelText(`g (float[2] x, bool p) => (seq(float[2]) y) {
    y = If (p) <
      then_branch = t () => (seq(float[2]) a) { a = SequenceConstruct (x, x) },
      else_branch = e () => (seq(float[2]) b) { b = SequenceConstruct (x) }>
  }`);
  expect(outputsOf(model, { x: [1, 2], p: truth(true) })).toEqual({
    "y[0]": [1, 2],
    "y[1]": [1, 2],
  });
  expect(outputsOf(model, { x: [1, 2], p: truth(false) })).toEqual({ "y[0]": [1, 2] });
  expect(() => score(model)).toThrow(
    "Cannot import the graph: expected operators that are supported, got If at y: expected a predicate that is known without running the network, or branches that give tensors, got sequences from an unknown branch",
  );
});

test("in a loop, a conditional on the counter costs the branches that it takes", () => {
  const model = modelText(`g (float[2,2] x) => (float[2,2] y) <
    float[2,2] w = {1, 0, 0, 1}, int64 n = {5}, int64 two = {2}, int64 zero = {0}> {
    [lp] y = Loop (n, "", x) <body = b (int64 i, bool c, float[2,2] s) => (bool d, float[2,2] r) {
      d = Identity (c)
      m = Mod (i, two)
      even = Equal (m, zero)
      [pick] r = If (even) <
        then_branch = t () => (float[2,2] a) { [mm] a = MatMul (s, w) },
        else_branch = e () => (float[2,2] b) { b = Relu (s) }>
    }>
  }`);
  const rows = layersOf(model);
  expect(rows.reduce((sum, [, macs]) => sum + (macs as bigint), 0n)).toBe(24n);
  expect(score(model)).toMatchObject({ complete: true, warnings: [], totals: { weightCount: 4n } });
  expect(outputsOf(model, { x: X }).y).toEqual([1, 0, 0, 1]);
});
