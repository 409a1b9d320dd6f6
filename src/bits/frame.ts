import type { Graph, GraphNode, Origin, TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { ConstantFolder } from "../ops/fold.ts";
import type { TensorFacts } from "./facts.ts";

/** A graph while it is analysed: the whole one, or the body of a composite in its caller. */
export interface Frame {
  readonly graph: Graph;
  /** Facts by tensor, filled in execution order. */
  readonly facts: (TensorFacts | undefined)[];
  /** Value numbers by tensor, filled with the facts. */
  readonly numbers: Int32Array;
  readonly folder: ConstantFolder;
  /** Nodes that are not live are passed over; absent: all are. */
  readonly live?: Uint8Array;
  /** False where work is not counted: constant subgraphs. */
  readonly counts: boolean;
  /** False where scalar operations are stated by a composite around. */
  readonly countsScalars: boolean;
  readonly caller?: Caller;
}

interface Caller {
  readonly frame: Frame;
  readonly node: GraphNode;
}

/** The frame of a composite's body in its caller's. */
export function bodyFrame(
  body: Graph,
  caller: Caller,
  counts: Pick<Frame, "counts" | "countsScalars">,
): Frame {
  const { frame, node } = caller;
  const facts = new Array<TensorFacts | undefined>(body.tensorCount);
  const numbers = new Int32Array(body.tensorCount);
  body.inputs.forEach((id, i) => {
    facts[id] = frame.facts[node.inputs[i] as TensorId];
    numbers[id] = frame.numbers[node.inputs[i] as TensorId] as number;
  });
  const folder = new ConstantFolder(body, (i) => frame.folder.value(node.inputs[i] as TensorId));
  return { graph: body, facts, numbers, folder, caller, ...counts };
}

/** The elements of a tensor that depends on no input, up to a number of them. */
export function evaluated(frame: Frame, id: TensorId, largest: number): Tensor | undefined {
  const { graph, caller } = frame;
  const input = (i: number): Tensor | undefined =>
    caller === undefined
      ? undefined
      : evaluated(caller.frame, caller.node.inputs[i] as TensorId, largest);
  return new ConstantFolder(graph, input, largest).value(id);
}

/** The node of the outermost graph that a node belongs to. */
export function outermost(frame: Frame, node: GraphNode): Caller {
  let at: Caller = { frame, node };
  while (at.frame.caller !== undefined) at = at.frame.caller;
  return at;
}

/** What the user calls the layer that a node belongs to. */
export function originOf(frame: Frame, node: GraphNode): Origin {
  const outer = outermost(frame, node);
  return outer.frame.graph.origin(outer.node.origin);
}

/** A tensor where it was made: inputs of bodies are followed to their callers. */
export function resolve(
  frame: Frame,
  id: TensorId,
): { readonly frame: Frame; readonly id: TensorId } {
  let at = { frame, id };
  for (;;) {
    const { caller, graph } = at.frame;
    const input = caller === undefined ? -1 : graph.inputs.indexOf(at.id);
    if (caller === undefined || input < 0) return at;
    at = { frame: caller.frame, id: caller.node.inputs[input] as TensorId };
  }
}

/**
 * The source's name of a tensor; for one inside an operator, that of the nearest tensor before it
 * that has one.
 */
export function tensorName(frame: Frame, id: TensorId): string {
  let at = resolve(frame, id);
  for (;;) {
    const name = at.frame.graph.tensorName(at.id);
    if (name !== undefined) return name;
    const producer = at.frame.graph.producer(at.id);
    if (producer === undefined) return "";
    const [first] = at.frame.graph.node(producer).inputs;
    if (first === undefined) return "";
    at = resolve(at.frame, first);
  }
}
