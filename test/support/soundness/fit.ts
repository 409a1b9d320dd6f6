import { codeCount } from "../../../src/domain/value-set.ts";
import type { Varying } from "../../../src/domain/varying.ts";
import { innerValue, innerValues, type Lattice, magnitudeAt, nearest } from "./lattice.ts";
import { type Slack, within } from "./slack.ts";

/** Candidates that are tried for one unknown number, and for each of two. */
const MOST_ANCHORS = 2 ** 16;
const MOST_PAIRED = 48;

export interface Unknowns {
  readonly factor: Varying | undefined;
  readonly shift: Varying | undefined;
}

/**
 * Whether one factor and one shift put all values (ascending, distinct) on the lattice; undefined
 * where that cannot be decided by trying, or where there are so many codes that any number is near
 * one. What cancels on the way counts for the rounding.
 */
export function fits(
  values: readonly number[],
  lattice: Lattice,
  unknowns: Unknowns,
  slack: Slack,
): boolean | undefined {
  const { factor, shift } = unknowns;
  const codes = codeCount(lattice.grid);
  if (Number.isFinite(codes) && 4 * codes * slack.relative >= 1) return undefined;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const inner = magnitudeAt(lattice, 0);
  const onLattice = (f: number, s: number) => {
    const magnitude = Math.max(largest, Math.abs(f) * inner, Math.abs(s));
    return values.every((value) =>
      within(f * nearest(lattice, (value - s) / f) + s - value, magnitude, slack),
    );
  };
  if (shift === undefined) return fitsFactor(values, lattice, factor?.sign ?? 0, onLattice);
  if (factor === undefined) return fitsShift(values, lattice, onLattice);
  return fitsBoth(values, lattice, factor.sign, onLattice);
}

type OnLattice = (factor: number, shift: number) => boolean;

/** The largest magnitude is some inner value times the factor. */
function fitsFactor(
  values: readonly number[],
  lattice: Lattice,
  sign: number,
  onLattice: OnLattice,
): boolean | undefined {
  const largest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  if (largest === 0) return true;
  const anchors = innerValues(lattice, MOST_ANCHORS);
  return anchors?.some((anchor) => {
    const factor = largest / anchor;
    return anchor !== 0 && allows(sign, factor) && onLattice(factor, 0);
  });
}

function allows(sign: number, factor: number): boolean {
  return sign === 0 || Math.sign(factor) === sign;
}

/** The smallest value is some inner value plus the shift; on endless codes any beyond their end. */
function fitsShift(
  values: readonly number[],
  lattice: Lattice,
  onLattice: OnLattice,
): boolean | undefined {
  const least = values[0] as number;
  if (!Number.isFinite(codeCount(lattice.grid))) {
    return lattice.extras.length > 0 ? undefined : onLattice(1, endlessShift(values, lattice));
  }
  const anchors = innerValues(lattice, MOST_ANCHORS);
  return anchors?.some((anchor) => onLattice(1, least - anchor));
}

/** A shift that puts one value on a code so that no other one lies beyond the end of the codes. */
function endlessShift(values: readonly number[], { grid }: Lattice): number {
  const [least, most] = [values[0], values.at(-1)] as [number, number];
  if (Number.isFinite(grid.lo)) return least - innerValue(grid, grid.lo);
  return most - (Number.isFinite(grid.hi) ? innerValue(grid, grid.hi) : grid.origin);
}

/** Smallest and largest value are two inner values; on an even grid only their distance matters. */
function fitsBoth(
  values: readonly number[],
  lattice: Lattice,
  sign: number,
  onLattice: OnLattice,
): boolean | undefined {
  const [least, most] = [values[0], values.at(-1)] as [number, number];
  const anchors = innerValues(lattice, MOST_PAIRED);
  const pair = (a: number, b: number) => {
    const factor = (most - least) / (b - a);
    return a !== b && allows(sign, factor) && onLattice(factor, least - factor * a);
  };
  if (anchors !== undefined) return anchors.some((a) => anchors.some((b) => pair(a, b)));
  const { grid, extras } = lattice;
  const count = codeCount(grid);
  if (extras.length > 0 || grid.levels !== undefined || count > MOST_ANCHORS) return undefined;
  const [low, high] = [innerValue(grid, grid.lo), innerValue(grid, grid.hi)];
  for (let k = 1; k < count; k++) {
    if (pair(low, innerValue(grid, grid.lo + k)) || pair(high, innerValue(grid, grid.hi - k))) {
      return true;
    }
  }
  return false;
}
