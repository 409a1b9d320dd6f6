import { codeCount, type ValueSet } from "../../../src/domain/value-set.ts";
import { type ElementType, isFloat } from "../../../src/graph/element-type.ts";
import { floatFormat } from "../../../src/graph/float-format.ts";

/** Roundings on the way to a tensor: a chain of wide floats is long, one of narrow floats short. */
const WIDE_CHAIN = 64;
const NARROW_CHAIN = 6;
/** f32 has 23 stored bits: what has as many counts as wide. */
const WIDE_MANTISSA = 23;
/** Codes and scales of integer tensors are exact; their f64 arithmetic here is not. */
const EXACT = 2 ** -45;

/** Values that differ by less, in parts of the largest, are one value to a grid. */
const FIT = 1e-6;

/** How far a value may be from what its set says. */
export interface Slack {
  /** In parts of the largest magnitude on the way. */
  readonly relative: number;
  /** Beside it: what values lose near 0, where floats are subnormal, and what cancels leaves. */
  readonly absolute: number;
}

/**
 * The rounding that a value may have gone through: (chain + codes of a sum) x half an ulp of the
 * coarsest float type it passed through; a sum of n values rounds n times, but in f32 at least.
 *
 * What cancels leaves its rounding behind: a residue, or an offset that is not known any more.
 *
 * @param noise - by how much roundings on the way may have changed an element
 */
export function slackOf(set: ValueSet, coarsestBefore: ElementType, noise = 0): Slack {
  const coarsest = coarser(set.precision ?? set.carrier, coarsestBefore);
  if (!isFloat(coarsest)) return { relative: EXACT, absolute: 0 };
  const { mantissaBits, bias } = floatFormat(coarsest);
  const unit = 2 ** -(mantissaBits + 1);
  const chain = mantissaBits < WIDE_MANTISSA ? NARROW_CHAIN : WIDE_CHAIN;
  const relative = Math.max(FIT, chain * unit + summands(set) * Math.min(unit, 2 ** -24));
  const smallest = 2 ** (1 - bias - mantissaBits);
  const cancels = set.residue === true || set.grid?.shift !== undefined;
  return { relative, absolute: chain * smallest + (cancels ? noise : 0) };
}

/** The float type of fewer digits; integers are exact. */
export function coarser(a: ElementType, b: ElementType): ElementType {
  if (!isFloat(a)) return b;
  if (!isFloat(b)) return a;
  return floatFormat(a).mantissaBits < floatFormat(b).mantissaBits ? a : b;
}

function summands({ grid, summed }: ValueSet): number {
  const count = grid === undefined || summed !== true ? 0 : codeCount(grid);
  return Number.isFinite(count) ? count : 0;
}

export function within(difference: number, magnitude: number, slack: Slack): boolean {
  return Math.abs(difference) <= slack.relative * magnitude + slack.absolute;
}

/** What holds for elements of any of several runs. */
export function widest(slacks: readonly Slack[]): Slack {
  return {
    relative: Math.max(...slacks.map(({ relative }) => relative)),
    absolute: Math.max(...slacks.map(({ absolute }) => absolute)),
  };
}
