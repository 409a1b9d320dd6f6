import { codeCount, type ValueSet } from "../../../src/domain/value-set.ts";
import { type ElementType, isFloat } from "../../../src/graph/element-type.ts";
import { floatFormat } from "../../../src/graph/float-format.ts";

/** Roundings on the way to a tensor: a chain of wide floats is long, one of narrow floats short. */
const WIDE_CHAIN = 64;
const NARROW_CHAIN = 6;
/** f32 has 23 stored bits: what has as many counts as wide. */
const WIDE_MANTISSA = 23;
/**
 * q + x - x is off by half an ulp of x, which may be all that is left of q. Where |x| was not seen to
 * be larger it counts as 2^10 x max(1, |q|); in f64 the same rules are held to 2^-36.
 */
const RESIDUE = 2 ** 10;
/** Codes and scales of integer tensors are exact; their f64 arithmetic here is not. */
const EXACT = 2 ** -45;

/** Values that differ by less, in parts of the largest, are one value to a grid. */
const FIT = 1e-6;

/** How far a value may be from what its set says. */
export interface Slack {
  /** In parts of the largest magnitude on the way. */
  readonly relative: number;
  /** Beside it: what values lose near 0, where floats are subnormal. */
  readonly absolute: number;
}

/**
 * The rounding that a value may have gone through: (chain + codes of a sum) x half an ulp of the
 * coarsest float type it passed through; a sum of n values rounds n times, but in f32 at least.
 *
 * @param residue - the largest term that cancelled, in parts of max(1, |q|)
 */
export function slackOf(set: ValueSet, coarsestBefore: ElementType, residue = 0): Slack {
  const coarsest = coarser(set.precision ?? set.carrier, coarsestBefore);
  if (!isFloat(coarsest)) return { relative: EXACT, absolute: 0 };
  const { mantissaBits, bias } = floatFormat(coarsest);
  const unit = 2 ** -(mantissaBits + 1);
  const chain = mantissaBits < WIDE_MANTISSA ? NARROW_CHAIN : WIDE_CHAIN;
  const relative = Math.max(FIT, chain * unit + summands(set) * Math.min(unit, 2 ** -24));
  const smallest = 2 ** (1 - bias - mantissaBits);
  if (set.residue !== true) return { relative, absolute: chain * smallest };
  const lost = Math.max(RESIDUE, residue);
  return { relative: relative * lost, absolute: chain * unit * lost };
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
