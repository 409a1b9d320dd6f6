import type { Place, Solver } from "../../src/domain/solver.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";

/** What a fake solver knows of one input; value numbers are places among the inputs. */
export interface Known {
  readonly constant?: Tensor;
  readonly number?: number;
  readonly stored?: boolean;
}

/** A solver of one layer, "layer", that knows what it is told; derived numbers are equal for equal words. */
export function fakeSolver(known: readonly Known[] = []): Solver {
  const derived: string[] = [];
  const numberOf = (words: readonly (string | number)[]): number => {
    const text = words.join(" ");
    if (!derived.includes(text)) derived.push(text);
    return 1000 + derived.indexOf(text);
  };
  return {
    place: { name: "layer" },
    warn: () => {},
    constant: (input) => known[input]?.constant,
    stored: (input) => known[input]?.stored ?? known[input]?.constant !== undefined,
    number: (input) => known[input]?.number ?? input,
    made: (...words) => numberOf(["made", ...words]),
    derived: (...words) => numberOf(words),
  };
}

type Typed = readonly [ElementType, readonly number[]];

/** The types around one use of an operator with one output. */
export function placeOf(inputs: readonly Typed[], output: Typed): Place {
  const types = new TypeTable();
  const intern = ([element, shape]: Typed) => types.intern(element, shape);
  return { inputs: inputs.map(intern), outputs: [intern(output)] };
}
