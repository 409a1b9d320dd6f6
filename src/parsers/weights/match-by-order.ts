import type { TensorType } from "../../graph/tensor-type.ts";
import { type Alignment, alignment } from "./alignment.ts";
import type { Assignment, TypedArgument } from "./argument.ts";
import { unclearOrder } from "./mismatch.ts";
import { pytreeOrders } from "./pytree-order.ts";
import type { Weight } from "./weight.ts";

/**
 * Finds the weight of arguments without names: both lists are in JAX's order, and as many as
 * possible are paired in it, type by type. Weights and arguments may be left over, but none that fit
 * each other, and the program keeps an input.
 *
 * @param hasInput - true where other arguments are inputs already
 * @throws {AceError} `missing-data` where there is more than one way, or none is plausible
 */
export function matchByOrder(
  nameless: readonly TypedArgument[],
  weights: readonly Weight[],
  hasInput: boolean,
): Assignment {
  if (nameless.length === 0 || weights.length === 0) return new Map();
  const fits = fitTable();
  const found = pytreeOrders(weights).map((order) => {
    const fit = (row: number, column: number) =>
      fits(order[column] as Weight, (nameless[row] as TypedArgument).type);
    return { order, found: alignment(nameless.length, order.length, fit) };
  });
  const lengths = found.map(({ found }) => (found.kind === "too-long" ? 0 : found.length));
  const longest = found.filter((_, i) => lengths[i] === Math.max(...lengths));
  const [first, second] = longest.map(({ order, found }) => assignmentOf(nameless, order, found));
  if (first === undefined) return new Map();
  if (second !== undefined && !sameAssignment(first, second)) {
    throw unclearOrder("two, by keys that may be places in a list or text");
  }
  expectNothingLeft(nameless, weights, first, fits);
  if (!hasInput && first.size === nameless.length) {
    throw unclearOrder("one that leaves no argument as the input");
  }
  return first;
}

/** Whether a weight fits a type, each asked once. */
function fitTable(): (weight: Weight, type: TensorType) => boolean {
  const known = new Map<Weight, Map<TensorType, boolean>>();
  return (weight, type) => {
    const row = known.get(weight) ?? new Map<TensorType, boolean>();
    known.set(weight, row);
    const fit = row.get(type) ?? weight.fitTo(type) !== undefined;
    row.set(type, fit);
    return fit;
  };
}

function assignmentOf(
  nameless: readonly TypedArgument[],
  order: readonly Weight[],
  found: Alignment,
): Assignment {
  if (found.kind === "several") throw unclearOrder("several");
  if (found.kind === "too-long") {
    throw unclearOrder(`${nameless.length} arguments and ${order.length} weights`);
  }
  return new Map(
    found.pairs.map(([row, column]) => [
      (nameless[row] as TypedArgument).index,
      order[column] as Weight,
    ]),
  );
}

function sameAssignment(a: Assignment, b: Assignment): boolean {
  return a.size === b.size && [...a].every(([index, weight]) => b.get(index) === weight);
}

/** A weight and an argument that are left over and fit: the arguments are in another order. */
function expectNothingLeft(
  nameless: readonly TypedArgument[],
  weights: readonly Weight[],
  assigned: Assignment,
  fits: (weight: Weight, type: TensorType) => boolean,
): void {
  const used = new Set(assigned.values());
  const left = weights.filter((weight) => !used.has(weight));
  const open = nameless.filter(({ index }) => !assigned.has(index));
  for (const { index, type } of open) {
    const weight = left.find((candidate) => fits(candidate, type));
    if (weight === undefined) continue;
    throw unclearOrder(`%arg${index} and ${weight.path.join("/")} left over, which fit each other`);
  }
}
