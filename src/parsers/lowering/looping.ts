import { AceError } from "../../errors.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { equalShapes } from "../../graph/tensor-type.ts";
import { type LoopAttributes, loop } from "../../ops/core/loop.ts";
import { type Bound, isTensor } from "./bound.ts";
import { Counters } from "./counters.ts";
import type { LoopPlan } from "./loop-plan.ts";
import {
  attempt,
  givesTensors,
  outputTypes,
  regionsOf,
  spread,
  type TensorDraft,
} from "./regions.ts";
import { type Draft, knownScalar, type StructureSite, scalarNow } from "./site.ts";
import { unrolled } from "./unroll.ts";

/** Most nodes that unrolling a loop may make where it is only counted. */
const MOST_UNROLLED = 50_000;
const ENDLESS = 9_223_372_036_854_775_807n;

/** What is found out about a loop from the draft of its region. */
interface Drafted {
  readonly draft: TensorDraft;
  readonly counters: Counters;
}

/**
 * A loop as one node where every trip does the same, else trip by trip.
 *
 * It is unrolled where carried values change their types, where something of its body must be known
 * that differs from trip to trip, and where branches and inner loops in it hang on its counters.
 */
export function lowerPlan(node: StructureSite, plan: LoopPlan): readonly Bound[] {
  const draft = plan.initial.every(isTensor) ? attempt(() => plan.draft()) : undefined;
  const drafted = usable(node, plan, draft);
  const trips = tripsOf(node, plan, draft, drafted);
  if (drafted !== undefined && repeats(node, drafted, trips)) {
    const count = trips ?? (node.running ? tripsNow(node, plan, drafted) : undefined);
    const stacks = node.running && plan.scanned > 0;
    if (count !== undefined || !stacks) return emitted(node, plan, drafted.draft, count);
  }
  if (lacksOperators(draft)) return refused(node, draft);
  const most = trips ?? (drafted === undefined ? limitOf(node, plan) : undefined);
  if (node.running || (most !== undefined && most * nodesIn(draft) <= MOST_UNROLLED)) {
    return unrolled(node, plan, trips);
  }
  if (drafted !== undefined) return emitted(node, plan, drafted.draft, trips);
  return refused(node, draft);
}

/** True where something in the body is not supported, whatever is known of elements. */
function lacksOperators(draft: Draft | AceError | undefined): boolean {
  if (draft === undefined || draft instanceof AceError || givesTensors(draft)) return false;
  const { unsupported } = draft.findings;
  return !unsupported.isEmpty && !unsupported.lackValues;
}

/** False where every trip is another, and there are few enough to tell them apart. */
function repeats(
  { running }: StructureSite,
  { draft, counters }: Drafted,
  trips: number | undefined,
): boolean {
  if (draft.findings.unsupported.lackValues) return false;
  if (running || trips === undefined || trips * nodesIn(draft) > MOST_UNROLLED) return true;
  return ![...draft.target.asked].some((id) => counters.has(id));
}

function usable(
  node: StructureSite,
  { initial }: LoopPlan,
  draft: Draft | AceError | undefined,
): Drafted | undefined {
  if (draft === undefined || draft instanceof AceError || !givesTensors(draft)) return undefined;
  const { b } = node.target;
  const types = outputTypes(draft).slice(1);
  const keeps = initial.every((id, i) => {
    const [before, after] = [b.type(id as TensorId), types[i]];
    return after?.element === before.element && equalShapes(after.shape, before.shape);
  });
  if (!keeps) return undefined;
  const values = initial.map((id) => node.target.value(id as TensorId));
  return { draft, counters: new Counters(draft, values) };
}

/** How often a loop runs, from what is known without running it; else, to count it, from the user. */
function tripsOf(
  node: StructureSite,
  plan: LoopPlan,
  draft: Draft | AceError | undefined,
  drafted: Drafted | undefined,
): number | undefined {
  const name = node.loopName();
  const given = node.trips.of(name);
  const proven = provenTrips(node, plan, draft, drafted);
  if (proven !== undefined && given !== undefined && given !== proven) {
    throw new AceError("wrong-usage", {
      action: "bind",
      subject: `the trips of loop ${name}`,
      expected: `${proven}, which follow from the model`,
      got: `${given}`,
    });
  }
  return proven ?? (node.running ? undefined : given);
}

function provenTrips(
  node: StructureSite,
  plan: LoopPlan,
  draft: Draft | AceError | undefined,
  drafted: Drafted | undefined,
): number | undefined {
  if (plan.begins !== undefined) {
    const known = knownScalar(node, plan.begins);
    if (known === 0) return 0;
    if (known === undefined) return undefined;
  }
  const limit = limitOf(node, plan);
  if (limit !== undefined && limit <= 0) return 0;
  const goesOn = conditionOf(draft);
  if (goesOn === undefined) {
    return limit === undefined ? undefined : drafted?.counters.trips(limit);
  }
  if (Number(goesOn.data[0]) === 0) return limit === undefined ? undefined : 1;
  return limit !== undefined && Number.isSafeInteger(limit) ? limit : undefined;
}

