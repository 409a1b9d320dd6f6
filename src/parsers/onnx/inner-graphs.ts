import type { ByteStringId, ByteStrings } from "../../graph/byte-strings.ts";
import { readAttributes } from "./attributes.ts";
import type { OnnxGraph } from "./foreign.ts";
import type { OnnxNodes } from "./nodes.ts";
import { readOnnxGraph } from "./read.ts";
import type { Range, WireReader } from "./wire.ts";

/** Operators of ONNX that have graphs among their attributes. */
const WITH_GRAPHS: ReadonlySet<string> = new Set([
  "FlexAttention",
  "If",
  "Loop",
  "Scan",
  "SequenceMap",
]);

/** Graphs that are attributes of nodes, each read once, however deep they lie. */
export class InnerGraphs {
  readonly #reader: WireReader;
  readonly #names: ByteStrings;
  readonly #graphs = new Map<number, OnnxGraph>();
  readonly #noted = new WeakSet<OnnxNodes>();

  /** @param names - what all graphs of the model share */
  constructor(reader: WireReader, names: ByteStrings) {
    this.#reader = reader;
    this.#names = names;
  }

  /** The graph in `range`; what its own nodes capture is noted by {@link noteCaptures}. */
  at(range: Range): OnnxGraph {
    let graph = this.#graphs.get(range.offset);
    if (graph === undefined) {
      graph = readOnnxGraph(this.#reader, range, this.#names);
      this.#graphs.set(range.offset, graph);
    }
    return graph;
  }

  /**
   * Notes beside every node with graphs, and those in them, which tensors from around it they use.
   *
   * Iterative: graphs may lie thousands deep in each other.
   */
  noteCaptures(nodes: OnnxNodes): void {
    if (this.#noted.has(nodes)) return;
    this.#noted.add(nodes);
    const found: Found[] = [{ nodes, node: -1, around: undefined, graph: undefined }];
    for (let i = 0; i < found.length; i++) {
      const around = (found[i] as Found).nodes;
      for (const { node, graph } of this.graphsIn(around)) {
        found.push({ nodes: graph.nodes, node, around, graph });
      }
    }
    for (const { graph, node, around } of found.reverse()) {
      if (graph === undefined || around === undefined) continue;
      const known = around.captures.get(node) ?? [];
      around.captures.set(node, [...new Set([...known, ...outerNames(graph)])]);
    }
  }

  /** The graphs that are attributes of some nodes, each with its node. */
  *graphsIn(nodes: OnnxNodes): Generator<{ readonly node: number; readonly graph: OnnxGraph }> {
    const withGraphs = nodes.kinds.map(({ operator }) => WITH_GRAPHS.has(operator));
    if (!withGraphs.includes(true)) return;
    for (let node = 0; node < nodes.length; node++) {
      if (withGraphs[nodes.kind(node)] !== true) continue;
      const range = nodes.attributes.range(nodes.attributesOf(node));
      for (const attribute of readAttributes(this.#reader, range).values()) {
        if (attribute.kind === "graph") yield { node, graph: this.at(attribute.value) };
      }
    }
  }
}

interface Found {
  readonly nodes: OnnxNodes;
  /** The node whose attribute it is, among those around it. */
  readonly node: number;
  readonly around: OnnxNodes | undefined;
  readonly graph: OnnxGraph | undefined;
}

/** Names that a graph uses and does not make. */
function outerNames({ nodes, inputs, outputs, initializers }: OnnxGraph): ByteStringId[] {
  const { names } = nodes;
  const used = new Set<ByteStringId>();
  const made = new Set<ByteStringId>();
  for (const { name } of inputs) made.add(names.internText(name));
  for (const name of initializers.keys()) made.add(names.internText(name));
  for (const { name } of outputs) used.add(names.internText(name));
  for (let node = 0; node < nodes.length; node++) {
    nodes.forEachUsed(node, (name) => used.add(name));
    for (let i = 0; i < nodes.outputCount(node); i++) made.add(nodes.output(node, i));
  }
  return [...used].filter((name) => !made.has(name) && !names.isEmpty(name));
}
