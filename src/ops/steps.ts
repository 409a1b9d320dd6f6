import { AceError } from "../errors.ts";

/** How many nodes may still run: graphs with loops have no bound of their own. */
export class Steps {
  readonly #limit: number;
  #taken = 0;

  /** @param limit - most nodes, those in regions counted each time */
  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /** @throws {AceError} `too-large` where more would run than may */
  take(count: number): void {
    this.#taken += count;
    if (this.#taken <= this.#limit) return;
    throw new AceError(
      "too-large",
      {
        action: "execute",
        subject: "the graph",
        expected: `at most ${this.#limit} steps`,
        got: `${this.#taken}`,
      },
      { hint: `--max-steps ${this.#taken}` },
    );
  }
}
