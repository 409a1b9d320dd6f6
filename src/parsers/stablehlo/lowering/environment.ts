import type { TensorId } from "../../../graph/graph.ts";
import type { Target } from "../../lowering/target.ts";
import type { Value } from "../program/program.ts";
import { type Meaning, mapTensors } from "./meaning.ts";

/** What the values of a region and of those around it stand for, in the graph of the region. */
export class Environment {
  readonly target: Target;
  readonly #outer: Environment | undefined;
  readonly #meanings = new Map<Value, Meaning>();

  /** @param outer - that of the region around; a function has none */
  constructor(target: Target, outer?: Environment) {
    this.target = target;
    this.#outer = outer;
  }

  define(value: Value, meaning: Meaning): void {
    this.#meanings.set(value, meaning);
  }

  /** Undefined for a value that is not made here. */
  find(value: Value): Meaning | undefined {
    const own = this.#meanings.get(value);
    if (own !== undefined || this.#outer === undefined) return own;
    const outer = this.#outer.find(value);
    if (outer === undefined || this.#outer.target === this.target) return outer;
    const { target } = this.#outer;
    return mapTensors(outer, (id: TensorId) => this.target.from(target, id));
  }
}
