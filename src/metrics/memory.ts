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
  const ends = endsOf(analysis);
  return {
    stored: peak(analysis, ends, (id) => storedBytes(analysis.graph, id)),
    proven: peak(analysis, ends, (id) => provenBytes(analysis, id)),
  };
}

function bytes(count: number, bits: number): bigint {
  const all = count * bits;
  if (all <= Number.MAX_SAFE_INTEGER) return BigInt(Math.ceil(all / 8));
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

const NONE = -1;

/** Buffers by the time of their last use, as lists: the first one of each time, then the next of each. */
interface Ends {
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** When each buffer is last used; -1 for tensors that are none. */
  readonly last: Int32Array;
}

function endsOf(analysis: Analysis): Ends {
  const { graph } = analysis;
  const last = lastUses(analysis);
  const first = new Int32Array(graph.nodeCount + 1).fill(NONE);
  const next = new Int32Array(graph.tensorCount).fill(NONE);
  for (let id = 0; id < last.length; id++) {
    const time = last[id] as number;
    if (time === NONE) continue;
    next[id] = first[time] as number;
    first[time] = id;
  }
  return { first, next, last };
}

/** When each buffer is last used; a view lengthens the life of what it looks at. */
function lastUses({ graph, facts, live }: Analysis): Int32Array {
  const last = new Int32Array(graph.tensorCount).fill(NONE);
  const bufferOf = new Int32Array(graph.tensorCount).fill(NONE);
  const make = (tensor: TensorId, time: number): void => {
    last[tensor] = time;
    bufferOf[tensor] = tensor;
  };
  const use = (tensor: TensorId, time: number): void => {
    const buffer = bufferOf[tensor] as number;
    if (buffer !== NONE) last[buffer] = time;
  };
  for (const id of graph.inputs) make(id, 0);
  for (const node of graph.nodes()) {
    if (live[node.id] === 0) continue;
    for (const input of node.inputs) use(input, node.id);
    const [viewed] = operatorNamed(node.operator).view === true ? node.inputs : [];
    const base = viewed === undefined ? NONE : (bufferOf[viewed] as number);
    for (const output of node.outputs) {
      if (facts[output]?.dependence !== COMPUTED) continue;
      if (base === NONE) make(output, node.id);
      else bufferOf[output] = base;
    }
  }
  for (const id of graph.outputs) use(id, graph.nodeCount);
  return last;
}

/** Largest sum of the sizes of what is alive at one time. */
function peak({ graph }: Analysis, ends: Ends, size: (id: TensorId) => bigint): bigint {
  const { first, next, last } = ends;
  let now = graph.inputs.reduce((sum, id) => sum + size(id), 0n);
  let most = 0n;
  for (let time = 0; time <= graph.nodeCount; time++) {
    const made = time < graph.nodeCount ? graph.node(time).outputs : [];
    for (const id of made) if (last[id] !== NONE) now += size(id);
    if (now > most) most = now;
    for (let id = first[time] as number; id !== NONE; id = next[id] as number) now -= size(id);
  }
  return most;
}
