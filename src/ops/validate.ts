import { AceError } from "../errors.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { equalShapes, formatType } from "../graph/tensor-type.ts";
import { regionType } from "./builder.ts";
import type { ResultType } from "./operator.ts";
import { operatorNamed } from "./registry.ts";

/**
 * Checks everything that a graph promises: ids in range, inputs made before they are used, each
 * tensor made once, constants of their tensors' types, output types as `infer` has them; the same of
 * every region, which must not store a tensor of its own.
 *
 * @throws {AceError} `invalid-graph` with the node; what `infer` throws
 */
export function validate(graph: Graph): void {
  const made = new Uint8Array(graph.tensorCount);
  for (const id of graph.inputs) make(made, id, "an input");
  for (const [id, stored] of graph.constants) {
    make(made, id, "a constant");
    expectType(formatType(graph.type(id)), formatType(stored.type), "a constant");
  }
  for (const node of graph.nodes()) {
    try {
      validateNode(graph, node, made);
    } catch (error) {
      if (!(error instanceof AceError)) throw error;
      const { name, operator } = graph.origin(node.origin);
      throw error.at({ node: name, operator });
    }
  }
  for (const id of graph.outputs) if (made[id] !== 1) throw unmade(id, "an output");
}

function validateNode(graph: Graph, node: GraphNode, made: Uint8Array): void {
  const operator = operatorNamed(node.operator);
  for (const id of node.inputs) if (made[id] !== 1) throw unmade(id, "an input of a node");
  if (operator.arity !== undefined && operator.arity !== node.inputs.length) {
    throw invalid(`${operator.arity} inputs of ${operator.name}`, `${node.inputs.length}`);
  }
  const types = node.inputs.map((id) => graph.type(id));
  for (const region of node.regions) validateRegion(region);
  const expected = operator.infer(types, node.attributes, node.regions.map(regionType));
  if (expected.length !== node.outputs.length) {
    throw invalid(`${expected.length} outputs of ${operator.name}`, `${node.outputs.length}`);
  }
  node.outputs.forEach((id, i) => {
    make(made, id, "an output of a node");
    const type = graph.type(id);
    const { element, shape } = expected[i] as ResultType;
    if (type.element !== element || !equalShapes(type.shape, shape)) {
      expectType(formatType({ element, shape }), formatType(type), operator.name);
    }
  });
}

/** Named constants are stored: they belong to the outermost graph, so that each is stored once. */
function validateRegion(region: Graph): void {
  for (const id of region.constants.keys()) {
    if (region.hasName(id)) {
      throw invalid(
        "stored tensors as inputs of a region",
        `constant ${region.tensorName(id)} in it`,
      );
    }
  }
  validate(region);
}

function make(made: Uint8Array, id: TensorId, what: string): void {
  if (id < 0 || id >= made.length) throw invalid("tensors of this graph", `${id} as ${what}`);
  if (made[id] === 1) throw invalid("each tensor made once", `tensor ${id} again as ${what}`);
  made[id] = 1;
}

function expectType(expected: string, got: string, what: string): void {
  if (expected !== got) throw invalid(`${expected} from ${what}`, got);
}

function unmade(id: TensorId, what: string): AceError {
  return invalid("tensors that are made before they are used", `tensor ${id} as ${what}`);
}

function invalid(expected: string, got: string): AceError {
  return new AceError("invalid-graph", { action: "validate", subject: "the graph", expected, got });
}
