import { integerGrid, unknownValues, type ValueSet, widthOf } from "../domain/value-set.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import { COMPUTED, type TensorFacts } from "./facts.ts";

const NEVER = -1;
/** In place of a width: the float of the carrier. */
const UNKNOWN = -1;

/** The last live node that reads each tensor; outputs are never done with. */
export function lastReaders(graph: Graph, live: Uint8Array): Int32Array {
  const last = new Int32Array(graph.tensorCount).fill(NEVER);
  for (let id = 0; id < graph.nodeCount; id++) {
    if (live[id] !== 1) continue;
    for (let i = 0; i < graph.inputCount(id); i++) last[graph.input(id, i)] = id;
  }
  for (const output of graph.outputs) last[output] = NEVER;
  return last;
}

/** What is kept of a computed tensor that nobody reads any more: its width alone. */
export class ReleasedFacts {
  readonly #byCarrier = new Map<ElementType, Map<number, TensorFacts>>();

  of({ values, dependence }: TensorFacts): TensorFacts | undefined {
    if (dependence !== COMPUTED) return undefined;
    const { bits, float } = widthOf(values);
    let byBits = this.#byCarrier.get(values.carrier);
    if (byBits === undefined) {
      byBits = new Map();
      this.#byCarrier.set(values.carrier, byBits);
    }
    const width = float ? UNKNOWN : bits;
    let released = byBits.get(width);
    if (released === undefined) {
      released = { values: asWide(values, float ? undefined : bits), dependence, sources: [] };
      byBits.set(width, released);
    }
    return released;
  }
}

function asWide({ carrier }: ValueSet, bits: number | undefined): ValueSet {
  const plain = unknownValues(carrier);
  if (bits === undefined) return plain;
  return { ...plain, grid: integerGrid(0, 2 ** bits - 1), status: "declared" };
}

/** Forgets the facts of what a node was the last to read. */
export function release(
  facts: (TensorFacts | undefined)[],
  inputs: readonly TensorId[],
  node: number,
  last: Int32Array,
  released: ReleasedFacts,
): void {
  for (const input of inputs) {
    const known = facts[input];
    if (last[input] === node && known !== undefined) facts[input] = released.of(known) ?? known;
  }
}
