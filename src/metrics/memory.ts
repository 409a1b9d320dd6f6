import type { Analysis } from "../bits/analysis.ts";
import { COMPUTED } from "../bits/facts.ts";
import { widthOf } from "../domain/value-set.ts";
import { elementBits } from "../graph/element-type.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { operatorNamed } from "../ops/registry.ts";

/** Peak of the live bytes while a network runs in file order, one source operator at a time. */
export interface PeakMemory {
  /** Every tensor at the width that its element type is stored with; a bool is a byte. */
  readonly stored: bigint;
  /** Every tensor at its proven width. */
  readonly proven: bigint;
}

/** Activations only: inputs and outputs included, weights not, views free. */
export function peakMemory(analysis: Analysis): PeakMemory {
  const lifetimes = lifetimesOf(analysis);
  return {
    stored: peak(analysis, lifetimes, (id) => storedBytes(analysis.graph, id)),
    proven: peak(analysis, lifetimes, (id) => provenBytes(analysis, id)),
  };
}

function bytes(count: number, bits: number): bigint {
  return (BigInt(count) * BigInt(bits) + 7n) / 8n;
}

function storedBytes(graph: Graph, id: TensorId): bigint {
  const { element, shape } = graph.type(id);
  return bytes(elementCount(shape), element === "bool" ? 8 : elementBits(element));
}

function provenBytes({ graph, facts }: Analysis, id: TensorId): bigint {
  const values = facts[id]?.values;
  if (values === undefined) return storedBytes(graph, id);
  return bytes(elementCount(graph.type(id).shape), widthOf(values).bits);
}

interface Lifetime {
  readonly tensor: TensorId;
  readonly first: number;
  last: number;
}

/** When each buffer is made and last used; a view lengthens the life of what it looks at. */
function lifetimesOf({ graph, facts, live }: Analysis): readonly Lifetime[] {
  const buffers = new Map<TensorId, Lifetime>();
  const bufferOf = new Map<TensorId, TensorId>();
  const make = (tensor: TensorId, first: number): void => {
    buffers.set(tensor, { tensor, first, last: first });
    bufferOf.set(tensor, tensor);
  };
  const use = (tensor: TensorId, time: number): void => {
    const buffer = buffers.get(bufferOf.get(tensor) ?? -1);
    if (buffer !== undefined) buffer.last = time;
  };
  for (const id of graph.inputs) make(id, 0);
  for (const node of graph.nodes()) {
    if (live[node.id] === 0) continue;
    for (const input of node.inputs) use(input, node.id);
    for (const output of node.outputs) {
      if (facts[output]?.dependence !== COMPUTED) continue;
      const base = bufferOf.get(node.inputs[0] ?? -1);
      if (operatorNamed(node.operator).view === true && base !== undefined) {
        bufferOf.set(output, base);
      } else {
        make(output, node.id);
      }
    }
  }
  for (const id of graph.outputs) use(id, graph.nodeCount);
  return [...buffers.values()];
}

function peak(
  { graph }: Analysis,
  lifetimes: readonly Lifetime[],
  size: (id: TensorId) => bigint,
): bigint {
  const change = new Array<bigint>(graph.nodeCount + 2).fill(0n);
  for (const { tensor, first, last } of lifetimes) {
    const count = size(tensor);
    change[first] = (change[first] as bigint) + count;
    change[last + 1] = (change[last + 1] as bigint) - count;
  }
  let now = 0n;
  let most = 0n;
  for (const step of change) {
    now += step;
    if (now > most) most = now;
  }
  return most;
}
