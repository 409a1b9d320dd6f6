import { isInteger } from "../../graph/element-type.ts";
import { isAbsolute } from "../grid.ts";
import { type Place, resultElement, type Solver, step } from "../solver.ts";
import {
  type Clipped,
  type Grid,
  integerGrid,
  integersOf,
  isStated,
  MOST_FOUND_CODES,
  type ValueSet,
} from "../value-set.ts";
import { clamp, highCode, lowCode, onCode } from "./clip-bounds.ts";

/** Two finite bounds declare a width: of integers, and of what was rounded before. */
export function declaredBy(
  x: ValueSet,
  { lo, hi }: Required<Clipped>,
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const element = resultElement(place);
  if (isInteger(element)) return declaredIntegers(x, lo, hi, place, solver);
  const grid = latticeOf(x);
  if (grid === undefined) return undefined;
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return undefined;
  const first = (lo - grid.origin) / grid.step;
  const last = (hi - grid.origin) / grid.step;
  const codes = { ...grid, lo: lowCode(first), hi: highCode(last) };
  if (codes.lo > codes.hi || codes.hi - codes.lo >= MOST_FOUND_CODES) return undefined;
  const off = [lo, hi].filter((_, i) => !onCode(i === 0 ? first : last));
  const beside = [...(x.extra ?? []), ...(x.padded ?? [])].map((v) => clamp(v, { lo, hi }));
  const extra = [...beside, ...off];
  return {
    carrier: x.carrier,
    interval: x.interval,
    grid: codes,
    ...(extra.length === 0 ? {} : { extra }),
    ...(x.residue ? { residue: true } : {}),
    ...(x.strays ? { strays: true } : {}),
    status: "declared",
    proof: step(solver, "clip", `clipped to ${codesText(codes)}`, x),
  };
}

/** The even grid that a rounding has made, also where an integer that varies was added since. */
function latticeOf({ grid, rounded, whole }: ValueSet): Grid | undefined {
  if (rounded && grid !== undefined && isAbsolute(grid) && grid.levels === undefined) return grid;
  return whole ? integerGrid(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) : undefined;
}

/** How codes read in a proof; one too many for a whole number of bits is said. */
export function codesText({ lo, hi }: Pick<Grid, "lo" | "hi">): string {
  const count = hi - lo + 1;
  const text = `${count} codes ${lo} to ${hi}`;
  const bits = Math.round(Math.log2(count - 1));
  if (count < 5 || count !== 2 ** bits + 1) return text;
  return `${text} (one more than ${bits} bits hold: a bound lies on a rounding tie or is a code itself; say ${bits} with --bits if that is what the hardware does)`;
}

function declaredIntegers(
  x: ValueSet,
  lo: number,
  hi: number,
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const element = resultElement(place);
  if (!isInteger(element)) return undefined;
  const cut = x.grid !== undefined && isPlain(x.grid) && (isStated(x) || !x.rounded);
  const own = cut ? (x.grid as Grid) : integersOf(element);
  const codes = integerGrid(Math.max(Math.ceil(lo), own.lo), Math.min(Math.floor(hi), own.hi));
  if (codes.lo > codes.hi) return undefined;
  return {
    carrier: element,
    interval: { lo: codes.lo, hi: codes.hi },
    grid: codes,
    rounded: true,
    status: "declared",
    proof: step(solver, "clip", `clipped to codes ${codes.lo} to ${codes.hi}`, x),
  };
}

function isPlain(grid: Grid): boolean {
  return isAbsolute(grid) && grid.levels === undefined && grid.step === 1 && grid.origin === 0;
}
