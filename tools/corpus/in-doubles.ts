import { isFloat, isSmallFloat } from "../../src/graph/element-type.ts";
import type { Graph, TensorId } from "../../src/graph/graph.ts";
import { type Tensor, tensorOf } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { operatorNamed } from "../../src/ops/registry.ts";

/** The same graph with every float of 16 and 32 bits in f64: what it means before any rounding. */
export function inDoubles(graph: Graph): Graph {
  const b = new GraphBuilder();
  const ids = new Map<TensorId, TensorId>();
  const { types } = b.graph;
  for (const id of graph.inputs) {
    const { element, shape } = graph.type(id);
    const type = types.intern(widened(element) as never, shape);
    ids.set(id, b.graph.addInput(type, graph.tensorName(id) ?? ""));
  }
  for (const [id, stored] of graph.constants) {
    const read = () => doubled(stored.read());
    const { element, shape } = stored.type;
    const type = types.intern(widened(element) as never, shape);
    ids.set(id, b.graph.addConstant({ type, read }, graph.tensorName(id)));
  }
  for (const node of graph.nodes()) {
    b.origin = b.graph.addOrigin(graph.origin(node.origin));
    const inputs = node.inputs.map((id) => ids.get(id) as TensorId);
    const regions = node.regions.map(inDoubles);
    const attributes = mapped(node.attributes);
    const outputs = b.emitAll(operatorNamed(node.operator), inputs, attributes, regions);
    node.outputs.forEach((id, i) => {
      ids.set(id, outputs[i] as TensorId);
    });
  }
  b.graph.outputs.push(...graph.outputs.map((id) => ids.get(id) as TensorId));
  return b.graph;
}

/** A tensor with its floats of 16 and 32 bits as f64. */
export function doubled(tensor: Tensor): Tensor {
  const { element, shape } = tensor.type;
  if (widened(element) === element) return tensor;
  const type = new TypeTable().intern("f64", shape);
  return tensorOf(type, Float64Array.from(tensor.data as Float32Array));
}

function widened(value: unknown): unknown {
  if (typeof value !== "string" || !isFloat(value as never)) return value;
  return isSmallFloat(value as never) ? value : "f64";
}

function mapped(attributes: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, widened(value)]),
  );
}
