import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import { floats, graphOf, layersOf, modelText, outputsOf } from "../../../support/structured.ts";

const OWN = `, "own" : 1`;
const HEAD = `<domain: "own", opset_import: ["" : 17, "own" : 1]>`;

describe("a function of the model", () => {
  const model = modelText(
    `g (float[1,2] x) => (float[1,2] y) <float[2,2] w = {1, 0, 0, 1}> {
      [one] h = own.layer <alpha = 2.0> (x, w)
      [two] y = own.layer (h, w)
    }`,
    `${HEAD} layer <alpha: float = 0.5> (a, b) => (r) {
      [mm] m = MatMul (a, b)
      c = Constant <value = float[2] {1, 2}> ()
      s = Add (m, c)
      r = LeakyRelu <alpha: float = @alpha> (s)
    }`,
    OWN,
  );

  test("gets its attributes from the call, else their defaults", () => {
    // (-4, -8) + (1, 2) = (-3, -6), times 2; (-5, -10), halved.
    expect(outputsOf(model, { x: floats([1, 2], [-4, -8]) }).y).toEqual([-2.5, -5]);
  });

  test("called twice is twice the work and once the weights, its own constants too", () => {
    expect(layersOf(model)).toEqual([
      ["one/mm", 4n, 1n],
      ["two/mm", 4n, 1n],
    ]);
    const { totals, model: said } = score(model);
    expect([totals.weightCount, said.parameters]).toEqual([4n, 6n]);
  });
});

test("a function stands above an operator of its name, and its inputs may be left out", () => {
  const model = modelText(
    `g (float[2] x) => (float[2] y) { y = own.Relu (x, "") }`,
    `${HEAD} Relu (a, b) => (r) { c = Clip (a, b) r = Neg (c) }`,
    OWN,
  );
  expect(outputsOf(model, { x: [1, -2] }).y).toEqual([-1, 2]);
});

test("a function sees no names of its caller", () => {
  const model = modelText(
    `g (float[2] x) => (float[2] y) { h = Relu (x) y = own.f (x) }`,
    `${HEAD} f (a) => (r) { r = Add (a, h) }`,
    OWN,
  );
  expect(() => score(model)).toThrow(
    "Cannot import tensor h: expected a node, an input or an initializer that makes it, got none",
  );
});

test("functions that call each other in a circle are refused", () => {
  const model = modelText(
    `g (float[2] x) => (float[2] y) { y = own.f (x) }`,
    `${HEAD} f (a) => (r) { r = own.h (a) }\n${HEAD} h (a) => (r) { r = own.f (a) }`,
    OWN,
  );
  expect(() => score(model)).toThrow(
    "Cannot import function f: expected functions that do not call themselves, got one that does",
  );
});

describe("functions of which each calls the one before twice", () => {
  const doubling = (levels: number): Uint8Array => {
    const functions = Array.from({ length: levels }, (_, i) => {
      return `${HEAD} f${i + 1} (a) => (r) { b = own.f${i} (a) r = own.f${i} (b) }`;
    });
    const all = [`${HEAD} f0 (a) => (r) { r = Neg (a) }`, ...functions].join("\n");
    const graph = `g (float[2] x) => (float[2] y) { y = own.f${levels} (x) }`;
    return modelText(graph, all, OWN);
  };

  test("are lowered as often as they are called", () => {
    expect(graphOf(doubling(6)).nodeCount).toBe(64);
  });

  test("are refused at once where that is too often", () => {
    expect(() => score(doubling(30))).toThrow(
      "Cannot import the graph: expected at most 1048576 nodes in functions and graphs of nodes, got more",
    );
  });
});
