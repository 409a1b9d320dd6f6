import { AceError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { operatorNamed } from "../ops/registry.ts";

/** Why the results of a graph cannot be compared: it draws numbers that its source leaves open. */
export function drawnNumbers(graph: Graph): AceError | undefined {
  for (const node of graph.nodes()) {
    if (operatorNamed(node.operator).draws !== true) continue;
    const { name, operator } = graph.origin(node.origin);
    return new AceError(
      "unsupported-operator",
      {
        action: "verify",
        subject: "the results",
        expected: "operators that are supported",
        got: `${operator}, which leaves open which numbers it draws`,
      },
      { where: { node: name, operator } },
    );
  }
  return undefined;
}