/** Most trips, infinite where there is no limit; undefined where it is not known. */
function limitOf(node: StructureSite, { most }: LoopPlan): number | undefined {
  return most === undefined ? Number.POSITIVE_INFINITY : knownScalar(node, most);
}

/** Whether every trip goes on, where that is the same for all. */
function conditionOf(draft: Draft | AceError | undefined): Tensor | undefined {
  if (draft === undefined || draft instanceof AceError) return undefined;
  const [goesOn] = draft.outputs;
  return isTensor(goesOn) ? draft.target.value(goesOn) : undefined;
}

/** How often it runs with the inputs that are given, where only the number of trips ends it. */
function tripsNow(
  node: StructureSite,
  { most, begins }: LoopPlan,
  { draft }: Drafted,
): number | undefined {
  const goesOn = conditionOf(draft);
  if (goesOn === undefined || Number(goesOn.data[0]) === 0 || most === undefined) return undefined;
  if (begins !== undefined && scalarNow(node, begins) !== 1) return undefined;
  const limit = scalarNow(node, most);
  return limit === undefined ? undefined : Math.max(0, limit);
}

function nodesIn(draft: Draft | AceError | undefined): number {
  return draft === undefined || draft instanceof AceError ? 1 : draft.target.b.graph.nodeCount + 1;
}

function emitted(
  node: StructureSite,
  plan: LoopPlan,
  draft: TensorDraft,
  trips: number | undefined,
): readonly Bound[] {
  node.findings.absorb(draft.findings);
  if (trips === undefined && !node.running) missTrips(node, plan.scanned);
  const { carried, scanned } = keptPlaces(node, plan, draft);
  const kept = [...carried, ...scanned];
  const [iteration, ...inputs] = draft.target.arguments as readonly [TensorId, ...TensorId[]];
  const [goesOn, ...outputs] = draft.outputs as readonly [TensorId, ...TensorId[]];
  const { regions, captured } = regionsOf([
    {
      target: draft.target,
      inputs: [iteration, ...carried.map((i) => inputs[i] as TensorId)],
      outputs: [goesOn, ...kept.map((i) => outputs[i] as TensorId)],
    },
  ]);
  const { b } = node.target;
  const controls = [plan.most ?? b.scalar("i64", ENDLESS), plan.begins ?? b.scalar("bool", 1)];
  const initial = carried.map((i) => plan.initial[i] as TensorId);
  const attributes: LoopAttributes = {
    carried: carried.length,
    scanned: scanned.length,
    trips: trips ?? null,
  };
  const made = b.emitAll(loop, [...controls, ...initial, ...captured], attributes, regions);
  return spread(made, kept);
}

/** Carried values and stacks that somebody uses, or that others which are used are made of. */
function keptPlaces(
  node: StructureSite,
  { initial, scanned }: LoopPlan,
  { target, outputs }: TensorDraft,
): { readonly carried: readonly number[]; readonly scanned: readonly number[] } {
  const { graph } = target.b;
  const [goesOn, ...made] = outputs as readonly [TensorId, ...TensorId[]];
  const places = new Map(target.arguments.slice(1).map((id, i) => [id, i]));
  const wanted = made.map((_, i) => i).filter((i) => i < initial.length + scanned);
  const used = wanted.filter((i) => node.isUsed(i));
  const carried = new Set(used.filter((i) => i < initial.length));
  const seen = new Set<TensorId>();
  const pending = [goesOn, ...used.map((i) => made[i] as TensorId)];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const place = places.get(at);
    if (place !== undefined) {
      carried.add(place);
      pending.push(made[place] as TensorId);
    }
    const producer = graph.producer(at);
    if (producer !== undefined) pending.push(...graph.node(producer).inputs);
  }
  return {
    carried: [...carried].toSorted((x, y) => x - y),
    scanned: used.filter((i) => i >= initial.length),
  };
}

function missTrips(node: StructureSite, scanned: number): void {
  const name = node.loopName();
  node.findings.missing.push({
    code: "unknown-trips",
    where: { node: node.name },
    reason: `how often loop ${name} runs depends on the input; counted once`,
    hint: `--trips ${name}=N`,
    touches: scanned > 0 ? ["trips", "memory"] : ["trips"],
  });
}

function refused(node: StructureSite, draft: Draft | AceError | undefined): readonly Bound[] {
  if (draft instanceof AceError) throw draft;
  if (draft !== undefined && !draft.findings.unsupported.isEmpty) {
    return node.leaveOut([draft.findings]);
  }
  return node.refuse(
    "unknown-value",
    "a loop whose trips are known, or whose carried values keep their types",
    "carried values that change",
  );
}
