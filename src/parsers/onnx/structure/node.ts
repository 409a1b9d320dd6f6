import type { TensorId } from "../../../graph/graph.ts";
import type { Bound } from "../../lowering/bound.ts";
import type { InnerBody, StructureSite } from "../../lowering/site.ts";
import type { OnnxGraph } from "../foreign.ts";
import type { NodeContext } from "../node-context.ts";

/** A graph inside a node. */
export interface Body extends InnerBody {
  readonly graph: OnnxGraph;
}

/** A node that runs graphs, or whose inputs are not all tensors. */
export interface StructuredNode extends StructureSite {
  /** Attributes, and the inputs that are tensors. */
  readonly context: NodeContext;
  readonly inputs: readonly Bound[];
  body(attribute: string): Body;
}

/** Turns a node into operators; returns what its outputs stand for. */
export type StructuredLowering = (node: StructuredNode) => readonly Bound[];

/** @throws {AceError} `shape-mismatch` where an input is not a tensor */
export function tensorInput(node: StructuredNode, index: number): TensorId {
  return node.context.input(index);
}
