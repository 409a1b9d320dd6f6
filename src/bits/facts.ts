import type { ValueSet } from "../domain/value-set.ts";
import type { NodeId, Origin, TensorId } from "../graph/graph.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { Contraction } from "../ops/work.ts";

/** On what a tensor depends: nothing, counters of loops, an input only through indices, an input. */
export const CONSTANT = 0;
export const COUNTED = 1;
export const INDEXED = 2;
export const COMPUTED = 3;
export type Dependence = typeof CONSTANT | typeof COUNTED | typeof INDEXED | typeof COMPUTED;

/** Stored elements that a tensor is made of; equal keys are the same stored elements. */
export interface Source {
  readonly key: TensorId;
  readonly count: number;
}

/** Codes of several widths, one at each place along an axis. */
export interface Mixed {
  readonly axis: number;
  readonly bits: readonly number[];
}

/** What the analysis knows of one tensor. */
export interface TensorFacts {
  readonly values: ValueSet;
  readonly dependence: Dependence;
  readonly sources: readonly Source[];
  /** Widths of its codes along an axis, where they differ; the values say the widest. */
  readonly mixed?: Mixed;
}

/** One side of a contraction. */
export interface OperandFacts extends TensorFacts {
  /** The source's name of the tensor, or of what it is made of. */
  readonly tensor: string;
  readonly type: TensorType;
  /** Each stored element is a word of so many codes; absent: it is one code. */
  readonly wordBits?: number;
}

/** A branch of a conditional, by its place in the list of conditionals. */
export interface Branch {
  readonly choice: number;
  readonly index: number;
}

/** One contraction of a graph with all that metrics need of it. */
export interface CountedContraction {
  /** The node that it belongs to, of the network's graph or of a region. */
  readonly node: NodeId;
  readonly origin: Origin;
  readonly contraction: Contraction;
  readonly lhs: OperandFacts;
  readonly rhs: OperandFacts;
  readonly output: readonly number[];
  readonly trips: bigint;
  /** The branch of a conditional that it is in. */
  readonly branch?: Branch;
}

/** True for an operand that the network stores instead of computing it from an input. */
export function isWeight(operand: TensorFacts): boolean {
  return operand.dependence !== COMPUTED && operand.sources.length > 0;
}

/** The contractions of one node, of all of its graph in execution order. */
export function contractionsOf(
  contractions: readonly CountedContraction[],
  node: NodeId,
): readonly CountedContraction[] {
  let [first, end] = [0, contractions.length];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if ((contractions[middle] as CountedContraction).node < node) first = middle + 1;
    else end = middle;
  }
  while (contractions[end]?.node === node) end++;
  return contractions.slice(first, end);
}
