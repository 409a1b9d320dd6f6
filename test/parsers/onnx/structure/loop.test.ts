import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import {
  floats,
  graphOf,
  integer,
  layersOf,
  modelText,
  outputsOf,
} from "../../../support/structured.ts";

const X = floats([2, 2], [1, 2, 3, 4]);

/** 8 multiply-accumulates a trip, as often as the input says. */
const UNKNOWN =
  modelText(`g (float[2,2] x, int64 n) => (float[2,2] y) <float[2,2] w = {1, 1, 0, 1}> {
  y = Loop (n, "", x) <body = b (int64 i, bool c, float[2,2] s) => (bool d, float[2,2] r) {
    d = Identity (c) [mm] r = MatMul (s, w) }>
}`);

describe("a loop whose trips depend on the input", () => {
  test("is counted once, and the result says what to ask for", () => {
    const result = score(UNKNOWN);
    expect(layersOf(UNKNOWN)).toEqual([["y/mm", 8n, 1n]]);
    expect(result.atLeast).toEqual(["macs", "ace", "cpu64", "elementwise", "energyPj"]);
    expect(result.missing).toEqual([
      {
        code: "unknown-trips",
        where: "node y",
        reason: "how often loop while#1 runs depends on the input; counted once",
        hint: "--trips while#1=N",
        affects: ["macs", "ace", "cpu64", "elementwise", "energyPj"],
      },
    ]);
  });

  test("is counted as often as the user says, by the loop or by its input", () => {
    expect(layersOf(UNKNOWN, { trips: { "while#1": 7 } })).toEqual([["y/mm", 56n, 7n]]);
    expect(layersOf(UNKNOWN, { values: { n: 3 } })).toEqual([["y/mm", 24n, 3n]]);
    expect(score(UNKNOWN, { trips: { "while#1": 7 } }).complete).toBe(true);
    expect(layersOf(UNKNOWN, { values: { n: 0 } })).toEqual([["y/mm", 0n, 0n]]);
  });

  test("refuses trips of other loops, and trips that contradict the model", () => {
    expect(() => score(UNKNOWN, { trips: { other: 7 } })).toThrow(
      "Cannot bind loop other: expected one of while#1, got other",
    );
    expect(() => score(UNKNOWN, { trips: { "while#1": 7 }, values: { n: 3 } })).toThrow(
      "Cannot bind the trips of loop while#1: expected 3, which follow from the model, got 7",
    );
  });

  test("runs as often as the input says", () => {
    expect(outputsOf(UNKNOWN, { x: X, n: integer(2) }).y).toEqual([1, 4, 3, 10]);
    expect(outputsOf(UNKNOWN, { x: X, n: integer(0) }).y).toEqual([1, 2, 3, 4]);
  });
});

test("trips follow from a condition that counters alone decide", () => {
  const model = modelText(`g (float[2,2] x) => (float[2,2] y) <
    float[2,2] w = {1, 1, 0, 1}, int64 zero = {0}, int64 three = {3}, int64 ten = {10}> {
    [lp] y, k = Loop ("", "", x, zero) <
      body = b (int64 i, bool c, float[2,2] s, int64 j) => (bool d, float[2,2] r, int64 t) {
        [mm] r = MatMul (s, w) t = Add (j, three) d = Less (t, ten) }>
  }`);
  // j is 3, 6, 9, 12: four trips.
  expect(layersOf(model)).toEqual([["lp/mm", 32n, 4n]]);
  expect(score(model).totals.elementwise).toMatchObject({ add: 4n, compare: 4n });
});

test("nested loops multiply", () => {
  const model = modelText(`g (float[2,2] x) => (float[2,2] y) <
    float[2,2] w = {1, 1, 0, 1}, int64 two = {2}, int64 three = {3}> {
    [outer] y = Loop (two, "", x) <body = b (int64 i, bool c, float[2,2] s) => (bool d, float[2,2] r) {
      d = Identity (c)
      [inner] r = Loop (three, "", s) <body = e (int64 j, bool f, float[2,2] t) => (bool g, float[2,2] u) {
        g = Identity (f) [mm] u = MatMul (t, w) }>
    }>
  }`);
  expect(layersOf(model)).toEqual([["outer/inner/mm", 48n, 6n]]);
  expect(score(model).totals.weightCount).toBe(4n);
  expect(outputsOf(model, { x: X }).y).toEqual([1, 8, 3, 22]);
});

