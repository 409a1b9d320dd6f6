import { innerValues, isAbsolute } from "../grid.ts";
import { contains, type Interval, mapEnds, RESIDUE, widened } from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer } from "../solver.ts";
import { codeCount, type Grid, integerGrid, type ValueSet } from "../value-set.ts";
import { codesText } from "./declared-clip.ts";
import { mapped } from "./mapping.ts";

/** Grids of more codes are not looked through for integers one by one. */
const MOST_CHECKED = 512;

/**
 * Integers next to values, by a rounding that never falls.
 *
 * A clip before it declares the width; else codes are found: those of a small set one by one, or
 * every integer within the bounds.
 */
export const rounded =
  (name: string, round: (x: number) => number): Transfer =>
  ([x], place, solver) => {
    if (x === undefined) return undefined;
    const interval = mapEnds(inReach(x), round);
    const set =
      alreadyWhole(x) ??
      byClip(x, round, place, solver) ??
      eachCode(x, name, round, place, solver) ??
      wholeWithin(x, name, round, place, solver);
    const common = contains(interval, 0);
    return { ...set, interval, ...(common ? { zeroCommon: true as const } : {}) };
  };

/** The bounds; where a residue was cancelled, values may lie a little outside of them. */
function inReach({ interval, residue }: ValueSet): Interval {
  return residue ? widened(interval, RESIDUE) : interval;
}

/** Few codes whose numbers are known exactly, one by one: a rounding jumps. */
function eachCode(
  x: ValueSet,
  name: string,
  round: (x: number) => number,
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const each = (...v: readonly number[]) => round(v[0] as number);
  const set = mapped(name, each, [x], place, solver, ["one root"]);
  return set?.root?.exact === true && !x.residue ? set : undefined;
}

/** A grid of integers stays as it is. */
function alreadyWhole(x: ValueSet): ValueSet | undefined {
  const { grid } = x;
  if (grid === undefined || !isAbsolute(grid)) return undefined;
  if (x.extra !== undefined || x.padded !== undefined || x.strays || x.residue) return undefined;
  const whole =
    grid.levels === undefined
      ? Number.isInteger(grid.step) && Number.isInteger(grid.origin)
      : codeCount(grid) <= MOST_CHECKED && innerValues(grid).every(Number.isInteger);
  return whole ? x : undefined;
}

function byClip(
  x: ValueSet,
  round: (x: number) => number,
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const { lo, hi } = x.clipped ?? {};
  if (lo === undefined || hi === undefined) return undefined;
  const grid = integerGrid(round(lo), round(hi));
  if (!(grid.lo <= grid.hi) || !Number.isFinite(codeCount(grid))) return undefined;
  return {
    carrier: resultElement(place),
    interval: x.interval,
    grid,
    rounded: true,
    status: "declared",
    proof: step(solver, "rounding", `clipped and rounded to ${codesText(grid)}`, x),
  };
}

function wholeWithin(
  x: ValueSet,
  name: string,
  round: (x: number) => number,
  place: Place,
  solver: Solver,
): ValueSet {
  const { lo, hi } = mapEnds(inReach(x), round);
  const grid: Grid = integerGrid(lo, hi);
  const text = Number.isFinite(codeCount(grid)) ? codesText(grid) : "integers without bounds";
  return {
    carrier: resultElement(place),
    interval: { lo, hi },
    grid,
    rounded: true,
    status: "proven",
    proof: step(solver, "rounding", `${name} to ${text}`, x),
  };
}
