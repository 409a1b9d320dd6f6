import { isFloat } from "../../graph/element-type.ts";
import { saturateToFloat } from "../../graph/small-float.ts";
import { innerInterval, isAbsolute, withoutGrid } from "../grid.ts";
import { contains, type Interval } from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer, uniform } from "../solver.ts";
import { boundedValues, type Clipped, type Grid, isStated, type ValueSet } from "../value-set.ts";
import { bounded, passesSum } from "./affine.ts";
import { type Bounds, clamp, highCode, lowCode, onCode } from "./clip-bounds.ts";
import { declaredBy } from "./declared-clip.ts";
import { mapped } from "./mapping.ts";

/** Largest finite bf16 and less: exporters write an f32 bound for wider types too. */
const LARGEST_SINGLE = 3.38e38;

/** Values cut to known bounds. */
export const clipped: Transfer = (inputs, place, solver) => {
  const [x, lower, upper] = inputs as [ValueSet, ValueSet, ValueSet];
  const [lo, hi] = [uniform(solver, 1), uniform(solver, 2)];
  const bounds = { lo: lower.interval, hi: upper.interval };
  const interval = {
    lo: clamp(x.interval.lo, { lo: bounds.lo.lo, hi: bounds.hi.lo }),
    hi: clamp(x.interval.hi, { lo: bounds.lo.hi, hi: bounds.hi.hi }),
  };
  if (lo === undefined || hi === undefined || !(lo <= hi)) return kept(x, interval, place, solver);
  return cutTo(x, realBounds(lo, hi, place), interval, { place, solver, input: 0 });
};

/** An end of the float type is no bound: exporters write it for one that is not there. */
function realBounds(lo: number, hi: number, place: Place): Bounds {
  const element = resultElement(place);
  const most = isFloat(element) ? saturateToFloat(element, Number.POSITIVE_INFINITY) : undefined;
  const largest = Math.min(most ?? Number.POSITIVE_INFINITY, LARGEST_SINGLE);
  if (!isFloat(element)) return { lo, hi };
  return {
    ...(lo <= -largest ? {} : { lo }),
    ...(hi >= largest ? {} : { hi }),
  };
}

/** Where a cut happens, and which input is cut. */
interface Site {
  readonly place: Place;
  readonly solver: Solver;
  readonly input: number;
}

/** The larger or smaller of two: with a known number one side of a clip. */
export const extreme =
  (which: "maximum" | "minimum"): Transfer =>
  (inputs, place, solver) => {
    const [a, b] = inputs as [ValueSet, ValueSet];
    const f = which === "maximum" ? Math.max : Math.min;
    const interval = { lo: f(a.interval.lo, b.interval.lo), hi: f(a.interval.hi, b.interval.hi) };
    for (let input = 0; input < 2; input++) {
      const bound = uniform(solver, 1 - input);
      if (bound === undefined || Number.isNaN(bound)) continue;
      const x = inputs[input] as ValueSet;
      const side = which === "maximum" ? { lo: bound } : { hi: bound };
      return cutTo(x, side, interval, { place, solver, input });
    }
    const set =
      mapped(which, f, inputs, place, solver) ??
      boundedValues(resultElement(place), interval, step(solver, "bounds", `bounds of a ${which}`));
    const common = (a.zeroCommon || b.zeroCommon) && contains(interval, 0);
    return bounded(common ? { ...set, zeroCommon: true } : set, interval, place);
  };

/** A set whose bounds vary: a declared width stays. */
function kept(x: ValueSet, interval: Interval, place: Place, solver: Solver): ValueSet {
  const proof = step(solver, "clip", "clipped to bounds that vary", x);
  const { root: _, clipped: __, ...rest } = x;
  if (isStated(x)) return bounded({ ...rest, strays: true, proof }, interval, place);
  return bounded({ ...withoutGrid(x), proof }, interval, place);
}

function cutTo(x: ValueSet, bounds: Bounds, interval: Interval, at: Site): ValueSet {
  const { place, solver } = at;
  if (isCutAlready(x, bounds, interval)) return x;
  const complete = x.clipped?.lo !== undefined && x.clipped.hi !== undefined;
  const twoSided = bounds.lo !== undefined && bounds.hi !== undefined;
  const stated = statedBounds(x.clipped, bounds);
  const whole = stated.lo !== undefined && stated.hi !== undefined && stated.lo <= stated.hi;
  const declares = whole && (twoSided || !complete);
  const declared = declares ? declaredBy(x, stated as Required<Clipped>, place, solver) : undefined;
  const set = declared ?? cutGrid(x, bounds, interval, at);
  const common = (x.zeroCommon || bounds.lo === 0 || bounds.hi === 0) && contains(interval, 0);
  return bounded(
    { ...marked(set, x, common, declared !== undefined), clipped: stated },
    interval,
    place,
  );
}

/** What a cut leaves of the flags of what is cut; a declared width needs no mark of a rounding. */
function marked(set: ValueSet, x: ValueSet, common: boolean, isDeclared: boolean): ValueSet {
  const rounded = !isDeclared && x.rounded === true;
  const whole = !isDeclared && x.whole === true;
  const wasCommon = set.zeroCommon === true;
  const wasWhole = set.whole === true;
  const gains = (rounded && set.rounded !== true) || (common && !wasCommon) || (whole && !wasWhole);
  const loses = (wasCommon && !common) || (wasWhole && !whole);
  if (!gains && !loses) return set;
  return {
    ...(loses ? unmarked(set) : set),
    ...(common ? { zeroCommon: true as const } : {}),
    ...(rounded ? { rounded: true as const } : {}),
    ...(whole ? { whole: true as const } : {}),
  };
}

