import type { Graph, NodeId } from "../graph/graph.ts";
import type { ScalarKind } from "../ops/work.ts";
import type { Branch, CountedContraction, TensorFacts } from "./facts.ts";

/** A conditional of which one branch is counted. */
export interface Choice {
  /** The branch that it takes; null: that is not known, and the dearest counts. */
  readonly taken: number | null;
  /** Scalar operations of each branch, without those of conditionals in it. */
  readonly branches: readonly { readonly scalars: Record<ScalarKind, bigint> }[];
  /** The branch of another conditional that it is in. */
  readonly inside?: Branch;
}

/** A graph with what was found of it: the whole network, or a region of a node. */
export interface AnalysedGraph {
  readonly graph: Graph;
  /** Facts by tensor; undefined for tensors of dead nodes. */
  readonly facts: readonly (TensorFacts | undefined)[];
  /** 1 for every node that the outputs need. */
  readonly live: Uint8Array;
  /** Contractions of its nodes in execution order, without those in regions. */
  readonly own: readonly CountedContraction[];
  readonly regions: ReadonlyMap<NodeId, AnalysedRegions>;
}

/** The regions of one node. */
export interface AnalysedRegions {
  readonly frames: readonly AnalysedGraph[];
  /** The conditional that they are the branches of. */
  readonly choice?: number;
  /** The node runs them on single elements, and so many of its last inputs go in as they are. */
  readonly captured?: number;
}
