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

/**
 * The place of an axis, from the back where it is negative.
 *
 * @throws {AceError} `invalid-attribute` for one that is not there
 */
export function axisOf(node: StructuredNode, axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (found >= 0 && found < rank) return found;
  return node.context.refuse("invalid-attribute", `an axis below ${rank}`, `${axis}`);
}
