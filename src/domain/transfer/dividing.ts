import { isFloat } from "../../graph/element-type.ts";
import { contains, corners, type Interval, magnitude, stored } from "../interval.ts";
import { resultElement, step, type Transfer } from "../solver.ts";
import { boundedValues, type ValueSet } from "../value-set.ts";
import { LARGEST, multiplesWithin } from "./bitwise.ts";
import { applied } from "./functions.ts";
import type { Scalar } from "./mapping.ts";

type Pair = (x: number, y: number) => number;

const scalar =
  (f: Pair): Scalar =>
  (x, y) =>
    f(x as number, y as number);

/** The truncated quotient of integers: few codes one by one, else bounds where no divisor is 0. */
export const integerQuotient =
  (name: string, f: Pair): Transfer =>
  (inputs, place, solver) => {
    const each = applied(name, scalar(f))(inputs, place, solver);
    const [x, y] = inputs as [ValueSet, ValueSet];
    if (each?.grid !== undefined || contains(y.interval, 0)) return each;
    const ends = corners(x.interval, y.interval, (a, b) => Math.trunc(a / b));
    const interval = stored(ends, resultElement(place));
    if (!isExact(interval)) return each;
    const text = `quotients ${interval.lo} to ${interval.hi} of integers`;
    return multiplesWithin(interval, 1, text, place, solver, x);
  };

/** Whose sign a remainder has. */
type Sign = "dividend" | "divisor";

/**
 * A remainder: few codes one by one, else what is smaller than the largest divisor, and of the sign of
 * one operand. By 0 it is NaN or 0; where integers keep the dividend then, no divisor may be 0.
 */
export const remainders =
  (
    name: string,
    integer: Pair,
    sign: Sign,
    { float = integer, keepsBesideZero = false }: { float?: Pair; keepsBesideZero?: boolean } = {},
  ): Transfer =>
  (inputs, place, solver) => {
    const element = resultElement(place);
    const each = applied(name, scalar(isFloat(element) ? float : integer))(inputs, place, solver);
    const [x, y] = inputs as [ValueSet, ValueSet];
    const most = magnitude(y.interval) - (isFloat(element) ? 0 : 1);
    if (each?.grid !== undefined || !(most >= 0 && most <= LARGEST)) return each;
    if (keepsBesideZero && contains(y.interval, 0)) return each;
    const interval = remaindersOf(x.interval, y.interval, most, sign);
    if (isFloat(element)) {
      return boundedValues(element, interval, step(solver, "bounds", `bounds of ${name}`));
    }
    const text = `remainders ${interval.lo} to ${interval.hi}`;
    return multiplesWithin(interval, 1, text, place, solver, x);
  };

/** A dividend that is smaller than every divisor, of its sign, stays; else only the divisor bounds. */
function remaindersOf(x: Interval, y: Interval, most: number, sign: Sign): Interval {
  const { lo, hi } = sign === "dividend" ? x : y;
  const smaller = sign === "dividend" || (x.lo >= 0 && y.lo >= 0) ? magnitude(x) : most;
  const end = Math.min(most, smaller);
  return { lo: lo >= 0 ? 0 : -end, hi: hi <= 0 ? 0 : end };
}

function isExact({ lo, hi }: Interval): boolean {
  return lo >= -LARGEST && hi <= LARGEST;
}
