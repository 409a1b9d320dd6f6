import { describe, expect, test } from "vitest";
import { execute } from "../../src/exec/reference.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { abs, add, negate } from "../../src/ops/core/arithmetic.ts";
import { broadcast } from "../../src/ops/core/broadcast.ts";
import { Network } from "../support/network.ts";
import { tensor } from "../support/tensors.ts";

/** |−x + 1| on two elements, beside a node that nothing needs. */
function network(): { readonly graph: Graph; readonly reads: () => number } {
  const b = new Network().layer("layer", "Layer");
  const x = b.given("x", "f32", [2]);
  let reads = 0;
  const type = b.graph.types.intern("f32", [2]);
  const read = () => {
    reads++;
    return tensor("f32", [2], [1, 1]);
  };
  const one = b.graph.addConstant({ type, read }, "one");
  const minus = b.emit(negate, [x], {});
  b.graph.nameTensor(minus, "minus");
  b.graph.nameTensor(b.emit(abs, [x], {}), "dead");
  const sum = b.emit(add, [minus, one], {});
  b.graph.nameTensor(sum, "sum");
  const y = b.emit(abs, [b.emit(add, [sum, one], {})], {});
  b.graph.nameTensor(y, "y");
  b.graph.outputs.push(y, one);
  return { graph: b.graph, reads: () => reads };
}

const X = new Map([["x", tensor("f32", [2], [5, -3])]]);

describe("execute()", () => {
  test("`outputs` have the graph's order and names", () => {
    const { outputs } = execute(network().graph, X);
    expect(outputs.map(({ name, tensor }) => [name, [...tensor.data]])).toEqual([
      ["y", [3, 5]],
      ["one", [1, 1]],
    ]);
  });

  test("`outputNames` stand for the graph's own names", () => {
    const { outputs } = execute(network().graph, X, { outputNames: ["result", "same"] });
    expect(outputs.map(({ name }) => name)).toEqual(["result", "same"]);
  });

  test("`intermediates` are those asked for, or all that are computed and have a name", () => {
    const { graph } = network();
    expect(execute(graph, X).intermediates.size).toBe(0);
    const some = execute(graph, X, { intermediates: ["sum"] }).intermediates;
    expect([...some].map(([name, { data }]) => [name, [...data]])).toEqual([["sum", [-4, 4]]]);
    const all = execute(graph, X, { intermediates: "all" }).intermediates;
    expect([...all.keys()]).toEqual(["minus", "sum", "y"]);
  });

  test("`intermediates` that nothing computes are an error with those that are", () => {
    expect(() => execute(network().graph, X, { intermediates: ["dead"] })).toThrow(
      "Cannot keep tensor dead: expected a tensor that the graph computes: minus, sum, y, " +
        "got none of that name",
    );
  });

  test("`onNode()` sees the live nodes in order with their elements", () => {
    const seen: unknown[] = [];
    execute(network().graph, X, {
      onNode: (node, inputs, outputs) =>
        seen.push([
          node.operator,
          inputs.map(({ data }) => [...data]),
          outputs.map(({ data }) => [...data]),
        ]),
    });
    expect(seen).toEqual([
      ["negate", [[5, -3]], [[-5, 3]]],
      [
        "add",
        [
          [-5, 3],
          [1, 1],
        ],
        [[-4, 4]],
      ],
      [
        "add",
        [
          [-4, 4],
          [1, 1],
        ],
        [[-3, 5]],
      ],
      ["abs", [[-3, 5]], [[3, 5]]],
    ]);
  });

  test("constants are read once however many nodes use them", () => {
    const { graph, reads } = network();
    execute(graph, X);
    expect(reads()).toBe(1);
  });

  test("constants are read again where their last use is past", () => {
    const { graph, reads } = network();
    graph.outputs.pop();
    execute(graph, X);
    execute(graph, X);
    expect(reads()).toBe(2);
  });

  test("`maxSteps` is the number of nodes that may run", () => {
    expect(execute(network().graph, X, { maxSteps: 4 }).outputs).toHaveLength(2);
    expect(() => execute(network().graph, X, { maxSteps: 3 })).toThrow(
      "Cannot execute the graph: expected at most 3 steps, got 4",
    );
  });

  test("tensors that cannot be held are refused before anything runs", () => {
    const b = new Network().layer("big", "Expand");
    const x = b.given("x", "f32", [2]);
    const minus = b.emit(negate, [x], {});
    b.graph.outputs.push(b.emit(broadcast, [minus], { shape: [2 ** 40, 2] }));
    const seen: string[] = [];
    const run = () => execute(b.graph, X, { onNode: ({ operator }) => seen.push(operator) });
    expect(run).toThrow(
      "Cannot execute Expand: expected tensors of at most 536870912 elements, " +
        "got f32 1099511627776x2",
    );
    expect(seen).toEqual([]);
  });
});

describe("execute() checks its inputs", () => {
  const { graph } = network();

  test("a name that is not the graph's lists those that are", () => {
    expect(() => execute(graph, new Map([...X, ["z", tensor("f32", [], [1])]]))).toThrow(
      "Cannot bind input z: expected the inputs x (f32 2), got an input z",
    );
  });

  test("an input that is left out is named", () => {
    expect(() => execute(graph, new Map())).toThrow(
      "Cannot bind input x: expected the inputs x (f32 2), got no elements for it",
    );
  });

  test("another element type is a type mismatch", () => {
    expect(() => execute(graph, new Map([["x", tensor("f64", [2], [1, 2])]]))).toThrow(
      "Cannot bind input x: expected f32, got f64",
    );
  });

  test("another shape is a shape mismatch", () => {
    expect(() => execute(graph, new Map([["x", tensor("f32", [1, 2], [1, 2])]]))).toThrow(
      "Cannot bind input x: expected 2, got 1x2",
    );
  });
});
