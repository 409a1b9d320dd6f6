import type { TensorId } from "../../graph/graph.ts";
import { concatenate } from "../../ops/core/concatenate.ts";
import { reshape } from "../../ops/core/reshape.ts";
import { type Bound, isTensor, UNKNOWN } from "./bound.ts";
import type { LoopPlan } from "./loop-plan.ts";
import { knownScalar, type StructureSite, scalarNow } from "./site.ts";

/**
 * A loop trip by trip, among the nodes around.
 *
 * @param trips - how often; undefined: until its condition, known by then, ends it
 */
export function unrolled(
  node: StructureSite,
  plan: LoopPlan,
  trips: number | undefined,
): readonly Bound[] {
  const most = trips ?? mostTrips(node, plan);
  let state = plan.initial;
  const made: (readonly Bound[])[] = [];
  let goesOn = trips !== undefined || begins(node, plan);
  for (let trip = 0; goesOn && trip < most; trip++) {
    const [next, ...outputs] = plan.trip(trip, state);
    state = outputs.slice(0, plan.initial.length);
    made.push(outputs.slice(plan.initial.length));
    if (trips === undefined) goesOn = isTrue(node, next);
  }
  const stacks = Array.from({ length: plan.scanned }, (_, i) => {
    if (!node.isUsed(plan.initial.length + i)) return undefined;
    return stacked(
      node,
      made.map((outputs) => outputs[i]),
    );
  });
  return [...state, ...stacks];
}

function mostTrips(node: StructureSite, { most }: LoopPlan): number {
  return most === undefined ? Number.POSITIVE_INFINITY : required(node, most, "number of trips");
}

function begins(node: StructureSite, plan: LoopPlan): boolean {
  return plan.begins === undefined || required(node, plan.begins, "condition") !== 0;
}

function isTrue(node: StructureSite, condition: Bound): boolean {
  if (!isTensor(condition)) {
    return node.refuse("malformed-model", "a condition that is a tensor", "something else");
  }
  return required(node, condition, "condition") !== 0;
}

function required(node: StructureSite, id: TensorId, what: string): number {
  const value = node.running ? scalarNow(node, id) : knownScalar(node, id);
  if (value !== undefined) return value;
  return node.refuse(
    "unknown-value",
    `a ${what} that is known without running the network`,
    "one that is computed from the inputs",
  );
}

/** What the trips made, along a new first axis. */
export function stacked(node: StructureSite, items: readonly Bound[]): Bound {
  const { b } = node.target;
  if (items.some((item) => item === UNKNOWN)) return UNKNOWN;
  if (items.length === 0 || !items.every(isTensor)) {
    return node.refuse(
      "unknown-value",
      "scanned tensors of at least one trip",
      items.length === 0 ? "none" : "sequences",
    );
  }
  const rows = items.map((item) => b.emit(reshape, [item], { shape: [1, ...b.shape(item)] }));
  return rows.length === 1 ? rows[0] : b.emit(concatenate, rows, { axis: 0 });
}
