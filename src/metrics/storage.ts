import type { Analysis } from "../bits/analysis.ts";
import type { AnalysedGraph } from "../bits/choices.ts";
import {
  COMPUTED,
  type CountedContraction,
  contractionsOf,
  isWeight,
  type Source,
} from "../bits/facts.ts";
import { elementBits, isFloat } from "../graph/element-type.ts";
import type { Graph, GraphNode, NodeId, TensorId } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { LOOP_CONTROLS, loop } from "../ops/core/loop.ts";
import { operatorNamed } from "../ops/registry.ts";
import { steers } from "../ops/steering.ts";
import type { Row, RowOperand } from "./counted.ts";
import { storedBits, type Use, usedAs, wider } from "./stored-use.ts";

/** Bits and elements that a network keeps. */
export interface Storage {
  /** Weights of contractions, each stored once at its widest use. */
  readonly weightCount: bigint;
  readonly weightBits: bigint;
  /** Every stored tensor whose values the graph uses. */
  readonly storedBits: bigint;
  /** The same with unquantized floats at 16 bits. */
  readonly storedBitsBf16: bigint;
  /** Stored elements in all. */
  readonly parameters: bigint;
}

type Weights = Pick<Storage, "weightCount" | "weightBits">;

/** Elements behind the weight of a row, and their bits; 0 where it has none. */
export function weightsOf({ rhs }: Row): Weights {
  const { role, facts } = rhs;
  const use = usedAs(rhs);
  const counts = role === "weight" ? facts.sources.map(({ count }) => BigInt(count)) : [];
  return {
    weightCount: sum(counts, (count) => count * codesIn(rhs)),
    weightBits: sum(counts, (count) => storedBits(use, count)),
  };
}

/** How many weights a stored element is: of a word, as many as it has bits. */
function codesIn({ facts }: RowOperand): bigint {
  return BigInt(facts.wordBits ?? 1);
}

/** What the network stores, each tensor once. */
export function storageOf(analysis: Analysis, rows: readonly Row[]): Storage {
  const stored = storedTensors(analysis, rows);
  return {
    ...weights(rows),
    storedBits: sum(stored, ({ bits }) => bits),
    storedBitsBf16: sum(stored, ({ count, bits, wide }) => (wide ? count * 16n : bits)),
    parameters: sum(stored, ({ count }) => count),
  };
}

function weights(rows: readonly Row[]): Weights {
  const widest = new Map<number, { count: bigint; bits: bigint }>();
  for (const { lhs, rhs } of rows) {
    for (const operand of [lhs, rhs]) {
      if (operand.role !== "weight") continue;
      for (const { key, count } of operand.facts.sources) {
        const known = widest.get(key) ?? { count: 0n, bits: 0n };
        const bits = storedBits(usedAs(operand), BigInt(count));
        const codes = BigInt(count) * codesIn(operand);
        widest.set(key, {
          count: known.count > codes ? known.count : codes,
          bits: known.bits > bits ? known.bits : bits,
        });
      }
    }
  }
  const all = [...widest.values()];
  return {
    weightCount: sum(all, ({ count }) => count),
    weightBits: sum(all, ({ bits }) => bits),
  };
}

interface StoredUse {
  readonly count: bigint;
  readonly bits: bigint;
  /** An unquantized float of 16 bits and more. */
  readonly wide: boolean;
}

function storedTensors(analysis: Analysis, rows: readonly Row[]): readonly StoredUse[] {
  const { graph } = analysis;
  const byContraction = new Map(rows.map((row) => [row.contraction, row]));
  const uses = usesOf(
    analysis,
    byContraction,
    graph.outputs.map(() => "plain"),
  );
  const stored: StoredUse[] = [];
  for (const id of graph.constants.keys()) {
    const use = uses[id] ?? "unused";
    if (use === "unused" || graph.tensorName(id) === undefined) continue;
    const { element, shape } = graph.type(id);
    const own = { bits: elementBits(element), float: isFloat(element) };
    const as = use === "plain" ? own : use;
    const count = BigInt(elementCount(shape));
    stored.push({ count, bits: storedBits(as, count), wide: as.float && as.bits > 8 });
  }
  return stored;
}

type RowByContraction = ReadonlyMap<CountedContraction, Row>;

/**
 * Uses of all tensors of a graph that depend on no input, found from the consumers backwards.
 *
 * @param outputs - how its outputs are used
 */
