import { convert } from "../ops/core/convert.ts";
import { dequantize } from "../ops/core/dequantize.ts";
import type { AnyOperator } from "../ops/operator.ts";
import { steers } from "../ops/steering.ts";
import { COMPUTED, CONSTANT, type Dependence, INDEXED, type TensorFacts } from "./facts.ts";

/**
 * Steering inputs make a tensor depend on an input through indices only: a weight that is picked
 * stays a weight while it is moved or dequantized. Any other arithmetic makes an activation of it.
 * What only counters of loops pick stays one whatever is done to it: no input is in it.
 */
export function dependenceOf(
  operator: AnyOperator,
  inputs: readonly Pick<TensorFacts, "dependence">[],
): Dependence {
  if (operator.external === true) return COMPUTED;
  let dependence: Dependence = CONSTANT as Dependence;
  for (let i = 0; i < inputs.length; i++) {
    const { dependence: own } = inputs[i] as TensorFacts;
    const part = own === COMPUTED && steers(operator, i) ? INDEXED : own;
    if (part > dependence) dependence = part;
  }
  const picks = operator.moves !== undefined || operator.steering !== undefined;
  return dependence === INDEXED && !picks && !DECODERS.has(operator.name) ? COMPUTED : dependence;
}

/** What may lie between a stored weight that is picked by an index and its use. */
const DECODERS: ReadonlySet<string> = new Set([convert.name, dequantize.name]);
