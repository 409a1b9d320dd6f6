import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import type { OriginId } from "../../graph/graph.ts";
import { opaque } from "../../ops/leaf/opaque.ts";
import { type Bound, isTensor, UNKNOWN } from "../lowering/bound.ts";
import { Findings } from "../lowering/findings.ts";
import { recursive } from "../lowering/limits.ts";
import type { Target } from "../lowering/target.ts";
import type { OnnxAttribute } from "./attributes.ts";
import type { Block, Surroundings } from "./block.ts";
import type { OnnxGraph } from "./foreign.ts";
import { keyOf } from "./functions.ts";
import type { NodeContext } from "./node-context.ts";
import type { KindNames } from "./nodes.ts";
import { runOrder } from "./order.ts";
import { InnerScope } from "./scope.ts";
import type { Body, StructuredLowering } from "./structure/node.ts";

/** A node that runs other graphs of the file. */
export interface InnerCall {
  readonly index: number;
  readonly kind: KindNames;
  readonly inputs: readonly Bound[];
  readonly origin: OriginId;
  attributes(): ReadonlyMap<string, OnnxAttribute>;
}

/** Lowers the nodes of a block. */
interface BlockLowerer {
  lower(index: number): void;
}

/** Run orders of graphs inside nodes and of functions, worked out once for each. */
const orders = new WeakMap<OnnxGraph, readonly number[]>();

/** Lowers functions and the graphs of nodes, from within a block. */
export class InnerCalls {
  readonly #block: Block;
  readonly #around: Surroundings;
  readonly #lowererOf: (block: Block, around: Surroundings) => BlockLowerer;

  constructor(
    block: Block,
    around: Surroundings,
    lowererOf: (block: Block, around: Surroundings) => BlockLowerer,
  ) {
    this.#block = block;
    this.#around = around;
    this.#lowererOf = lowererOf;
  }

