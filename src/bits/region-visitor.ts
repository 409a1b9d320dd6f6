import type { Proof } from "../domain/proof.ts";
import { declaredByType, type ValueSet } from "../domain/value-set.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { branchOf, type CondAttributes } from "../ops/core/cond.ts";
import { LOOP_CONTROLS, type LoopAttributes, loop } from "../ops/core/loop.ts";
import type { RegionRuns } from "../ops/operator.ts";
import { carriedDependences } from "./carried-dependences.ts";
import type { AnalysedRegions, Choice } from "./choices.ts";
import { COMPUTED, CONSTANT, COUNTED, type Dependence, type TensorFacts } from "./facts.ts";
import { type Caller, type Frame, regionFrame, regionParts } from "./frame.ts";
import { NodePlace } from "./node-solver.ts";
import { noScalars, unknownOf } from "./node-values.ts";
import { eitherFacts, joinedTrips, onEveryTrip } from "./region-facts.ts";

/** Loops around, within which carried values are followed from trip to trip; deeper they are not. */
const DEEPEST_FOLLOWED = 3;
/** Trips that are looked at before a carried value may be anything of its type. */
const FOLLOWED_TRIPS = 3;

/** What visiting regions needs of the analysis around. */
export interface RegionHost {
  readonly choices: Choice[];
  addConstants(frame: Frame): void;
  /** Facts of every tensor of a frame whose inputs and constants are known. */
  visit(frame: Frame): void;
  /** The same, and forgets what was counted and said. */
  tryOut(frame: Frame): void;
  fresh(): number;
}

/** Follows values and work into the regions of nodes. */
export class RegionVisitor {
  readonly #host: RegionHost;
  #depth = 0;

  constructor(host: RegionHost) {
    this.#host = host;
  }

  /** Facts of the outputs of a node with regions. */
  visit(frame: Frame, node: GraphNode): readonly TensorFacts[] {
    return node.operator === loop.name ? this.#loop(frame, node) : this.#cond(frame, node);
  }

  /** Counts the regions that a node runs on elements, of which nothing is known but their types. */
  countRuns(
    frame: Frame,
    node: GraphNode,
    { times, captured }: RegionRuns,
    isConstant: boolean,
  ): void {
    const frames = node.regions.map((region, i) => {
      const own = region.inputs.length - captured;
      const outside = node.inputs.slice(node.inputs.length - captured);
      const inputs = region.inputs.map((_, at) => (at < own ? undefined : outside[at - own]));
      const count = times[i] as bigint;
      const inner = regionFrame(
        region,
        { frame, node, inputs, isRegion: true },
        frame.counts && !isConstant && count > 0n,
        { trips: frame.trips * count },
      );
      this.#pass(inner, inputs);
      for (const id of region.inputs.slice(0, own)) {
        const dependence = isConstant ? CONSTANT : COMPUTED;
        this.#open(inner, id, unknownOf(region.type(id).element), dependence);
      }
      this.#host.visit(inner);
      return inner;
    });
    keep(frame, node, frames, { captured });
  }

