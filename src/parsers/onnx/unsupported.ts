import { AceError } from "../../errors.ts";
import type { Origin } from "../../graph/graph.ts";
import type { Missing } from "../../graph/imported.ts";

interface Entry {
  readonly operator: string;
  readonly node: string;
  readonly reason: string;
  count: number;
  /** False where the types of its outputs are stated, so that the rest can be counted. */
  fatal: boolean;
}

/** Operators of one file that cannot be imported, all reported at once. */
export class UnsupportedOperators {
  readonly #entries = new Map<string, Entry>();

  add({ operator, name }: Origin, reason: string, fatal: boolean): void {
    const known = this.#entries.get(`${operator} ${reason}`);
    if (known === undefined) {
      this.#entries.set(`${operator} ${reason}`, {
        operator,
        node: name,
        reason,
        count: 1,
        fatal,
      });
    } else {
      known.count++;
      known.fatal ||= fatal;
    }
  }

  /** @throws {AceError} `unsupported-operator` that lists all, where one leaves types unknown */
  throwIfFatal(strict: boolean): void {
    const entries = [...this.#entries.values()];
    if (!entries.some((entry) => entry.fatal || strict)) return;
    const list = entries.map(({ operator, count, node, reason }) => {
      const times = count === 1 ? "" : ` (${count} nodes)`;
      return `${operator}${times} at ${node}: ${reason}`;
    });
    throw new AceError("unsupported-operator", {
      action: "import",
      subject: "the graph",
      expected: "operators that are supported",
      got: list.join("; "),
    });
  }

  /** What the operators that were left out make uncertain. */
  missing(): readonly Missing[] {
    return [...this.#entries.values()].map(({ operator, count, node, reason }) => ({
      code: "unsupported-operator",
      where: { node, operator },
      reason: `${operator}${count === 1 ? "" : ` (${count} nodes)`} is not counted: ${reason}`,
      touches: ["work", "widths", "storage", "memory"] as const,
    }));
  }
}
