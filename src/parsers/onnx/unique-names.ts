import { AceError } from "../../errors.ts";
import type { OnnxGraph } from "./foreign.ts";

/**
 * Checks that every name has one maker: an input, an initializer (which may be the default of an
 * input) or a node.
 *
 * @throws {AceError} `invalid-graph`
 *
 * Source: ONNX IR, "Names Within a Graph": names are in static single assignment form.
 */
export function checkUniqueNames(graph: OnnxGraph): void {
  const { nodes, inputs, initializers, sparseInitializers } = graph;
  const inputNames = new Set<string>();
  for (const { name } of inputs) {
    if (inputNames.has(name)) throw twice(name, "two inputs");
    inputNames.add(name);
  }
  const { names } = nodes;
  const made = new Uint8Array(names.size);
  for (const all of [inputNames, initializers.keys(), sparseInitializers.keys()]) {
    for (const name of all) {
      const id = names.findText(name);
      if (id !== undefined && name !== "") made[id] = 1;
    }
  }
  for (let index = 0; index < nodes.length; index++) {
    for (let i = 0; i < nodes.outputCount(index); i++) {
      const id = nodes.output(index, i);
      if (made[id] === 1) throw madeByNode(graph, index, names.text(id), inputNames);
    }
  }
}

function madeByNode(
  { nodes }: OnnxGraph,
  index: number,
  name: string,
  inputs: ReadonlySet<string>,
): AceError {
  const { operator, name: node } = nodes.at(index);
  const other = inputs.has(name) ? "input" : "initializer";
  return twice(name, `an ${other} and the output of ${operator} ${node}`.trimEnd());
}

function twice(name: string, got: string): AceError {
  return new AceError(
    "invalid-graph",
    { action: "import", subject: `tensor ${name}`, expected: "one that makes it", got },
    { where: { tensor: name } },
  );
}
