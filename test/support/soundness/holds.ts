import { codeCount, type ValueSet } from "../../../src/domain/value-set.ts";
import {
  type ElementType,
  elementBits,
  isFloat,
  isSmallFloat,
} from "../../../src/graph/element-type.ts";
import { roundToFloat } from "../../../src/graph/small-float.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { fits } from "./fit.ts";
import { distinct, type Group, groupsOf } from "./groups.ts";
import {
  innerValue,
  type Lattice,
  latticeOf,
  magnitudeAt,
  nearest,
  spacing,
  valueCount,
} from "./lattice.ts";
import { coarser, type Slack, slackOf, widest, within } from "./slack.ts";

/** What an examination of elements found. */
export interface Examination {
  /** What is violated, with the offending value. */
  readonly violation?: string;
  /** True where the set says something that these elements could have contradicted. */
  readonly telling: boolean;
}

/**
 * What a value set says that the elements of a tensor contradict; undefined where they fit.
 *
 * Of several runs of the same tensor, all are looked at together. NaN lies in every set.
 */
export function holds(set: ValueSet, ...runs: readonly Tensor[]): string | undefined {
  return examine(set, runs).violation;
}

/**
 * @param coarsest - the float type of the fewest digits on the way to the tensor
 * @param noise - by how much roundings on that way may have changed an element, in each run
 */
export function examine(
  set: ValueSet,
  runs: readonly Tensor[],
  coarsest: ElementType = runs[0]?.type.element ?? set.precision ?? set.carrier,
  noise: readonly number[] = [],
): Examination {
  const plain = slackOf(set, coarsest);
  const slacks = runs.map((_, run) => slackOf(set, coarsest, noise[run]));
  const parts = [
    inInterval(set, runs, set.residue === true ? slacks : runs.map(() => plain)),
    inCarrier(set, runs),
    onGrid(set, runs, slacks, coarsest),
  ];
  const violation = parts.find((part) => part.violation !== undefined)?.violation;
  const telling = parts.some((part) => part.telling);
  return violation === undefined ? { telling } : { telling, violation };
}

const NOTHING: Examination = { telling: false };

/** The first element that a test refuses, as a number; NaN is never tested. */
function firstRefused(
  runs: readonly Tensor[],
  refuses: (value: number, run: number) => boolean,
): number | undefined {
  for (let run = 0; run < runs.length; run++) {
    for (const element of (runs[run] as Tensor).data) {
      const value = Number(element);
      if (!Number.isNaN(value) && refuses(value, run)) return value;
    }
  }
  return undefined;
}

function isEmpty(runs: readonly Tensor[]): boolean {
  return firstRefused(runs, () => true) === undefined;
}

/** Bounds are as far off as their own roundings, and those of the grid; but a bound of 0 is sharp. */
function inInterval(set: ValueSet, runs: readonly Tensor[], slacks: readonly Slack[]): Examination {
  const { lo, hi } = set.interval;
  const bounded = lo > Number.NEGATIVE_INFINITY || hi < Number.POSITIVE_INFINITY;
  if (!bounded || isEmpty(runs)) return NOTHING;
  const span = set.grid === undefined ? 0 : Math.max(finite(lo), finite(hi));
  const room = (bound: number) =>
    bound === 0 && set.residue !== true ? 0 : Math.max(span, finite(bound));
  const outside = firstRefused(
    runs,
    (value, run) =>
      (value < lo && !within(lo - value, room(lo), slacks[run] as Slack)) ||
      (value > hi && !within(value - hi, room(hi), slacks[run] as Slack)),
  );
  if (outside === undefined) return { telling: true };
  return { telling: true, violation: `${outside} lies outside of [${lo}, ${hi}]` };
}

function finite(x: number): number {
  return Number.isFinite(x) ? Math.abs(x) : 0;
}