  /** The outputs of a function, lowered where it is called. */
  call({ kind, inputs, origin, attributes }: InnerCall): readonly Bound[] {
    const { callers, target } = this.#block;
    const key = keyOf(kind);
    if (callers.includes(key)) throw recursive(kind.operator);
    if (callers.length === 0) this.#around.limits.expect(this.#around.functions.sizeOf(kind));
    const { graph, opsets, defaults } = this.#around.functions.at(kind);
    this.#around.innerGraphs.noteCaptures(graph.nodes);
    const scope = new InnerScope(graph, {
      target,
      caller: this.#around.origins.origin(origin).name,
      store: (tensor) => this.#around.store(tensor),
    });
    const block: Block = {
      ...this.#block,
      graph,
      scope,
      firstOrigin: this.#around.origins.enter(origin, key, graph.nodes),
      opsets: new Map([...this.#block.opsets, ...opsets]),
      attributes: new Map([...defaults, ...attributes()]),
      callers: [...callers, key],
      depth: this.#block.depth + 1,
    };
    bindInputs(scope, graph, inputs);
    return this.#run(block, this.#lowererOf(block, this.#around));
  }

  /** What a node with graphs, sequences or optionals becomes. */
  structured(
    lowering: StructuredLowering,
    { index, origin, inputs }: InnerCall,
    context: NodeContext,
  ): readonly Bound[] {
    const { origins, trips, running } = this.#around;
    const { target, findings, graph } = this.#block;
    const around = this.#block.scope;
    return lowering({
      context,
      inputs,
      outputCount: graph.nodes.outputCount(index),
      isUsed(output) {
        const name = graph.nodes.output(index, output);
        return !graph.nodes.names.isEmpty(name) && usedNames(graph).has(name);
      },
      get name() {
        return origins.origin(origin).name;
      },
      target,
      findings,
      running,
      trips,
      refuse: (code, expected, got) => context.refuse(code, expected, got),
      loopName: () => {
        const { name, scope } = graph.nodes.at(index);
        return trips.nameOf(origin, name === "" && scope === "" ? "" : origins.origin(origin).name);
      },
      body: (attribute) => this.#body(attribute, origin, context, around),
      leaveOut: (found) => this.#leaveOut(index, origin, inputs, found),
    });
  }

  #leaveOut(
    index: number,
    origin: OriginId,
    inputs: readonly Bound[],
    found: readonly Findings[],
  ): readonly Bound[] {
    const { graph, findings, target } = this.#block;
    const names = graph.nodes.outputNames(index);
    const types = names.map((name) => this.#around.statedType(graph, name));
    const known = types.every((type) => type !== undefined);
    for (const inner of found) findings.absorb(inner, !known);
    if (!known) return names.map(() => UNKNOWN);
    const { operator } = this.#around.origins.origin(origin);
    return target.b.emitAll(opaque, inputs.filter(isTensor), { operator, outputs: types });
  }

  #body(attribute: string, origin: OriginId, context: NodeContext, around: Block["scope"]): Body {
    const { innerGraphs, origins } = this.#around;
    const graph = innerGraphs.at(context.graph(attribute));
    const blockIn = (target: Target, findings: Findings): Block & { scope: InnerScope } => ({
      ...this.#block,
      graph,
      target,
      findings,
      scope: new InnerScope(
        graph,
        {
          target,
          caller: origins.origin(origin).name,
          store: (tensor) => this.#around.store(tensor),
        },
        { scope: around, target: this.#block.target },
      ),
      firstOrigin: origins.enter(origin, attribute, graph.nodes),
      depth: this.#block.depth + 1,
    });
    let inlined: { block: Block & { scope: InnerScope }; lowerer: BlockLowerer } | undefined;
    return {
      graph,
      inline: (inputs) => {
        if (inlined === undefined) {
          const block = blockIn(this.#block.target, this.#block.findings);
          inlined = { block, lowerer: this.#lowererOf(block, this.#around) };
        }
        const { block, lowerer } = inlined;
        const caller = this.#block.target.b.origin;
        block.scope.clear();
        bindInputs(block.scope, graph, inputs);
        const outputs = this.#run(block, lowerer);
        this.#block.target.b.origin = caller;
        return outputs;
      },
      draft: (inputsOf) => {
        const target = this.#block.target.region();
        target.b.origin = origin;
        const findings = new Findings();
        const block = blockIn(target, findings);
        bindInputs(block.scope, graph, inputsOf(target));
        const outputs = this.#run(block, this.#lowererOf(block, this.#around));
        target.b.origin = origin;
        return { target, findings, outputs };
      },
    };
  }

  #run({ graph, scope, target, depth }: Block, lowerer: BlockLowerer): readonly Bound[] {
    const order = orderOf(graph);
    this.#around.limits.enter(depth, order.length, target.outer === undefined);
    for (const index of order) lowerer.lower(index);
    const { names } = graph.nodes;
    return graph.outputs.map(({ name }) => scope.get(names.internText(name)));
  }
}

function orderOf(graph: OnnxGraph): readonly number[] {
  let order = orders.get(graph);
  if (order === undefined) {
    order = runOrder(
      graph.nodes,
      graph.outputs.map(({ name }) => name),
    );
    orders.set(graph, order);
  }
  return order;
}

const used = new WeakMap<OnnxGraph, ReadonlySet<ByteStringId>>();

/** Names that the live nodes and the outputs of a graph use. */
function usedNames(graph: OnnxGraph): ReadonlySet<ByteStringId> {
  const known = used.get(graph);
  if (known !== undefined) return known;
  const { nodes, outputs } = graph;
  const found = new Set(outputs.map(({ name }) => nodes.names.internText(name)));
  for (const node of orderOf(graph)) {
    nodes.forEachUsed(node, (name) => found.add(name));
  }
  used.set(graph, found);
  return found;
}

/** @throws {AceError} `malformed-model` where a graph gets more than it takes */
function bindInputs(scope: InnerScope, graph: OnnxGraph, inputs: readonly Bound[]): void {
  const { names } = graph.nodes;
  if (inputs.length > graph.inputs.length) {
    throw new AceError("malformed-model", {
      action: "import",
      subject: `graph ${graph.name}`,
      expected: `${inputs.length} inputs`,
      got: `${graph.inputs.length}`,
    });
  }
  graph.inputs.forEach(({ name }, i) => {
    scope.bind(names.internText(name), inputs[i]);
  });
}
