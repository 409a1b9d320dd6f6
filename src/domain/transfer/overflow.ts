import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { floatFormat } from "../../graph/float-format.ts";
import { innerInterval, isAbsolute } from "../grid.ts";
import { codeCount, type ValueSet } from "../value-set.ts";

/**
 * A set whose values were rounded to a type. Codes beyond the range of a float type became infinite
 * or its largest number: these lie beside the codes, also when a scale brings the codes back.
 */
export function inRange(set: ValueSet, element: ElementType): ValueSet {
  const { grid, strays } = set;
  if (grid === undefined || strays || !isFloat(element) || !isAbsolute(grid)) return set;
  if (!Number.isFinite(codeCount(grid))) return set;
  const { lo, hi } = innerInterval(grid);
  return Math.max(-lo, hi) > floatFormat(element).largest ? { ...set, strays: true } : set;
}
