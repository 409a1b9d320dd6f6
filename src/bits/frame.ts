import type { Graph, GraphNode, NodeId, Origin, TensorId } from "../graph/graph.ts";
import { liveNodes } from "../graph/liveness.ts";
import type { Tensor } from "../graph/tensor.ts";
import { ConstantFolder } from "../ops/fold.ts";
import type { AnalysedRegions } from "./choices.ts";
import type { Branch, CountedContraction, TensorFacts } from "./facts.ts";

/** A graph while it is analysed: the whole one, a region, or the body of a composite in its caller. */
export interface Frame {
  readonly graph: Graph;
  /** Facts by tensor, filled in execution order. */
  readonly facts: (TensorFacts | undefined)[];
  /** Value numbers by tensor, filled with the facts. */
  readonly numbers: Int32Array | number[];
  readonly folder: ConstantFolder;
  /** Nodes that are not live are passed over; absent: all are. */
  readonly live?: Uint8Array;
  /** False where work is not counted: constant subgraphs. */
  readonly counts: boolean;
  /** False where scalar operations are stated by a composite around. */
  readonly countsScalars: boolean;
  /** How often it runs. */
  readonly trips: bigint;
  /** The branch that it is in, where it is in one. */
  readonly branch?: Branch | undefined;
  readonly caller?: Caller;
  /** Contractions of its own nodes, as far as they are counted; absent in bodies. */
  readonly own?: CountedContraction[];
  /** What is found of regions; absent in bodies, which have none. */
  readonly regions?: Map<NodeId, AnalysedRegions>;
}

/** A node, and the frame that it is in. */
interface Site {
  readonly frame: Frame;
  readonly node: GraphNode;
}

/** Where the graph of a frame is run. */
export interface Caller extends Site {
  /** The caller's tensors that the inputs stand for; undefined for what differs from trip to trip. */
  readonly inputs: readonly (TensorId | undefined)[];
  /** False: it is the body of a composite. */
  readonly isRegion: boolean;
}

/** Its folder is made when somebody asks: of most bodies nobody does. */
class BodyFrame implements Frame {
  readonly graph: Graph;
  readonly facts: (TensorFacts | undefined)[];
  readonly numbers: number[];
  readonly counts: boolean;
  readonly countsScalars: boolean;
  readonly trips: bigint;
  readonly branch: Branch | undefined;
  readonly caller: Caller;
  #folder: ConstantFolder | undefined;

  constructor(
    graph: Graph,
    facts: (TensorFacts | undefined)[],
    numbers: number[],
    { frame, node }: Site,
    { counts, countsScalars }: Pick<Frame, "counts" | "countsScalars">,
  ) {
    this.graph = graph;
    this.facts = facts;
    this.numbers = numbers;
    this.caller = { frame, node, inputs: node.inputs, isRegion: false };
    this.counts = counts;
    this.countsScalars = countsScalars;
    this.trips = frame.trips;
    this.branch = frame.branch;
  }

  get folder(): ConstantFolder {
    const { frame, node } = this.caller;
    this.#folder ??= new ConstantFolder(this.graph, (i) =>
      frame.folder.value(node.inputs[i] as TensorId),
    );
    return this.#folder;
  }
}

/** The frame of a composite's body in its caller's. */
export function bodyFrame(
  body: Graph,
  caller: Site,
  counts: Pick<Frame, "counts" | "countsScalars">,
): Frame {
  const { frame, node } = caller;
  const facts = new Array<TensorFacts | undefined>(body.tensorCount);
  const numbers = new Array<number>(body.tensorCount).fill(0);
  body.inputs.forEach((id, i) => {
    facts[id] = frame.facts[node.inputs[i] as TensorId];
    numbers[id] = frame.numbers[node.inputs[i] as TensorId] as number;
  });
  return new BodyFrame(body, facts, numbers, caller, counts);
}

/** What a region's frames in one place may share, for it hangs on no facts. */
export type RegionParts = Required<Pick<Frame, "folder" | "live">>;

