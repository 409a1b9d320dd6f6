import type { OriginId } from "../../graph/graph.ts";
import { expectKnown } from "./expect-known.ts";

/** Names of the loops of a model, and how often the user says that they run. */
export class LoopTrips {
  readonly #given: Readonly<Record<string, number>>;
  readonly #names = new Map<OriginId, string>();
  readonly #taken = new Set<string>();
  /** For nodes of one name, the number at which the search for a free one goes on. */
  readonly #next = new Map<string, number>();
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
      this.#taken.add(name);
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
    if (!this.#taken.has(node)) return node;
    let count = this.#next.get(node) ?? 2;
    while (this.#taken.has(`${node}#${count}`)) count++;
    this.#next.set(node, count);
    return `${node}#${count}`;
  }
}
