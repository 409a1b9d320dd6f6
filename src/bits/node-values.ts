import { settled } from "../domain/grid.ts";
import { EVERYTHING, type Interval } from "../domain/interval.ts";
import { anywhere, moved } from "../domain/transfer/moving.ts";
import { declaredByType, unknownValues, type ValueSet } from "../domain/value-set.ts";
import { AceError } from "../errors.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import type { Carrier } from "../graph/tensor.ts";
import { equalShapes, type TensorType } from "../graph/tensor-type.ts";
import type { AnyOperator, Site } from "../ops/operator.ts";
import { steers } from "../ops/steering.ts";
import { SCALAR_KINDS, type ScalarKind } from "../ops/work.ts";
import type { TensorFacts } from "./facts.ts";
import type { Frame } from "./frame.ts";
import type { NodeSolver, Shared } from "./node-solver.ts";
import type { ValueNumbers } from "./value-numbers.ts";

export type Composite = Extract<AnyOperator, { kind: "composite" }>;
export type Primitive = Exclude<AnyOperator, Composite>;
export type Sets = readonly (ValueSet | undefined)[];

/** Bounds that come from a set with a residue hold up to its rounding, as that set does. */
export function withResidue(
  set: ValueSet | undefined,
  inputs: readonly TensorFacts[],
  element: ElementType,
): ValueSet {
  if (set === undefined) return unknownOf(element);
  if (set.grid !== undefined || set.residue || set === unknownOf(element)) return set;
  return inputs.some(({ values }) => values.residue) ? { ...set, residue: true } : set;
}

export function sameType(a: TensorType, b: TensorType): boolean {
  return a.element === b.element && equalShapes(a.shape, b.shape);
}

export function factsOf(frame: Frame, node: GraphNode, input: number): TensorFacts {
  return frame.facts[node.inputs[input] as TensorId] as TensorFacts;
}

/** Smallest and largest element that is not NaN. */
export function boundsOf(data: Carrier): Interval {
  let lo = Number.POSITIVE_INFINITY;
  let hi = Number.NEGATIVE_INFINITY;
  for (const element of data) {
    const value = Number(element);
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return lo <= hi ? { lo, hi } : EVERYTHING;
}

export function noScalars(): Record<ScalarKind, bigint> {
  return Object.fromEntries(SCALAR_KINDS.map((kind) => [kind, 0n])) as Record<ScalarKind, bigint>;
}

/** Small constants are equal by their elements, others are themselves only. */
export function constantNumber(constant: { type: TensorType }, { numbers }: Shared): number {
  return constant.type.shape.length === 0
    ? scalarNumber(constant as never, numbers)
    : numbers.fresh();
}

export function scalarNumber(
  constant: { readonly type: TensorType; read(): { readonly data: ArrayLike<unknown> } },
  numbers: ValueNumbers,
): number {
  try {
    const [value] = Array.from(constant.read().data);
    const text = Object.is(value, -0) ? "-0" : `${value}`;
    return numbers.constant(`${constant.type.element} ${text}`);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return numbers.fresh();
  }
}

/** A computed truth value is 0 or 1 whatever computed it. */
export function unknownOf(element: ElementType): ValueSet {
  return element === "bool" ? declaredByType("bool") : unknownValues(element);
}

function steeringOf(operator: Primitive, { inputs }: Site<unknown>): readonly number[] {
  return inputs.map((_, i) => i).filter((i) => steers(operator, i));
}

/** Everything that decides where the elements of a moved tensor go. */
export function movementName(operator: Primitive, site: Site<unknown>, solver: NodeSolver): string {
  const steering = steeringOf(operator, site).map((input) => solver.number(input));
  const shapes = `${site.inputs[0]?.shape} to ${site.outputs[0]?.shape}`;
  return `${operator.name} ${shapes} ${JSON.stringify(site.attributes)} ${steering}`;
}

/** What the operator itself says of its outputs; elements that are only moved keep their set. */
export function statedValues(
  operator: Primitive,
  sets: readonly ValueSet[],
  site: Site<unknown>,
  solver: NodeSolver,
): Sets {
  const stated = operator.values?.(sets, site, solver) ?? [];
  const [first] = sets;
  const keeps = operator.moves === "all" || operator.moves === "part";
  if (stated[0] !== undefined || !keeps || first === undefined) return stated;
  const rank = (site.outputs[0] as TensorType).shape.length;
  const movement = operator.movement?.(site) ?? anywhere(rank);
  const steered = steeringOf(operator, site).some((input) => !solver.stored(input));
  const set = moved(first, movement, () => movementName(operator, site, solver), solver, steered);
  return site.outputs.map(({ shape }) => settled(set, shape, solver.stored(0)));
}