function unmarked({ zeroCommon: _, whole: __, ...rest }: ValueSet): ValueSet {
  return rest;
}

/** Bounds that say nothing new of values that are not on a grid: a relu of a relu. */
function isCutAlready(x: ValueSet, { lo, hi }: Bounds, { lo: least, hi: most }: Interval): boolean {
  if (x.grid !== undefined || x.interval.lo !== least || x.interval.hi !== most) return false;
  return x.clipped !== undefined && x.clipped.lo === lo && x.clipped.hi === hi;
}

/** The bounds of a clip are its own; one that is only half of a clip goes on from the other half. */
function statedBounds(before: Clipped = {}, { lo, hi }: Bounds): Clipped {
  if (lo !== undefined && hi !== undefined) return { lo, hi };
  const low = lo === undefined ? before.lo : lo;
  const high = hi === undefined ? before.hi : hi;
  if (low === undefined) return high === undefined ? {} : { hi: high };
  return high === undefined ? { lo: low } : { lo: low, hi: high };
}

/** Codes beyond the bounds go; a declared width stays as it is. */
function cutGrid(x: ValueSet, bounds: Bounds, interval: Interval, at: Site): ValueSet {
  const { place, solver, input } = at;
  const { grid } = x;
  const proof =
    grid === undefined && interval === x.interval
      ? x.proof
      : step(solver, "clip", clipText(bounds), x);
  if (grid === undefined) return { ...x, proof };
  const { root: _, ...rest } = x;
  const f = (v: number) => clamp(v, bounds);
  const each = (...v: readonly number[]) => f(v[0] as number);
  const small = mapped("clip", each, [x], place, solver, ["one root"], [input]);
  if (isStated(x)) {
    const root = small?.root;
    return {
      ...rest,
      ...boundsBeside(x, bounds),
      ...(root === undefined ? {} : { root }),
      proof,
    };
  }
  if (small !== undefined) return { ...small, proof };
  const cut = isAbsolute(grid) ? cutCodes(x, bounds) : cutAtZero(x, bounds);
  if (cut !== undefined && passesSum(x, true)) return { ...rest, ...cut, proof };
  const varied = mapped("clip", each, [x], place, solver, ["with parameters"], [input]);
  return varied ?? { ...withoutGrid(x), proof };
}

function clipText({ lo, hi }: Bounds): string {
  if (lo === undefined) return `at most ${hi}`;
  return hi === undefined ? `at least ${lo}` : `clipped to ${lo} to ${hi}`;
}

/** Bounds are values now that need not lie on the grid. */
function boundsBeside(x: ValueSet, bounds: Bounds): Partial<ValueSet> {
  const grid = x.grid as Grid;
  const ends = [bounds.lo, bounds.hi].filter((end) => end !== undefined);
  const still = isAbsolute(grid) || (atZero(bounds) && passesZero(grid));
  return still ? { extra: [...(x.extra ?? []), ...ends] } : { strays: true };
}

function atZero({ lo, hi }: Bounds): boolean {
  return (lo === undefined || lo === 0) && (hi === undefined || hi === 0);
}

/** Inner 0 is 0. */
function passesZero({ shift, opaque }: Grid): boolean {
  return shift === undefined && opaque === undefined;
}

/** An absolute even grid between bounds; a bound off the grid adds one code. */
function cutCodes(x: ValueSet, { lo, hi }: Bounds): Partial<ValueSet> | undefined {
  const grid = x.grid as Grid;
  const inner = innerInterval(grid);
  if (grid.levels !== undefined) return undefined;
  const end =
    lo !== undefined && lo > inner.hi ? lo : hi !== undefined && hi < inner.lo ? hi : undefined;
  if (end !== undefined) return { grid: { lo: 0, hi: 0, step: 1, origin: end } };
  const codeOf = (value: number) => (value - grid.origin) / grid.step;
  const low = lo !== undefined && lo > inner.lo ? Math.min(lowCode(codeOf(lo)), grid.hi) : grid.lo;
  const high =
    hi !== undefined && hi < inner.hi ? Math.max(highCode(codeOf(hi)), grid.lo) : grid.hi;
  if (low > high) return undefined;
  const codes = { ...grid, lo: low, hi: high };
  const clampAll = (values: readonly number[] = []) => values.map((v) => clamp(v, { lo, hi }));
  const bounds = [lo, hi].filter(
    (end) => end !== undefined && end > inner.lo && end < inner.hi && !onCode(codeOf(end)),
  );
  const extra = [...clampAll(x.extra), ...(bounds as number[])];
  const padded = clampAll(x.padded);
  return {
    grid: codes,
    ...(extra.length === 0 ? {} : { extra }),
    ...(padded.length === 0 ? {} : { padded }),
  };
}

/** A grid with a positive factor keeps its codes where it is cut at 0. */
function cutAtZero(x: ValueSet, bounds: Bounds): Partial<ValueSet> | undefined {
  const grid = x.grid as Grid;
  if (!atZero(bounds) || !passesZero(grid) || grid.factor?.sign !== 1) return undefined;
  return cutCodes(x, bounds);
}
