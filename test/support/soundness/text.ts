import type { ValueSet } from "../../../src/domain/value-set.ts";
import { formatProof } from "../../../src/domain/value-set.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { formatType } from "../../../src/graph/tensor-type.ts";
import type { Inputs, Violation } from "./check-runs.ts";

const MOST_ELEMENTS = 24;

/** A graph as text: inputs with their elements in each run, constants, one line a node. */
export function graphText(graph: Graph, runs: readonly Inputs[] = []): string {
  const inputs = graph.inputs.map((id) => {
    const name = graph.tensorName(id) ?? "";
    const elements = runs.map((run) => elementsText(run.get(name)));
    return `%${id} = input ${name}: ${formatType(graph.type(id))} ${elements.join(" | ")}`;
  });
  const constants = [...graph.constants].map(([id, stored]) => {
    const name = graph.tensorName(id);
    const kind = name === undefined ? "constant" : `stored ${name}`;
    return `%${id} = ${kind}: ${formatType(graph.type(id))} ${elementsText(stored.read())}`;
  });
  const nodes = [...graph.nodes()].map((node) => {
    const results = node.outputs.map((id) => `%${id}: ${formatType(graph.type(id))}`).join(", ");
    const operands = node.inputs.map((id) => `%${id}`).join(", ");
    const attributes = Object.keys(node.attributes).length;
    const text = attributes === 0 ? "" : ` ${JSON.stringify(node.attributes)}`;
    return `${results} = ${node.operator}(${operands})${text}`;
  });
  return [...inputs, ...constants, ...nodes].join("\n");
}

function elementsText(tensor: Tensor | undefined): string {
  if (tensor === undefined) return "";
  const shown = Array.from(
    tensor.data.subarray(0, MOST_ELEMENTS) as ArrayLike<number | bigint>,
    (x) => (Object.is(x, -0) ? "-0" : `${x}`),
  );
  return `[${shown.join(", ")}${tensor.data.length > MOST_ELEMENTS ? ", ..." : ""}]`;
}

/** A set without its proof, on one line. */
export function setText({ proof, ...set }: ValueSet): string {
  const text = JSON.stringify(set, (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? `${value}` : value,
  );
  return `${text}\n  because: ${formatProof(proof)}`;
}

export function violationText({ tensor, rule, reason, set }: Violation): string {
  return `%${tensor} by rule "${rule}": ${reason}\n  set ${setText(set)}`;
}