  #cond(frame: Frame, node: GraphNode): readonly TensorFacts[] {
    const { branch } = node.attributes as unknown as CondAttributes;
    const [choice, ...captured] = node.inputs as readonly [TensorId, ...TensorId[]];
    const known = frame.folder.value(choice);
    const taken = branch ?? (known === undefined ? null : branchOf(known, node.regions.length));
    const record: Choice = {
      taken,
      branches: node.regions.map(() => ({ scalars: noScalars() })),
      ...(frame.branch === undefined ? {} : { inside: frame.branch }),
    };
    const index = this.#host.choices.push(record) - 1;
    const dependences = node.inputs.map((id) => (frame.facts[id] as TensorFacts).dependence);
    const counts = frame.counts && dependences.some((dependence) => dependence !== CONSTANT);
    const results = node.regions.map((region, i) => {
      const inner = regionFrame(region, { frame, node, inputs: captured, isRegion: true }, counts, {
        branch: { choice: index, index: i },
      });
      this.#pass(inner, captured);
      this.#host.visit(inner);
      return { inner, facts: factsOf(inner, region.outputs) };
    });
    keep(
      frame,
      node,
      results.map(({ inner }) => inner),
      { choice: index },
    );
    if (taken !== null) return (results[taken] as (typeof results)[number]).facts;
    const [predicate] = dependences as [TensorFacts["dependence"]];
    const place = new NodePlace(frame, node);
    const proof = (from: Proof) => ({
      rule: "select",
      text: "one of several branches",
      place,
      from,
    });
    return results
      .map(({ facts }) => facts)
      .reduce((all, facts) =>
        all.map((known, i) => {
          const { element } = frame.graph.type(node.outputs[i] as TensorId);
          return eitherFacts(known, facts[i] as TensorFacts, predicate, element, proof);
        }),
      );
  }

  #loop(frame: Frame, node: GraphNode): readonly TensorFacts[] {
    const { carried, trips } = node.attributes as unknown as LoopAttributes;
    const [region] = node.regions as readonly [Graph];
    const given = node.inputs.slice(LOOP_CONTROLS);
    const stays = given.map((_, i) => i >= carried || isHandedOn(region, i));
    const inputs = [undefined, ...given.map((id, i) => (stays[i] === true ? id : undefined))];
    const caller = { frame, node, inputs, isRegion: true };
    const parts = regionParts(region, caller);
    const dependences = this.#dependences(caller, parts.live);
    const isConstant = node.inputs.every((id) => frame.facts[id]?.dependence === CONSTANT);
    const enter = (sets: readonly (ValueSet | undefined)[]): Frame => {
      const runs = { trips: frame.trips * BigInt(trips ?? 1) };
      const inner = regionFrame(region, caller, frame.counts && !isConstant, runs, parts);
      this.#pass(inner, inputs);
      region.inputs.forEach((id, i) => {
        if (inputs[i] !== undefined) return;
        const { element } = region.type(id);
        const values = (i === 0 ? undefined : sets[i - 1]) ?? declaredByType(element);
        this.#open(inner, id, values, isConstant ? CONSTANT : (dependences[i] as Dependence));
      });
      return inner;
    };
    this.#depth++;
    const place = new NodePlace(frame, node);
    const sets = this.#settledSets(frame, node, region, stays, enter, place);
    const inner = enter(sets);
    this.#host.visit(inner);
    this.#depth--;
    keep(frame, node, [inner], {});
    return region.outputs.slice(1).map((id, i): TensorFacts => {
      if (i < carried && stays[i] === true) return frame.facts[given[i] as TensorId] as TensorFacts;
      const made = onEveryTrip((inner.facts[id] as TensorFacts).values);
      const values = i < carried ? (sets[i] ?? made) : made;
      return { values, dependence: isConstant ? CONSTANT : COMPUTED, sources: [] };
    });
  }

  /** On what the inputs of a loop's region depend: the first one is its counter. */
  #dependences({ frame, node, inputs }: Caller, live: Uint8Array): readonly Dependence[] {
    const { carried } = node.attributes as unknown as LoopAttributes;
    const given = node.inputs
      .slice(LOOP_CONTROLS)
      .map((id) => (frame.facts[id] as TensorFacts).dependence);
    const opened = [CONSTANT, ...given].map((dependence, i) =>
      inputs[i] === undefined ? Math.max(dependence, COUNTED) : dependence,
    ) as Dependence[];
    return carriedDependences(node.regions[0] as Graph, live, opened, carried);
  }

  /** Sets of the carried values that hold before every trip and after it. */
  #settledSets(
    frame: Frame,
    node: GraphNode,
    region: Graph,
    stays: readonly boolean[],
    enter: (sets: readonly (ValueSet | undefined)[]) => Frame,
    place: NodePlace,
  ): readonly (ValueSet | undefined)[] {
    const { carried } = node.attributes as unknown as LoopAttributes;
    const given = node.inputs.slice(LOOP_CONTROLS, LOOP_CONTROLS + carried);
    const elements = given.map((_, i) => region.type(region.outputs[i + 1] as TensorId).element);
    const anything = elements.map(declaredByType);
    if (this.#depth > DEEPEST_FOLLOWED) return anything;
    let sets: readonly ValueSet[] = given.map((id) =>
      onEveryTrip((frame.facts[id] as TensorFacts).values),
    );
    for (let trip = 0; trip < FOLLOWED_TRIPS + carried; trip++) {
      const inner = enter(sets);
      this.#host.tryOut(inner);
      const next = sets.map((before, i) => {
        if (stays[i] === true) return before;
        const after = (inner.facts[region.outputs[i + 1] as TensorId] as TensorFacts).values;
        const proof = { rule: "join", text: "of every trip", place, from: before.proof };
        const joined = joinedTrips(before, after, elements[i] as ElementType, proof);
        return joined === before || trip < FOLLOWED_TRIPS ? joined : (anything[i] as ValueSet);
      });
      if (next.every((set, i) => set === sets[i])) return sets;
      sets = next;
    }
    return anything;
  }

  /** An input that differs from run to run. */
  #open(inner: Frame, id: TensorId, values: ValueSet, dependence: Dependence): void {
    inner.facts[id] = { values, dependence, sources: [] };
    inner.numbers[id] = this.#host.fresh();
  }

  /** What a region has of its own, and gets of its caller as it is. */
  #pass(inner: Frame, inputs: readonly (TensorId | undefined)[]): void {
    this.#host.addConstants(inner);
    const { frame } = inner.caller as NonNullable<Frame["caller"]>;
    inner.graph.inputs.forEach((id, i) => {
      const outside = inputs[i];
      if (outside === undefined) return;
      inner.facts[id] = frame.facts[outside];
      inner.numbers[id] = frame.numbers[outside] as number;
    });
  }
}

/** True for a carried value that every trip hands on as it got it. */
function isHandedOn({ inputs, outputs }: Graph, carried: number): boolean {
  return outputs[carried + 1] === inputs[carried + 1];
}

function factsOf({ facts }: Frame, ids: readonly TensorId[]): readonly TensorFacts[] {
  return ids.map((id) => facts[id] as TensorFacts);
}

/** Keeps what was found in regions for those who look into them later. */
function keep(
  frame: Frame,
  node: GraphNode,
  frames: readonly Frame[],
  how: Pick<AnalysedRegions, "choice" | "captured">,
): void {
  frame.regions?.set(node.id, {
    frames: frames.map(({ graph, facts, live, own, regions }) => ({
      graph,
      facts,
      live: live as Uint8Array,
      own: own as NonNullable<Frame["own"]>,
      regions: regions as NonNullable<Frame["regions"]>,
    })),
    ...how,
  });
}
