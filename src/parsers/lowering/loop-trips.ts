import type { OriginId } from "../../graph/graph.ts";
import { expectKnown } from "./expect-known.ts";

/** Names of the loops of a model, and how often the user says that they run. */
export class LoopTrips {
  readonly #given: Readonly<Record<string, number>>;
  readonly #names = new Map<OriginId, string>();
  #nameless = 0;

  constructor(given: Readonly<Record<string, number>>) {
    this.#given = given;
  }

  /** The name of a loop: its node's, else `while#K`, counted from 1 in program order. */
  nameOf(loop: OriginId, node: string): string {
    let name = this.#names.get(loop);
    if (name === undefined) {
      name = node === "" ? `while#${++this.#nameless}` : this.#unique(node);
      this.#names.set(loop, name);
    }
    return name;
  }

  /** How often the user says that it runs. */
  of(name: string): number | undefined {
    return Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
  }

  /** @throws {AceError} `wrong-usage` for a loop that the model does not have */
  checkNames(): void {
    expectKnown("loop", Object.keys(this.#given), [...this.#names.values()]);
  }

  #unique(node: string): string {
    const taken = new Set(this.#names.values());
    let name = node;
    for (let count = 2; taken.has(name); count++) name = `${node}#${count}`;
    return name;
  }
}