test("an inner loop as long as the counter of the outer one is counted trip by trip", () => {
  const model = modelText(`g (float[2,2] x) => (float[2,2] y) <
    float[2,2] w = {1, 1, 0, 1}, int64 n = {4}> {
    [outer] y = Loop (n, "", x) <body = b (int64 i, bool c, float[2,2] s) => (bool d, float[2,2] r) {
      d = Identity (c)
      [inner] r = Loop (i, "", s) <body = e (int64 j, bool f, float[2,2] t) => (bool g, float[2,2] u) {
        g = Identity (f) [mm] u = MatMul (t, w) }>
    }>
  }`);
  expect(layersOf(model)).toEqual([
    ["outer/inner/mm", 0n, 0n],
    ["outer/inner/mm#2", 8n, 1n],
    ["outer/inner/mm#3", 16n, 2n],
    ["outer/inner/mm#4", 24n, 3n],
  ]);
  expect(score(model)).toMatchObject({ complete: true, totals: { macs: 48n, weightCount: 4n } });
  expect(outputsOf(model, { x: X }).y).toEqual([1, 8, 3, 22]);
});

describe("a loop whose carried values grow", () => {
  const model = modelText(`g (float[1] x, int64 n) => (float[k] y) {
    y = Loop (n, "", x) <body = b (int64 i, bool c, float[k] s) => (bool d, float[m] r) {
      d = Identity (c) r = Concat <axis = 0> (s, x) }>
  }`);

  test("is unrolled where its trips are known", () => {
    const graph = graphOf(model, { values: { n: 3 } });
    expect(graph.outputs.map((id) => graph.type(id).shape)).toEqual([[4]]);
    expect(outputsOf(model, { x: [5], n: integer(2) }).y).toEqual([5, 5, 5]);
  });

  test("is not counted where they are not, which is said", () => {
    const { complete, missing } = score(model);
    expect(complete).toBe(false);
    expect(missing.map(({ reason }) => reason)).toEqual([
      "Loop is not counted: expected a loop whose trips are known, or whose carried values keep their types, got carried values that change; its size is counted with 1",
    ]);
  });
});

test("a loop with stacked outputs runs until its data end it", () => {
  const model = modelText(`g (float[1] x) => (float[1] y, float[k,1] all) <float limit = {100}> {
    y, all = Loop ("", "", x) <body = b (int64 i, bool c, float[1] s) => (bool d, float[1] r, float[1] r) {
      r = Add (s, s) sum = ReduceSum <keepdims = 0> (r) d = Less (sum, limit) }>
  }`);
  expect(outputsOf(model, { x: [30] })).toEqual({ y: [120], all: [60, 120] });
});

test("shapes that depend on the elements given are those of the run", () => {
  const model = modelText(`g (float[4] x) => (int64[1,k] y) { h = Relu (x) y = NonZero (h) }`);
  expect(outputsOf(model, { x: [1, 0, 3, -4] }).y).toEqual([0, 2]);
});

test("a loop without an end stops at the steps that are allowed", () => {
  const model = modelText(`g (float[1] x) => (float[1] y) {
    y = Loop ("", "", x) <body = b (int64 i, bool c, float[1] s) => (bool d, float[1] r) {
      d = Identity (c) r = Relu (s) }>
  }`);
  expect(() => outputsOf(model, { x: [1] }, { maxSteps: 1000 })).toThrow(
    "Cannot execute the graph: expected at most 1000 steps, got 1001",
  );
});

test("carried values and stacks that nobody uses are no work", () => {
  const model = modelText(`g (float[2,2] x) => (float[2,2] y) <
    float[2,2] w = {1, 1, 0, 1}, int64 n = {3}> {
    [lp] unused, y, also = Loop (n, "", x, x) <
      body = b (int64 i, bool c, float[2,2] s, float[2,2] t) => (bool d, float[2,2] r, float[2,2] u, float[2,2] q) {
        d = Identity (c) [dead] r = MatMul (s, w) [mm] u = MatMul (t, w) [dead2] q = MatMul (t, s) }>
  }`);
  expect(layersOf(model)).toEqual([["lp/mm", 24n, 3n]]);
  expect(outputsOf(model, { x: X }).y).toEqual([1, 5, 3, 13]);
});

test("a body with an operator that is not known leaves the loop out, with the types that are stated", () => {
  const model = modelText(
    `g (float[1,2] x, int64 n) => (float[1,2] y) <float[2,2] w = {1, 2, 3, 4}, float[1,2] h> {
      h = Loop (n, "", x) <body = b (int64 i, bool c, float[1,2] s) => (bool d, float[1,2] r) {
        d = Identity (c) [strange] q = strange.Operator (s) r = MatMul (q, w) }>
      [last] y = MatMul (h, w)
    }`,
    "",
    `, "strange" : 1`,
  );
  const { layers, missing } = score(model);
  expect(layers.map(({ name, macs }) => [name, macs])).toEqual([["last", 4n]]);
  expect(missing.map(({ reason }) => reason)).toEqual([
    "strange.Operator is not counted: it is not known",
  ]);
});