export function regionParts(region: Graph, caller: Caller): RegionParts {
  const given = (i: number) => {
    const outside = caller.inputs[i];
    return outside === undefined ? undefined : caller.frame.folder.value(outside);
  };
  return { folder: new ConstantFolder(region, given), live: liveNodes(region) };
}

/** The frame of a region; the facts of its inputs are still to come. */
export function regionFrame(
  region: Graph,
  caller: Caller,
  counts: boolean,
  {
    trips = caller.frame.trips,
    branch = caller.frame.branch,
  }: Partial<Pick<Frame, "trips" | "branch">>,
  { folder, live }: RegionParts = regionParts(region, caller),
): Frame {
  return {
    graph: region,
    facts: new Array<TensorFacts | undefined>(region.tensorCount),
    numbers: new Int32Array(region.tensorCount),
    folder,
    live,
    caller,
    counts,
    countsScalars: caller.frame.countsScalars,
    trips,
    branch,
    own: [],
    regions: new Map(),
  };
}

/** The elements of a tensor that depends on no input, up to a number of them. */
export function evaluated(frame: Frame, id: TensorId, largest: number): Tensor | undefined {
  const { graph, caller } = frame;
  const input = (i: number): Tensor | undefined => {
    const outside = caller?.inputs[i];
    return outside === undefined
      ? undefined
      : evaluated((caller as Caller).frame, outside, largest);
  };
  return new ConstantFolder(graph, input, largest).value(id);
}

/** The node that a node belongs to, outside of all bodies of composites. */
export function outermost(frame: Frame, node: GraphNode): Site {
  let at: Site = { frame, node };
  for (let { caller } = frame; caller?.isRegion === false; caller = at.frame.caller) at = caller;
  return at;
}

/** What the user calls the layer that a node belongs to. */
export function originOf(frame: Frame, node: GraphNode): Origin {
  const outer = outermost(frame, node);
  return outer.frame.graph.origin(outer.node.origin);
}

/** A tensor where it was made: inputs of bodies and regions are followed to their callers. */
export function resolve(
  frame: Frame,
  id: TensorId,
): { readonly frame: Frame; readonly id: TensorId } {
  let at = { frame, id };
  for (;;) {
    const { caller, graph } = at.frame;
    const input = caller === undefined ? -1 : graph.inputs.indexOf(at.id);
    const outside = caller?.inputs[input];
    if (caller === undefined || outside === undefined) return at;
    at = { frame: caller.frame, id: outside };
  }
}

/**
 * The first tensor before one, or itself, that no node which passes made of its first input; where
 * it was made.
 */
export function followed(
  frame: Frame,
  id: TensorId,
  passes: (node: GraphNode) => boolean,
): { readonly frame: Frame; readonly id: TensorId } {
  return followedBy(frame, id, (_, node) => (passes(node) ? node.inputs[0] : undefined));
}

/** The same where `before` says on which input of a node to go on, if on any. */
export function followedBy(
  frame: Frame,
  id: TensorId,
  before: (frame: Frame, node: GraphNode) => TensorId | undefined,
): { readonly frame: Frame; readonly id: TensorId } {
  let at = resolve(frame, id);
  for (;;) {
    const { graph } = at.frame;
    const producer = graph.producer(at.id);
    if (producer === undefined) return at;
    const next = before(at.frame, graph.node(producer));
    if (next === undefined) return at;
    at = resolve(at.frame, next);
  }
}

/**
 * The source's name of a tensor; for one inside an operator, that of the nearest tensor before it
 * that has one.
 */
export function tensorName(frame: Frame, id: TensorId): string {
  let at = resolve(frame, id);
  for (;;) {
    const name = at.frame.graph.tensorName(at.id);
    if (name !== undefined) return name;
    const producer = at.frame.graph.producer(at.id);
    if (producer === undefined) return "";
    const [first] = at.frame.graph.node(producer).inputs;
    if (first === undefined) return "";
    at = resolve(at.frame, first);
  }
}
