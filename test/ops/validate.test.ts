import { expect, test } from "vitest";
import { Graph } from "../../src/graph/graph.ts";
import { zeros } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { add } from "../../src/ops/core/arithmetic.ts";
import { validate } from "../../src/ops/validate.ts";

function sum(): Graph {
  const b = new GraphBuilder();
  b.origin = b.graph.addOrigin({ name: "sum", operator: "Add" });
  const x = b.graph.addInput(b.graph.types.intern("f32", [2, 3]), "x");
  b.graph.outputs.push(b.emit(add, [x, b.scalar("f32", 1)], {}));
  return b.graph;
}

test("`validate()` accepts what a builder made", () => {
  expect(() => validate(sum())).not.toThrow();
});

test("`validate()` finds an output type that `infer` does not give", () => {
  const graph = sum();
  graph.addNode("negate", [0], {}, [graph.types.intern("f32", [3, 2])], 0);
  expect(() => validate(graph)).toThrow(
    "Cannot validate the graph: expected f32 2x3 from negate, got f32 3x2",
  );
});

test("`validate()` finds a tensor that is used before it is made", () => {
  const graph = new Graph();
  const type = graph.types.intern("f32", [1]);
  graph.addOrigin({ name: "early", operator: "Neg" });
  graph.addInput(type, "x");
  graph.addNode("negate", [1], {}, [type], 0);
  expect(() => validate(graph)).toThrow(
    "expected tensors that are made before they are used, got tensor 1 as an input of a node",
  );
});

test("`validate()` finds a wrong number of inputs", () => {
  const graph = sum();
  graph.addNode("negate", [0, 0], {}, [graph.type(0)], 0);
  expect(() => validate(graph)).toThrow("expected 1 inputs of negate, got 2");
});

test("`validate()` finds a constant of another type", () => {
  const graph = sum();
  const stored = zeros(graph.types.intern("f32", [2]));
  const id = graph.addConstant({ type: stored.type, read: () => stored });
  graph.constants.set(id, { type: graph.types.intern("i8", [2]), read: () => stored });
  expect(() => validate(graph)).toThrow("expected f32 2 from a constant, got i8 2");
});

test("`validate()` finds an output that nothing makes", () => {
  const graph = new Graph();
  graph.outputs.push(7);
  expect(() => validate(graph)).toThrow("got tensor 7 as an output");
});
