import { evenGrid, varyings, withoutGrid } from "../domain/grid.ts";
import type { Named } from "../domain/proof.ts";
import { type Grid, isStated, statusOf, type ValueSet, widthOf } from "../domain/value-set.ts";
import type { Varying, VaryingAxis } from "../domain/varying.ts";
import { elementBits, isFloat } from "../graph/element-type.ts";
import type { TensorId } from "../graph/graph.ts";
import { equalShapes } from "../graph/tensor-type.ts";
import type { OperandAxes } from "../ops/work.ts";
import { inspectCodes } from "./code-inspection.ts";
import { CONSTANT, type TensorFacts } from "./facts.ts";
import { type Frame, resolve } from "./frame.ts";
import type { Finding, Inspectable } from "./inspection/finding.ts";
import { inspect } from "./inspection/inspect.ts";
import { readOrNote } from "./missing-data.ts";
import type { Shared } from "./node-solver.ts";
import { looksQuantized } from "./sample.ts";
import { type Seen, seenBehind } from "./seen.ts";

type About = Omit<Inspectable, "data">;

/** An operand of a contraction, and where it stands. */
export interface OperandSite {
  readonly frame: Frame;
  readonly tensor: TensorId;
  readonly axes: OperandAxes;
  readonly place: Named;
}

/** What an operand can hold as its consumer sees it. */
export function operandValues(site: OperandSite, shared: Shared): ValueSet {
  const facts = site.frame.facts[site.tensor] as TensorFacts;
  const found = facts.dependence === CONSTANT ? looked(site, facts, shared) : undefined;
  return summable(found ?? facts.values, site);
}

function looked(site: OperandSite, { values }: TensorFacts, shared: Shared): ValueSet | undefined {
  const { frame, tensor } = site;
  return readOrNote(shared.missing, () => {
    if (values.status === "claimed") return undefined;
    if (statusOf(values) === "assumed") return inspected(site, values, shared);
    const found = inspectCodes(frame, tensor, values);
    if (found !== undefined) note(shared, frame, tensor, found);
    return found;
  });
}

/** Remembers what was found of a tensor of the outermost graph, the narrowest of several. */
function note({ looked }: Shared, frame: Frame, id: TensorId, set: ValueSet): void {
  const at = resolve(frame, id);
  if (at.frame.caller !== undefined) return;
  const known = looked.get(at.id);
  if (known === undefined || widthOf(set).bits < widthOf(known).bits) looked.set(at.id, set);
}

/**
 * A scale that varies where products are summed can be folded into the other operand if it is
 * stored, and belongs to codes that somebody declares; else the codes do not survive the sum, nor
 * where it is another one for every product.
 */
function summable(set: ValueSet, site: OperandSite): ValueSet {
  if (set.grid === undefined) return set;
  const { axes, place, frame, tensor } = site;
  const along = varyings(set.grid).flatMap((part) =>
    part.axes
      .filter(({ axis }) => axes.summed.includes(axis))
      .map(({ block }) => ({ part, block })),
  );
  const [first] = along;
  if (first === undefined) return set;
  const { shape } = frame.graph.type(tensor);
  const isStored = along.every(({ part }) => part.stored);
  const isLost = along.some(({ part }) => isOfEachProduct(part, axes, shape));
  if (!isLost && (isStated(set) || isStored)) {
    const blocks = first.block > 1 ? ` in blocks of ${first.block}` : "";
    const text = `its scale varies along an axis that is summed${blocks}`;
    return { ...set, proof: { rule: "contraction", text, place, from: set.proof } };
  }
  const how = isLost ? "with every product" : "at run time";
  const text = `its scale varies ${how} along an axis that is summed: the codes are not those of an integer product`;
  const proof = { rule: "contraction", text, place, from: set.proof };
  return { ...withoutGrid(set), proof };
}

/**
 * True for a scale of its own for each product of a sum, and for each sum of a row: it cannot be
 * folded into the other operand. Places along batch axes never meet.
 */
