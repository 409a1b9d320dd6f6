import { describe, expect, test } from "vitest";
import type { GraphNode } from "../../../src/graph/graph.ts";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { validate } from "../../../src/ops/validate.ts";
import { noFiles } from "../../../src/parsers/onnx/external-files.ts";
import { importOnnx } from "../../../src/parsers/onnx/index.ts";
import { int64s, type ModelSpec, modelBytes, type NodeSpec } from "../../support/onnx.ts";

const X = { name: "x", shape: [2, 3] };

function imported(spec: ModelSpec) {
  const source = bufferSource("model.onnx", modelBytes({ inputs: [X], ...spec }));
  const options = { dims: {}, inputs: {}, values: new Map(), strict: true };
  const { graph } = importOnnx(source, noFiles, options);
  validate(graph);
  return graph;
}

/** The nodes of a model whose outputs are those of its last node. */
function nodesOf(nodes: readonly NodeSpec[], spec: ModelSpec = {}): readonly GraphNode[] {
  const outputs = (nodes.at(-1)?.outputs ?? []).map((name) => ({ name }));
  return [...imported({ nodes, outputs, ...spec }).nodes()];
}

const node = (op: string, inputs: readonly string[], ...outputs: readonly string[]): NodeSpec => ({
  op,
  inputs,
  outputs,
});

describe("a node that looks like an earlier one becomes the same", () => {
  test("with its own inputs, and the name of its own layer", () => {
    const graph = imported({
      nodes: ["a", "b", "c"].map((name, i) => ({
        op: "Relu",
        name,
        inputs: [["x", "ya", "yb"][i] as string],
        outputs: [`y${name}`],
      })),
      outputs: [{ name: "yc" }],
    });
    const nodes = [...graph.nodes()];
    expect(nodes.map(({ operator }) => operator)).toEqual(["maximum", "maximum", "maximum"]);
    expect(nodes.map(({ inputs }) => inputs[0])).toEqual([
      graph.inputs[0],
      nodes[0]?.outputs[0],
      nodes[1]?.outputs[0],
    ]);
    expect(new Set(nodes.map(({ inputs }) => inputs[1])).size).toBe(1);
    expect(nodes.map(({ origin }) => graph.origin(origin).name)).toEqual(["a", "b", "c"]);
  });

  test("but not where one tensor is used twice", () => {
    const [double, , sum] = nodesOf([
      node("Add", ["x", "x"], "a"),
      node("Neg", ["a"], "b"),
      node("Add", ["a", "b"], "c"),
    ]);
    expect(new Set(double?.inputs).size).toBe(1);
    expect(new Set(sum?.inputs).size).toBe(2);
  });

  test("but not where an attribute differs", () => {
    const leaky = (alpha: number, input: string, output: string): NodeSpec => ({
      ...node("LeakyRelu", [input], output),
      attributes: [{ name: "alpha", type: 1, f: alpha }],
    });
    const nodes = nodesOf([leaky(0.5, "x", "a"), leaky(0.25, "a", "b"), leaky(0.5, "b", "c")]);
    expect(nodes.map(({ attributes }) => attributes)).toEqual([
      { alpha: 0.5 },
      { alpha: 0.25 },
      { alpha: 0.5 },
    ]);
  });

  test("but not where it asks for elements", () => {
    const nodes = nodesOf(
      [node("Reshape", ["x", "flat"], "a"), node("Reshape", ["x", "tall"], "b")],
      {
        initializers: [int64s("flat", [2], [1, 6]), int64s("tall", [2], [6, 1])],
        outputs: [{ name: "a" }, { name: "b" }],
      },
    );
    expect(nodes.map(({ attributes }) => attributes.shape)).toEqual([
      [1, 6],
      [6, 1],
    ]);
  });

  test("but not where other outputs are there", () => {
    const graph = imported({
      nodes: [
        { ...node("Split", ["x"], "a", "b", "c"), attributes: [{ name: "axis", type: 2, i: 1 }] },
        { ...node("Split", ["x"], "d"), attributes: [{ name: "axis", type: 2, i: 1 }] },
      ],
      outputs: [{ name: "c" }, { name: "d" }],
    });
    expect(graph.outputs.map((id) => graph.type(id).shape)).toEqual([
      [2, 1],
      [2, 3],
    ]);
  });
});
