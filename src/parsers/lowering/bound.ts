import type { TensorId } from "../../graph/graph.ts";

/** Values that a name stands for one after the other, known when the graph is made. */
export interface Sequence {
  readonly kind: "sequence";
  readonly items: readonly Bound[];
}

/** An optional that holds nothing. */
export const NOTHING = Object.freeze({ kind: "nothing" } as const);

/** What comes from an operator that was left out. */
export const UNKNOWN = Object.freeze({ kind: "unknown" } as const);

/**
 * What a name of the file stands for. An optional that holds something is what it holds; undefined is
 * an input of a function that the call leaves out.
 */
export type Bound = TensorId | Sequence | typeof NOTHING | typeof UNKNOWN | undefined;

export function sequence(items: readonly Bound[]): Sequence {
  return { kind: "sequence", items };
}

export function isSequence(bound: Bound): bound is Sequence {
  return typeof bound === "object" && bound.kind === "sequence";
}

export function isTensor(bound: Bound): bound is TensorId {
  return typeof bound === "number";
}

/** The same with every tensor replaced. */
export function mapBound(bound: Bound, change: (id: TensorId) => TensorId): Bound {
  if (isTensor(bound)) return change(bound);
  return isSequence(bound) ? sequence(bound.items.map((item) => mapBound(item, change))) : bound;
}

/** The tensors of which it is made, each with a name: that of an item is `name[i]`. */
export function tensorsOf(name: string, bound: Bound): readonly (readonly [string, TensorId])[] {
  if (isTensor(bound)) return [[name, bound]];
  if (!isSequence(bound)) return [];
  return bound.items.flatMap((item, i) => tensorsOf(`${name}[${i}]`, item));
}

/** In words, for messages. */
export function describeBound(bound: Bound): string {
  if (bound === undefined) return "none";
  return isTensor(bound) ? "a tensor" : bound.kind === "sequence" ? "a sequence" : "nothing";
}