function isOfEachProduct(
  part: Varying,
  { summed, batch = [] }: OperandAxes,
  shape: readonly number[],
): boolean {
  const own = new Set(part.axes.filter(({ block }) => block === 1).map(({ axis }) => axis));
  const isKept = (axis: number) => !summed.includes(axis) && !batch.includes(axis);
  return (
    summed.every((axis) => own.has(axis)) &&
    shape.some((size, axis) => size > 1 && own.has(axis) && isKept(axis))
  );
}

function inspected(site: OperandSite, values: ValueSet, shared: Shared): ValueSet | undefined {
  const { frame, tensor, axes } = site;
  if (!isFloat(values.carrier) || elementBits(values.carrier) <= 8) return undefined;
  const seen = seenBehind(frame, tensor, axes);
  if (seen === undefined) return undefined;
  const about = {
    shape: seen.shape,
    narrowest: values.carrier,
    ...(seen.axes.channel === undefined ? {} : { channelAxis: seen.axes.channel }),
    ...(seen.axes.input === undefined ? {} : { inputAxis: seen.axes.input }),
  };
  const finding = findingOf(seen, about, shared);
  if (finding === null) return undefined;
  // Equal numbers are equal tensors: a weight that many layers share has one set.
  const key = `${frame.numbers[tensor]} ${axes.channel} ${axes.input}`;
  const known = shared.inspected.get(key);
  if (known?.interval === values.interval) return known;
  const proof = { rule: "inspection", text: `stored elements hold ${finding.text}` };
  const setOf = (varying: readonly VaryingAxis[]): ValueSet => ({
    carrier: frame.graph.type(tensor).element,
    interval: values.interval,
    grid: gridOf(finding, varying, frame.numbers[tensor] as number),
    status: "inspected",
    proof,
  });
  note(shared, seen.frame, seen.tensor, setOf(seen.axesThere(finding.axis)));
  const set = setOf(ownAxes(finding, seen, axes));
  shared.inspected.set(key, set);
  return set;
}

/** A tensor that several consumers share is looked at once for each way to see it. */
function findingOf(seen: Seen, about: About, { findings }: Shared): Finding | null {
  if (seen.frame.caller !== undefined) return newFinding(seen, about);
  const known = findings.get(seen.tensor) ?? [];
  const same = known.find((other) => isSameView(other.about, about));
  if (same !== undefined) return same.finding;
  const finding = newFinding(seen, about);
  findings.set(seen.tensor, [...known, { about, finding }]);
  return finding;
}

function isSameView(a: About, b: About): boolean {
  const sameAxes = a.channelAxis === b.channelAxis && a.inputAxis === b.inputAxis;
  return sameAxes && equalShapes(a.shape, b.shape);
}

function newFinding(seen: Seen, about: About): Finding | null {
  const data = looksQuantized(seen, about) ? seen.read() : undefined;
  return (data === undefined ? undefined : inspect({ data, ...about })) ?? null;
}

function ownAxes({ axis }: Finding, seen: Seen, own: OperandAxes): readonly VaryingAxis[] {
  if (axis === undefined) return [];
  return [{ axis: (axis === seen.axes.channel ? own.channel : own.input) as number, block: 1 }];
}

/** @param axes - those along which slices were looked at; none: the tensor as a whole */
function gridOf(finding: Finding, axes: readonly VaryingAxis[], number: number): Grid {
  const { count, axis, levels, step = 1, origin = 0, even, symmetric } = finding;
  if (axis === undefined) {
    return levels === undefined
      ? evenGrid(origin, step, count)
      : { lo: 0, hi: count - 1, step: 1, origin: 0, levels };
  }
  const varying = { number, axes, stored: true, sign: 0 } as const;
  if (!even || !symmetric) return { lo: 0, hi: count - 1, step: 1, origin: 0, opaque: varying };
  return { ...evenGrid(-(count - 1), 2, count), factor: varying };
}
