import { bitsFor } from "../../domain/value-set.ts";
import type { WideFloat } from "../../graph/element-type.ts";
import { floatFormat } from "../../graph/float-format.ts";
import type { DistinctValues } from "./distinct.ts";
import { fitGrid, type GridFit } from "./fit-grid.ts";
import { type Levels, levelsOf } from "./levels.ts";
import { APART, FIT, LONG_LIST, OWN_SPACING, SHORT_LIST } from "./limits.ts";

/** What the elements of one slice are. */
export interface SliceFit {
  readonly count: number;
  /** Absent: a list. */
  readonly grid?: GridFit;
  /** The distinct values, ascending. */
  readonly levels: readonly number[];
  /** Nonzero elements less the free parameters that they had to fit. */
  readonly evidence: number;
  /** Only exactly 0 and +-1. */
  readonly exact: boolean;
}

/** A grid, or a list where there is none; undefined where the slice is neither. */
export function fitSlice(elements: DistinctValues, narrowest: WideFloat): SliceFit | undefined {
  const levels = levelsOf(elements);
  if (levels === undefined) return undefined;
  const finest = OWN_SPACING * ulpAt(narrowest, levels.peak);
  const grid = fitGrid(levels, finest);
  if (isList(levels, finest) && !(grid && isAsNarrow(grid, levels))) return listFit(levels);
  return grid && gridFit(grid, levels);
}

/** Distance of the neighbours of x in a float type. */
function ulpAt(type: WideFloat, x: number): number {
  const { mantissaBits, bias } = floatFormat(type);
  return 2 ** (Math.max(Math.floor(Math.log2(x)), 1 - bias) - mantissaBits);
}

/**
 * Few enough values with elements enough, no closer than what tolerance and type can tell apart.
 */
function isList({ values, nonzero, peak, gap }: Levels, finest: number): boolean {
  const { length } = values;
  const few = [SHORT_LIST, LONG_LIST].some(
    (most) => length <= most.values && nonzero >= most.elements * length,
  );
  const closest = values.reduce(
    (least, x) => (x === 0 ? least : Math.min(least, Math.abs(x))),
    gap,
  );
  return few && closest >= APART * peak && closest >= finest * (1 - FIT);
}

/**
 * A grid comes before a list, whatever of its codes occur; but a list of four values is one of two
 * binary bases, or of signs with two scales, even where the scales happen to be as 1 to 2.
 */
function isAsNarrow({ low, high }: GridFit, { values }: Levels): boolean {
  return values.length > SHORT_LIST.values || bitsFor(high - low + 1) <= bitsFor(values.length);
}

function listFit({ values, nonzero }: Levels): SliceFit {
  const parameters = values.filter((x) => x !== 0).length;
  return { count: values.length, levels: values, evidence: nonzero - parameters, exact: false };
}

function gridFit(grid: GridFit, levels: Levels): SliceFit {
  const { values, points } = levels;
  const exact = points.every((x) => x === 0 || Math.abs(x) === 1);
  const count = grid.high - grid.low + 1;
  return { count, grid, levels: values, evidence: evidenceOf(grid, levels), exact };
}

/** The step, and two for the search: six bf16 numbers are on one of 513 grids once in 1,000 times. */
const SEARCHED = 3;

/**
 * That a value occurs again shows that values are few, and nothing of a step that no two of them
 * show: two magnitudes are on some grid once in eight times, however often they occur.
 */
function evidenceOf({ step, shown }: GridFit, { values, nonzero }: Levels): number {
  if (shown) return Math.max(0, nonzero - 1);
  const magnitudes = new Set(values.map((x) => Math.round((2 * Math.abs(x)) / step)));
  magnitudes.delete(0);
  return Math.max(0, magnitudes.size - SEARCHED);
}
