import type { Analysis } from "../bits/analysis.ts";
import { COMPUTED, type CountedContraction, isWeight, type Source } from "../bits/facts.ts";
import { elementBits, isFloat } from "../graph/element-type.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { operatorNamed } from "../ops/registry.ts";
import type { Row } from "./counted.ts";
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
    weightCount: sum(counts, (count) => count),
    weightBits: sum(counts, (count) => storedBits(use, count)),
  };
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
        widest.set(key, {
          count: known.count > BigInt(count) ? known.count : BigInt(count),
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
  const uses = usesOf(analysis, new Map(rows.map((row) => [row.contraction, row])));
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

/** Uses of all tensors that depend on no input, found from the consumers backwards. */
function usesOf(analysis: Analysis, rows: RowByContraction): readonly (Use | undefined)[] {
  const { graph, facts, live } = analysis;
  const uses = new Array<Use | undefined>(graph.tensorCount);
  for (const id of graph.outputs) uses[id] = "plain";
  for (let id = graph.nodeCount - 1; id >= 0; id--) {
    if (live[id] === 0) continue;
    const node = graph.node(id);
    node.inputs.forEach((input, i) => {
      if (facts[input]?.dependence === COMPUTED) return;
      uses[input] = wider(uses[input] ?? "unused", useBy(analysis, rows, node, i, uses));
    });
  }
  return uses;
}

/** How one node uses one of its inputs. */
function useBy(
  analysis: Analysis,
  rows: RowByContraction,
  node: GraphNode,
  input: number,
  uses: readonly (Use | undefined)[],
): Use {
  const { facts } = analysis;
  const operator = operatorNamed(node.operator);
  if (operator.steering?.includes(input) === true) return "unused";
  const id = node.inputs[input] as TensorId;
  const output = node.outputs[0] as TensorId;
  if (facts[output]?.dependence === COMPUTED) return operandUse(analysis, rows, node, id);
  const principal = operator.moves !== undefined || sharesSource(analysis, id, output);
  return principal ? (uses[output] ?? "unused") : "plain";
}

function sharesSource({ facts }: Analysis, id: TensorId, output: TensorId): boolean {
  const keys = new Set(facts[output]?.sources.map(({ key }) => key));
  return facts[id]?.sources.some(({ key }) => keys.has(key)) === true;
}

/** As a contraction's operand where it is one, else as it is. */
function operandUse(
  { byNode, facts }: Analysis,
  rows: RowByContraction,
  node: GraphNode,
  id: TensorId,
): Use {
  const own: readonly Source[] = facts[id]?.sources ?? [];
  let use: Use = "unused";
  for (const contraction of byNode.get(node.id) ?? []) {
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