/** Without a grid, values of a wide type that are said to come from a narrower one still fit it. */
function inCarrier({ carrier, grid }: ValueSet, runs: readonly Tensor[]): Examination {
  const element = runs[0]?.type.element;
  if (grid !== undefined || element === undefined || element === carrier) return NOTHING;
  if (!isFloat(element) || !isFloat(carrier) || isSmallFloat(carrier)) return NOTHING;
  if (elementBits(carrier) > elementBits(element)) {
    return { telling: true, violation: `${carrier} is wider than ${element}` };
  }
  const outside = firstRefused(runs, (value) => roundToFloat(carrier, value) !== value);
  if (outside === undefined) return { telling: !isEmpty(runs) };
  return { telling: true, violation: `${outside} is no value of ${carrier}` };
}

function onGrid(
  set: ValueSet,
  runs: readonly Tensor[],
  slacks: readonly Slack[],
  coarsest: ElementType,
): Examination {
  const lattice = latticeOf(set);
  if (lattice === undefined || set.strays === true || isEmpty(runs)) return NOTHING;
  const { factor, shift, opaque } = lattice.grid;
  const known = factor === undefined && shift === undefined && opaque === undefined;
  const narrow = coarser(coarsest, set.precision ?? set.carrier);
  return known ? onKnownGrid(lattice, runs, slacks, narrow) : onUnknownGrid(lattice, runs, slacks);
}

function onKnownGrid(
  lattice: Lattice,
  runs: readonly Tensor[],
  slacks: readonly Slack[],
  element: ElementType,
): Examination {
  const { grid } = lattice;
  const endless = !Number.isFinite(codeCount(grid));
  const overflows = [grid.lo, grid.hi].some((code) => {
    const end = innerValue(grid, code);
    return isFloat(element) && !Number.isFinite(roundToFloat(element, end));
  });
  let telling = !endless;
  const outside = firstRefused(runs, (value, run) => {
    const slack = slacks[run] as Slack;
    if (!Number.isFinite(value)) return !endless && !overflows;
    const magnitude = magnitudeAt(lattice, value);
    if (4 * (slack.relative * magnitude + slack.absolute) < spacing(grid)) telling = true;
    return !within(nearest(lattice, value) - value, magnitude, slack);
  });
  if (outside === undefined) return { telling };
  return { telling, violation: `${outside} is not on the grid` };
}

function onUnknownGrid(
  lattice: Lattice,
  runs: readonly Tensor[],
  slacks: readonly Slack[],
): Examination {
  const { factor, shift, opaque } = lattice.grid;
  const any = widest(slacks);
  let telling = false;
  for (const group of groupsOf(runs, [factor, shift, opaque])) {
    const slack = group.run === undefined ? any : (slacks[group.run] as Slack);
    const found = groupOnGrid(lattice, group, slack);
    if (found.violation !== undefined) return found;
    telling ||= found.telling;
  }
  return { telling };
}

/** As many values as there are codes; and, unless only that is known, at the distances of codes. */
function groupOnGrid(lattice: Lattice, { place, values, count }: Group, slack: Slack): Examination {
  const inner = lattice.grid.factor === undefined ? magnitudeAt(lattice, 0) : 0;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), inner);
  const tolerance = slack.relative * largest + slack.absolute;
  const found = distinct(values, tolerance);
  const most = valueCount(lattice);
  const where = place === "" ? "" : ` where ${place}`;
  if (found.length > most) {
    return { telling: true, violation: `${found.length} values for ${most} codes${where}` };
  }
  const { factor, shift, opaque } = lattice.grid;
  const counted = count > most;
  const free = factor !== undefined && shift !== undefined ? 2 : 1;
  const lone = found.length < free || (found.length === free && shift !== undefined);
  if (opaque !== undefined || lone) return { telling: counted };
  const fit = fits(found, lattice, { factor, shift }, slack);
  const apart = found.every(
    (value, i) => i === 0 || value - (found[i - 1] as number) > 4 * tolerance,
  );
  if (fit !== false) return { telling: counted || (fit === true && apart && found.length > free) };
  return { telling: true, violation: `${found.slice(0, 8)} do not fit the codes${where}` };
}
