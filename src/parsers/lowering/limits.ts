import { AceError } from "../../errors.ts";

/** Graphs inside each other, functions and those of nodes together: each takes part of the stack. */
const DEEPEST = 200;
const MOST_INNER_NODES = 1 << 20;

/** What keeps an import bounded: calls may double at every level, loops run long. */
export class Limits {
  readonly #most: number;
  #staying = 0;
  #all = 0;

  /** @param most - nodes of functions and inner graphs that may become part of the graph */
  constructor(most: number = MOST_INNER_NODES) {
    this.#most = most;
  }

  /**
   * @param stays - false for a region, which may be given up again
   * @throws {AceError} `too-large`
   */
  enter(depth: number, nodes: number, stays: boolean): void {
    if (depth > DEEPEST) {
      throw tooLarge(`at most ${DEEPEST} functions and graphs inside each other`, "more");
    }
    this.#all += nodes + 1;
    if (stays) this.#staying += nodes + 1;
    this.expect(this.#staying);
    if (this.#all > MOST_INNER_NODES) this.expect(this.#all);
  }

  /** @throws {AceError} `too-large` for what would become more nodes than may be */
  expect(nodes: number): void {
    if (nodes <= this.#most) return;
    throw tooLarge(`at most ${this.#most} nodes in functions and graphs of nodes`, "more");
  }
}

function tooLarge(expected: string, got: string): AceError {
  return new AceError("too-large", { action: "import", subject: "the graph", expected, got });
}

/** For a function that would never end. */
export function recursive(name: string): AceError {
  return new AceError("invalid-graph", {
    action: "import",
    subject: `function ${name}`,
    expected: "functions that do not call themselves",
    got: "one that does",
  });
}
