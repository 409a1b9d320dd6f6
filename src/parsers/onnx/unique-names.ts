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
  const made = new Set([...inputNames, ...initializers.keys(), ...sparseInitializers.keys()]);
  for (let index = 0; index < nodes.length; index++) {
    for (const id of nodes.outputIds(index)) {
      const name = nodes.string(id);
      if (name !== "" && made.has(name)) {
        const { operator, name: node } = nodes.at(index);
        const other = inputNames.has(name) ? "input" : "initializer";
        throw twice(name, `an ${other} and the output of ${operator} ${node}`.trimEnd());
      }
    }
  }
}

function twice(name: string, got: string): AceError {
  return new AceError(
    "invalid-graph",
    { action: "import", subject: `tensor ${name}`, expected: "one that makes it", got },
    { where: { tensor: name } },
  );
}
