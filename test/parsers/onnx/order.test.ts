import { describe, expect, test } from "vitest";
import { runOrder } from "../../../src/parsers/onnx/order.ts";
import { type NodeNames, onnxNodes } from "../../support/onnx-nodes.ts";

type Edges = readonly [inputs: string, outputs: string];

/** Nodes called n0, n1, …; names of tensors are single letters. */
function named(edges: readonly Edges[]): NodeNames[] {
  return edges.map(([inputs, outputs], i) => ({
    operator: "Op",
    name: `n${i}`,
    inputs: [...inputs],
    outputs: [...outputs],
  }));
}

const nodes = (...edges: readonly Edges[]) => onnxNodes(named(edges));

describe("runOrder()", () => {
  test("keeps the order of the file where it is one", () => {
    expect(runOrder(nodes(["x", "a"], ["x", "b"], ["ab", "c"]), ["c"])).toEqual([0, 1, 2]);
  });

  test("sorts what the file does not, as near to the file as can be", () => {
    expect(runOrder(nodes(["ab", "c"], ["x", "a"], ["a", "b"]), ["c"])).toEqual([1, 2, 0]);
  });

  test("leaves out what no output needs", () => {
    expect(runOrder(nodes(["x", "a"], ["x", "d"], ["a", "b"]), ["b"])).toEqual([0, 2]);
    expect(runOrder(nodes(["x", "a"]), ["x"])).toEqual([]);
  });

  test("absent outputs have no name and clash with nothing", () => {
    const dropout = { operator: "Dropout", name: "", inputs: ["b", ""], outputs: ["", "c"] };
    const absent = onnxNodes([
      ...named([
        ["x", "a"],
        ["a", "b"],
      ]),
      dropout,
    ]);
    expect(runOrder(absent, ["c"])).toEqual([0, 1, 2]);
  });

  test("a chain of many nodes in reverse needs no stack", () => {
    const count = 100_000;
    const chain = onnxNodes(
      Array.from({ length: count }, (_, i) => ({
        operator: "Op",
        name: "",
        inputs: [`t${count - i - 1}`],
        outputs: [`t${count - i}`],
      })),
    );
    const order = runOrder(chain, [`t${count}`]);
    expect([order.length, order[0], order.at(-1)]).toEqual([count, count - 1, 0]);
  });

  test("refuses cycles and names one node of it", () => {
    expect(() => runOrder(nodes(["xb", "a"], ["a", "b"]), ["b"])).toThrow(
      "Cannot import the graph: expected nodes without a cycle, got one through Op n0",
    );
    expect(() => runOrder(nodes(["a", "a"]), ["a"])).toThrow(
      "Cannot import the graph: expected nodes without a cycle, got one through Op n0",
    );
  });

  test("a cycle that no output needs does not matter", () => {
    expect(runOrder(nodes(["b", "a"], ["a", "b"], ["x", "c"]), ["c"])).toEqual([2]);
  });

  test("refuses a name that two nodes make", () => {
    expect(() => runOrder(nodes(["x", "a"], ["x", "a"]), ["a"])).toThrow(
      "Cannot import the graph: expected names that one node makes, got a, made twice",
    );
  });
});
