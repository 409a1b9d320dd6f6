import type { TensorId } from "../../graph/graph.ts";

/** Optional inputs by their names, which are in the same order. */
export function byName<N extends string>(
  names: readonly N[],
  inputs: readonly TensorId[],
): Readonly<Partial<Record<N, TensorId>>> {
  return Object.fromEntries(names.map((name, i) => [name, inputs[i]])) as Partial<
    Record<N, TensorId>
  >;
}
