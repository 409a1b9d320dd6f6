import { NO_ATTRIBUTES, OnnxNodes } from "../../src/parsers/onnx/nodes.ts";

export interface NodeNames {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Nodes of a file, in its order. */
export function onnxNodes(all: Iterable<NodeNames>): OnnxNodes {
  const labels: string[] = [];
  const nodes = new OnnxNodes((start) => ({ name: labels[start] as string, scope: "" }));
  const id = (text: string) => nodes.names.internText(text);
  for (const { operator, name, inputs, outputs } of all) {
    nodes.push({
      domain: id(""),
      operator: id(operator),
      overload: id(""),
      start: labels.push(name) - 1,
      inputs: inputs.map(id),
      outputs: outputs.map(id),
      attributes: NO_ATTRIBUTES,
    });
  }
  return nodes;
}
