import { describe, expect, test } from "vitest";
import { OnnxNodes } from "../../../src/parsers/onnx/foreign.ts";
import { runOrder } from "../../../src/parsers/onnx/order.ts";

type Edges = readonly [inputs: string, outputs: string];

/** Nodes called n0, n1, …; names of tensors are single letters. */
function nodes(...edges: readonly Edges[]): OnnxNodes {
  const all = new OnnxNodes();
  edges.forEach(([inputs, outputs], i) => {
    all.push({
      domain: "",
      operator: "Op",
      name: `n${i}`,
      inputs: [...inputs],
      outputs: [...outputs],
      scope: "",
      range: { offset: 0, length: 0 },
    });
  });
  return all;
}

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
    const absent = nodes(["x", "a"], ["a", "b"]);
    absent.push({
      domain: "",
      operator: "Dropout",
      name: "",
      inputs: ["b", ""],
      outputs: ["", "c"],
      scope: "",
      range: { offset: 0, length: 0 },
    });
    expect(runOrder(absent, ["c"])).toEqual([0, 1, 2]);
  });

  test("a chain of many nodes in reverse needs no stack", () => {
    const chain = new OnnxNodes();
    const count = 100_000;
    for (let i = count; i > 0; i--) {
      chain.push({
        domain: "",
        operator: "Op",
        name: "",
        inputs: [`t${i - 1}`],
        outputs: [`t${i}`],
        scope: "",
        range: { offset: 0, length: 0 },
      });
    }
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
