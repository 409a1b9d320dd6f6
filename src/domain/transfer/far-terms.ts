import { type ElementType, elementBits, isFloat } from "../../graph/element-type.ts";
import { innerInterval, isAbsolute } from "../grid.ts";
import { type Interval, isSmall, magnitude } from "../interval.ts";
import type { Grid, ValueSet } from "../value-set.ts";

/** Terms up to so many times as large as what is left of them are not far: nothing has cancelled. */
const NEAR = 2;

/** Whether terms are so much larger than what is left of them that their rounding shows in it. */
function areFar(terms: readonly Interval[], left: Interval, element: ElementType): boolean {
  if (!isFloat(element)) return false;
  const largest = Math.max(...terms.map(magnitude));
  return largest > NEAR * magnitude(left) && !isSmall(terms, left, element);
}

/** Whether a sum within bounds is what is left of far larger terms; an exact table holds it anyway. */
export function showsIn(set: ValueSet, terms: readonly ValueSet[], left: Interval): boolean {
  if (set.grid === undefined || set.root?.exact) return false;
  return areFar(
    terms.map(({ interval }) => interval),
    left,
    coarsestOf(terms),
  );
}

/**
 * Whether the terms of a sum are so much larger than the span of its codes that they round apart what
 * is one code: 16 codes of step 0.996 moved by 10^6 differ by 47 numbers in f32, not by 31.
 */
export function blursCodes(grid: Grid, terms: readonly ValueSet[]): boolean {
  const { lo, hi, step, factor, shift } = grid;
  if (shift === undefined && factor !== undefined) return false;
  const span = factor === undefined ? (hi - lo) * step : 0;
  return areFar(terms.map(reachOf), { lo: 0, hi: span }, coarsestOf(terms));
}

/** Bounds of the codes' values, without what is not counted where they are known. */
function reachOf({ grid, interval }: ValueSet): Interval {
  return grid !== undefined && isAbsolute(grid) ? innerInterval(grid) : interval;
}

function coarsestOf(sets: readonly ValueSet[]): ElementType {
  const types = sets.map(({ precision, carrier }) => precision ?? carrier);
  return types.reduce((a, b) => (elementBits(b) < elementBits(a) ? b : a));
}

/** The set as one that holds but for a rounding, as a residue leaves it. */
export function blurred(set: ValueSet): ValueSet {
  if (set.residue) return set;
  const { proof } = set;
  const text = `${proof.text}, up to the rounding of far larger terms`;
  return { ...set, residue: true, proof: { ...proof, text } };
}