function usesOf(
  analysis: AnalysedGraph,
  rows: RowByContraction,
  outputs: readonly Use[],
): readonly (Use | undefined)[] {
  const { graph, facts, live } = analysis;
  const uses = new Array<Use | undefined>(graph.tensorCount);
  graph.outputs.forEach((id, i) => {
    uses[id] = wider(uses[id] ?? "unused", outputs[i] as Use);
  });
  for (let id = graph.nodeCount - 1; id >= 0; id--) {
    if (live[id] === 0) continue;
    if (!readsStored(analysis, id)) continue;
    const node = graph.node(id);
    const inRegions = node.regions.length > 0 ? usesInRegions(analysis, rows, node, uses) : [];
    node.inputs.forEach((input, i) => {
      if (facts[input]?.dependence === COMPUTED) return;
      const use = inRegions[i] ?? useBy(analysis, rows, node, i, uses);
      uses[input] = wider(uses[input] ?? "unused", use);
    });
  }
  return uses;
}

/** How the regions of a node use its inputs. */
function usesInRegions(
  { regions }: AnalysedGraph,
  rows: RowByContraction,
  node: GraphNode,
  uses: readonly (Use | undefined)[],
): readonly (Use | undefined)[] {
  const { frames = [], captured } = regions.get(node.id) ?? {};
  if (captured !== undefined) return usesCaptured(node, frames, captured, rows);
  const inputs = node.inputs.map((): Use => "unused");
  const isLoop = node.operator === loop.name;
  const own = node.outputs.map((id) => uses[id] ?? "unused");
  for (const frame of frames) {
    const outputs = isLoop ? frame.graph.outputs.map((): Use => "plain") : own;
    const inside = usesOf(frame, rows, outputs);
    const skipped = isLoop ? LOOP_CONTROLS - 1 : 1;
    frame.graph.inputs.forEach((id, i) => {
      const at = i + skipped;
      if (!isLoop || i > 0) inputs[at] = wider(inputs[at] as Use, inside[id] ?? "unused");
    });
  }
  return inputs;
}

/** The last inputs of a node go into its regions as they are; of others the regions say nothing. */
function usesCaptured(
  { inputs }: GraphNode,
  frames: readonly AnalysedGraph[],
  captured: number,
  rows: RowByContraction,
): readonly (Use | undefined)[] {
  const uses = inputs.map((_, i): Use | undefined =>
    i < inputs.length - captured ? undefined : "unused",
  );
  for (const frame of frames) {
    const { graph } = frame;
    const inside = usesOf(
      frame,
      rows,
      graph.outputs.map(() => "plain"),
    );
    for (let last = 1; last <= captured; last++) {
      const use = inside[graph.inputs.at(-last) as TensorId] ?? "unused";
      const at = inputs.length - last;
      uses[at] = wider(uses[at] as Use, use);
    }
  }
  return uses;
}

function readsStored({ graph, facts }: AnalysedGraph, id: NodeId): boolean {
  for (let i = 0; i < graph.inputCount(id); i++) {
    const input = graph.input(id, i);
    if (facts[input]?.dependence !== COMPUTED && !belongsToOperator(graph, input)) return true;
  }
  return false;
}

/** A constant that the source does not name is part of what an operator does: it is not stored. */
function belongsToOperator(graph: Graph, id: TensorId): boolean {
  return !graph.hasName(id) && graph.constants.has(id);
}

/** How one node uses one of its inputs. */
function useBy(
  analysis: AnalysedGraph,
  rows: RowByContraction,
  node: GraphNode,
  input: number,
  uses: readonly (Use | undefined)[],
): Use {
  const { facts } = analysis;
  const operator = operatorNamed(node.operator);
  if (steers(operator, input)) return "unused";
  const id = node.inputs[input] as TensorId;
  const output = node.outputs[0] as TensorId;
  if (facts[output]?.dependence === COMPUTED) return operandUse(analysis, rows, node, id);
  const principal = operator.moves !== undefined || sharesSource(analysis, id, output);
  return principal ? (uses[output] ?? "unused") : "plain";
}

function sharesSource({ facts }: AnalysedGraph, id: TensorId, output: TensorId): boolean {
  const keys = new Set(facts[output]?.sources.map(({ key }) => key));
  return facts[id]?.sources.some(({ key }) => keys.has(key)) === true;
}

/** As a contraction's operand where it is one, else as it is. */
function operandUse(
  { own: contractions, facts }: AnalysedGraph,
  rows: RowByContraction,
  node: GraphNode,
  id: TensorId,
): Use {
  const own: readonly Source[] = facts[id]?.sources ?? [];
  let use: Use = "unused";
  for (const contraction of contractionsOf(contractions, node.id)) {
    const { lhs, rhs } = rows.get(contraction) as Row;
    for (const operand of [lhs, rhs]) {
      const { sources } = operand.facts;
      if (!isWeight(operand.facts)) continue;
      const same = sources.some(({ key }) => own.some((source) => source.key === key));
      if (same) use = wider(use, usedAs(operand));
    }
  }
  return use === "unused" ? "plain" : use;
}

function sum<T>(items: readonly T[], value: (item: T) => bigint): bigint {
  return items.reduce((total, item) => total + value(item), 0n);
}
