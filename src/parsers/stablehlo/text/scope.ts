import type { Value } from "../program/program.ts";

/** Names of values that can be used at a place: those of the region and of the regions around it. */
export class ValueScope {
  readonly #outer: ValueScope | undefined;
  readonly #values = new Map<string, readonly Value[]>();

  constructor(outer: ValueScope | undefined) {
    this.#outer = outer;
  }

  /** @returns false where the name is taken */
  define(name: string, values: readonly Value[]): boolean {
    if (this.#outer?.find(name) !== undefined) return false;
    const { size } = this.#values;
    return this.#values.set(name, values).size > size;
  }

  /** The results that a name stands for. */
  find(name: string): readonly Value[] | undefined {
    return this.#values.get(name) ?? this.#outer?.find(name);
  }
}
