import type { Analysis } from "../bits/analysis.ts";
import type { AnalysedGraph, AnalysedRegions } from "../bits/choices.ts";
import { COMPUTED } from "../bits/facts.ts";
import { type ValueSet, widthOf } from "../domain/value-set.ts";
import { elementBits } from "../graph/element-type.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { operatorNamed } from "../ops/registry.ts";
import type { TakenBranches } from "./branches.ts";

/** Peak of the live bytes while a network runs in file order, one source operator at a time. */
export interface PeakMemory {
  /** Every tensor at the width that its element type is stored with; a bool is a byte. */
  readonly stored: bigint;
  /** Every tensor at its proven width. */
  readonly proven: bigint;
}

/**
 * Activations only: inputs and outputs included, weights not, views free.
 *
 * What a region makes is alive beside what is alive around its node; its inputs are its caller's. Of
 * branches, the one that counts runs.
 */
export function peakMemory(analysis: Analysis, taken: TakenBranches): PeakMemory {
  const quick = new NumberCounter();
  count(quick, analysis, taken);
  if (Number.isSafeInteger(quick.stored.most) && Number.isSafeInteger(quick.proven.most)) {
    return { stored: BigInt(quick.stored.most), proven: BigInt(quick.proven.most) };
  }
  const exact = new IntegerCounter();
  count(exact, analysis, taken);
  return { stored: exact.stored.most, proven: exact.proven.most };
}

/** Elements of a tensor, and the bits that each of them takes. */
interface Size {
  readonly elements: number;
  readonly stored: number;
  readonly proven: number;
}

/** Sizes of tensors, one after the other: most are like the one before. */
class Sizes {
  readonly #graph: Graph;
  readonly #facts: AnalysedGraph["facts"];
  #type: TensorType | undefined;
  #values: ValueSet | undefined;
  #size: Size = { elements: 0, stored: 0, proven: 0 };

  constructor({ graph, facts }: AnalysedGraph) {
    this.#graph = graph;
    this.#facts = facts;
  }

  of(id: TensorId): Size {
    const type = this.#graph.type(id);
    const values = this.#facts[id]?.values;
    if (type === this.#type && values === this.#values) return this.#size;
    [this.#type, this.#values] = [type, values];
    const stored = type.element === "bool" ? 8 : elementBits(type.element);
    const proven = values === undefined ? stored : widthOf(values).bits;
    this.#size = { elements: elementCount(type.shape), stored, proven };
    return this.#size;
  }
}

const NONE = -1;

/** Buffers by the time of their last use, as lists: the first one of each time, then the next of each. */
interface Ends {
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** When each buffer is last used; -1 for tensors that are none. */
  readonly last: Int32Array;
}

/** @param borrows - inputs are the caller's, and end with it */
function endsOf(analysis: AnalysedGraph, borrows: boolean): Ends {
  const { graph } = analysis;
  const last = lastUses(analysis);
  if (borrows) for (const id of graph.inputs) last[id] = NONE;
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
function lastUses({ graph, facts, live }: AnalysedGraph): Int32Array {
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
  for (let node = 0; node < graph.nodeCount; node++) {
    if (live[node] === 0) continue;
    for (let i = 0; i < graph.inputCount(node); i++) use(graph.input(node, i), node);
    const isView = operatorNamed(graph.operator(node)).view === true;
    const base = isView ? (bufferOf[graph.input(node, 0)] as number) : NONE;
    for (let i = 0; i < graph.outputCount(node); i++) {
      const output = graph.output(node, i);
      if (facts[output]?.dependence !== COMPUTED) continue;
      if (base === NONE) make(output, node);
      else bufferOf[output] = base;
    }
  }
  for (const id of graph.outputs) use(id, graph.nodeCount);
  return last;
}

/** Bytes that are alive, and the most that ever were. */
interface Level<T> {
  now: T;
  most: T;
}

/** Follows tensors at both widths while they come and go. */
interface Counter {
  /** Adds or takes away a tensor. */
  change(sign: 1 | -1, size: Size): void;
}

/** Bytes as numbers, much faster; a peak is wrong where it is no safe integer. */
class NumberCounter implements Counter {
  readonly stored: Level<number> = { now: 0, most: 0 };
  readonly proven: Level<number> = { now: 0, most: 0 };

  change(sign: 1 | -1, { elements, stored, proven }: Size): void {
    changeNumber(this.stored, sign, elements * stored);
    changeNumber(this.proven, sign, elements * proven);
  }
}

function changeNumber(level: Level<number>, sign: 1 | -1, bits: number): void {
  level.now += Number.isSafeInteger(bits) ? sign * Math.ceil(bits / 8) : Number.POSITIVE_INFINITY;
  if (level.now > level.most) level.most = level.now;
}

class IntegerCounter implements Counter {
  readonly stored: Level<bigint> = { now: 0n, most: 0n };
  readonly proven: Level<bigint> = { now: 0n, most: 0n };

  change(sign: 1 | -1, { elements, stored, proven }: Size): void {
    changeInteger(this.stored, sign, BigInt(elements) * BigInt(stored));
    changeInteger(this.proven, sign, BigInt(elements) * BigInt(proven));
  }
}

function changeInteger(level: Level<bigint>, sign: 1 | -1, bits: bigint): void {
  level.now += BigInt(sign) * ((bits + 7n) / 8n);
  if (level.now > level.most) level.most = level.now;
}

function count(
  counter: Counter,
  analysis: AnalysedGraph,
  taken: TakenBranches,
  borrows = false,
): void {
  const { graph, regions } = analysis;
  const { first, next, last } = endsOf(analysis, borrows);
  const sizes = new Sizes(analysis);
  const change = (sign: 1 | -1, id: TensorId): void => counter.change(sign, sizes.of(id));
  if (!borrows) for (const id of graph.inputs) change(1, id);
  for (let time = 0; time <= graph.nodeCount; time++) {
    const made = time < graph.nodeCount ? graph.outputCount(time) : 0;
    for (let i = 0; i < made; i++) {
      const id = graph.output(time, i);
      if (last[id] !== NONE) change(1, id);
    }
    const running = regions.size === 0 ? undefined : runningRegion(regions.get(time), taken);
    if (running !== undefined) count(counter, running, taken, true);
    for (let id = first[time] as number; id !== NONE; id = next[id] as number) change(-1, id);
  }
}

function runningRegion(
  regions: AnalysedRegions | undefined,
  taken: TakenBranches,
): AnalysedGraph | undefined {
  const { frames, choice } = regions ?? { frames: [] };
  return frames[choice === undefined ? 0 : (taken[choice] as number)];
}
