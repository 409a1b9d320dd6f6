import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import type { OnnxNodes } from "./nodes.ts";

const NONE: readonly ByteStringId[] = [];

/**
 * The nodes that `outputs` need, in an order in which they can run: file order where it is one.
 *
 * @throws {AceError} `invalid-graph` for cycles and for a name that two nodes make
 */
export function runOrder(nodes: OnnxNodes, outputs: readonly string[]): readonly number[] {
  const producers = producersOf(nodes);
  const live = liveNodes(nodes, producers, outputs);
  const order: number[] = [];
  for (let index = 0; index < nodes.length; index++) if (live[index] === 1) order.push(index);
  return inOrder(nodes, producers, order) ? order : sorted(nodes, producers, order);
}

/** The node that makes each tensor, by its name; -1 where none does. */
export function producersOf(nodes: OnnxNodes): Int32Array {
  const { names } = nodes;
  const producers = new Int32Array(names.size).fill(-1);
  for (let index = 0; index < nodes.length; index++) {
    for (let i = 0; i < nodes.outputCount(index); i++) {
      const output = nodes.output(index, i);
      if (names.isEmpty(output)) continue;
      if (producers[output] !== -1) {
        throw invalid("names that one node makes", `${names.text(output)}, made twice`);
      }
      producers[output] = index;
    }
  }
  return producers;
}

function liveNodes(nodes: OnnxNodes, producers: Int32Array, outputs: readonly string[]) {
  const live = new Uint8Array(nodes.length);
  const pending: number[] = [];
  const need = (string: number): void => {
    const node = producers[string] as number;
    if (node < 0 || live[node] === 1) return;
    live[node] = 1;
    pending.push(node);
  };
  for (const output of outputs) {
    const id = nodes.names.findText(output);
    if (id !== undefined) need(id);
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.forEachUsed(node, need);
  }
  return live;
}

function inOrder(nodes: OnnxNodes, producers: Int32Array, order: readonly number[]): boolean {
  return order.every(
    (node) => producerBefore(nodes, producers, node, (producer) => producer >= node) === undefined,
  );
}

/** The first node that makes an input of `node`, or of a graph in it, and that `wanted` accepts. */
function producerBefore(
  nodes: OnnxNodes,
  producers: Int32Array,
  node: number,
  wanted: (producer: number) => boolean,
): number | undefined {
  for (let i = 0; i < nodes.inputCount(node); i++) {
    const producer = producers[nodes.input(node, i)] as number;
    if (producer >= 0 && wanted(producer)) return producer;
  }
  for (const name of nodes.captures.get(node) ?? NONE) {
    const producer = producers[name] as number;
    if (producer >= 0 && wanted(producer)) return producer;
  }
  return undefined;
}

/** Depth first in file order; iterative, since chains may be a million nodes long. */
function sorted(nodes: OnnxNodes, producers: Int32Array, live: readonly number[]): number[] {
  const order: number[] = [];
  const state = new Uint8Array(nodes.length);
  for (const root of live) {
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1) as number;
      if (state[node] === 2) {
        path.pop();
        continue;
      }
      state[node] = 1;
      const waitsFor = producerBefore(nodes, producers, node, (producer) => state[producer] !== 2);
      if (waitsFor === undefined) {
        state[node] = 2;
        order.push(node);
        path.pop();
      } else if (state[waitsFor] === 1) {
        throw invalid("nodes without a cycle", `one through ${describe(nodes, waitsFor)}`);
      } else {
        path.push(waitsFor);
      }
    }
  }
  return order;
}

function describe(nodes: OnnxNodes, index: number): string {
  const { name, operator, outputs } = nodes.at(index);
  return `${operator} ${name || outputs[0] || index}`;
}

function invalid(expected: string, got: string): AceError {
  return new AceError("invalid-graph", { action: "import", subject: "the graph", expected, got });
}
