import { describe, expect, test } from "vitest";
import { Graph } from "../../src/graph/graph.ts";
import { liveNodes } from "../../src/graph/liveness.ts";
import { tensorOf } from "../../src/graph/tensor.ts";
import { elementCount, formatType, TypeTable } from "../../src/graph/tensor-type.ts";

describe("TypeTable", () => {
  test("`intern()` gives one object for equal types", () => {
    const types = new TypeTable();
    expect(types.intern("f32", [2, 3])).toBe(types.intern("f32", [2, 3]));
    expect(types.intern("f32", [2, 3])).not.toBe(types.intern("f16", [2, 3]));
    expect(types.intern("f32", [23])).not.toBe(types.intern("f32", [2, 3]));
  });

  test("`intern()` refuses more elements than can be counted", () => {
    expect(() => new TypeTable().intern("f32", [2 ** 40, 2 ** 40])).toThrow(
      "Cannot count the elements of a tensor of shape 1099511627776x1099511627776: " +
        "expected at most 2^53 - 1, got more",
    );
  });

  test("`elementCount()` is 1 for a scalar and 0 with an empty axis", () => {
    expect(elementCount([])).toBe(1);
    expect(elementCount([3, 0, 2 ** 52, 2 ** 52])).toBe(0);
  });

  test("`formatType()` reads like people write types", () => {
    const types = new TypeTable();
    expect(formatType(types.intern("i4", [1, 64]))).toBe("i4 1x64");
    expect(formatType(types.intern("bool", []))).toBe("bool scalar");
  });
});

describe("Graph", () => {
  function chain(): Graph {
    const graph = new Graph();
    const type = graph.types.intern("f32", [4]);
    const origin = graph.addOrigin({ name: "layer", operator: "Neg" });
    const x = graph.addInput(type, "x");
    const [y] = graph.addNode("negate", [x], {}, [type], origin) as [number];
    graph.addNode("abs", [x], {}, [type], origin);
    const [z] = graph.addNode("add", [y, y], {}, [type], origin) as [number];
    graph.outputs.push(z);
    return graph;
  }

  test("`node()` gives back what was added", () => {
    const graph = chain();
    expect(graph.nodeCount).toBe(3);
    expect(graph.node(2)).toMatchObject({ operator: "add", inputs: [1, 1], outputs: [3] });
    expect(graph.producer(1)).toBe(0);
    expect(graph.producer(0)).toBeUndefined();
    expect(graph.origin(0)).toEqual({ name: "layer", operator: "Neg" });
  });

  test("`addNode()` shares equal attributes", () => {
    const graph = chain();
    const type = graph.types.intern("f32", [2, 2]);
    graph.addNode("reshape", [0], { shape: [2, 2] }, [type], 0);
    graph.addNode("reshape", [1], { shape: [2, 2] }, [type], 0);
    expect(graph.node(3).attributes).toBe(graph.node(4).attributes);
  });

  test("`liveNodes()` leaves out what no output needs", () => {
    expect([...liveNodes(chain())]).toEqual([1, 0, 1]);
  });
});

describe("Tensor", () => {
  test("`tensorOf()` refuses a carrier of another type or length", () => {
    const type = new TypeTable().intern("i4", [3]);
    expect(() => tensorOf(type, new Int8Array(2))).toThrow(
      "Cannot make a tensor of type i4 3: expected 3 elements in Int8Array, got 2 in Int8Array",
    );
    expect(() => tensorOf(type, new Uint8Array(3))).toThrow("got 3 in Uint8Array");
  });
});
