import { isFloat } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { Place, Solver } from "../solver.ts";
import type { Root } from "../value-set.ts";

/** How a comparison is told by one of two others: with its sides turned round, or where that fails. */
const TOLD_BY: Readonly<Record<string, readonly [by: string, turned: boolean, not: boolean]>> = {
  less: ["less", false, false],
  greater: ["less", true, false],
  lessOrEqual: ["less", true, true],
  greaterOrEqual: ["less", false, true],
  equal: ["equal", false, false],
  notEqual: ["equal", false, true],
};

/**
 * The comparison that decides another one of the same two tensors, so that x > y and x <= y are known
 * to be opposites. Where either is NaN no order holds: that is not counted.
 */
export function comparedRoot(name: string, place: Place, solver: Solver): Root | undefined {
  const told = TOLD_BY[name];
  if (told === undefined) return undefined;
  const [by, turned, not] = told;
  const [x, y] = [solver.number(0), solver.number(1)];
  const number = turned ? solver.made(by, y, x) : solver.made(by, x, y);
  const table = not ? [1, 0] : [0, 1];
  const unordered = by === "less" && isFloat((place.inputs[0] as TensorType).element);
  if (unordered) table.push(0);
  return { number, table, exact: true, counted: 2, signs: table.length, size: table.length };
}
