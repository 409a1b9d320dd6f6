import type { Named } from "../domain/proof.ts";
import { integerGrid, type ValueSet } from "../domain/value-set.ts";
import type { TensorId } from "../graph/graph.ts";
import { operatorNamed } from "../ops/registry.ts";
import { type Frame, followed } from "./frame.ts";

/** The codes that words of a number of bits pack: their bits, whatever the words are. */
export function bitsOfWords({ carrier }: ValueSet, wordBits: number, place: Named): ValueSet {
  return {
    carrier,
    interval: { lo: 0, hi: 1 },
    grid: integerGrid(0, 1),
    status: "proven",
    proof: { rule: "contraction", text: `${wordBits} codes of 1 bit in each word`, place },
  };
}

/** False where words are packed on the way from what is stored, which has an element for each code. */
export function areStoredWords(frame: Frame, tensor: TensorId): boolean {
  const stored = followed(frame, tensor, ({ operator }) => {
    return operatorNamed(operator).moves !== undefined;
  });
  return stored.frame.graph.producer(stored.id) === undefined;
}
