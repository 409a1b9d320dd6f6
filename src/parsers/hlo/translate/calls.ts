import { itemsOf } from "../attribute-text.ts";
import type { HloComputation, HloModule } from "../hlo-module.ts";
import { malformed } from "../malformed.ts";
import { definitionsFirst } from "../order.ts";
import { bareName } from "./use.ts";

/** Attributes that name one computation, or several in braces. */
const ONE = [
  "to_apply",
  "calls",
  "condition",
  "body",
  "select",
  "scatter",
  "true_computation",
  "false_computation",
];
const SEVERAL = ["branch_computations", "called_computations"];

/** @throws {AceError} `malformed-model` where a computation runs itself */
export function expectNoRecursion({ computations, place }: HloModule): void {
  const all = [...computations.values()];
  const numbers = new Map(all.map(({ name }, i) => [name, i]));
  const needs = all.map((computation) =>
    [...calledBy(computation)].flatMap((name) => numbers.get(name) ?? []),
  );
  if (definitionsFirst(all.length, (index) => needs[index] ?? []) !== undefined) return;
  malformed("the HLO module", "computations that do not call themselves", "recursion", place(0));
}

/** Names of the computations that a computation runs itself. */
function calledBy({ instructions }: HloComputation): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { attributes } of instructions) {
    for (const key of ONE) {
      const name = attributes.get(key);
      if (name !== undefined) names.add(bareName(name));
    }
    for (const key of SEVERAL) {
      for (const name of itemsOf(attributes.get(key) ?? "{}") ?? []) names.add(bareName(name));
    }
  }
  return names;
}
