import { AceError } from "../../errors.ts";
import type { Origin } from "../../graph/graph.ts";
import type { Missing } from "../../graph/imported.ts";

/** Codes of errors that mean: valid perhaps, but not supported here. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

/** True for what is valid perhaps, but not supported here. */
export function isUnsupported(error: AceError): boolean {
  return UNSUPPORTED.has(error.code);
}

/** Why something is left out, in the words of its error. */
export function reasonOf({ reason }: AceError): string {
  return `expected ${reason.expected}, got ${reason.got}`;
}

interface Entry {
  readonly operator: string;
  readonly node: string;
  readonly reason: string;
  readonly lacksValue: boolean;
  count: number;
  /** False where the types of its outputs are stated, so that the rest can be counted. */
  fatal: boolean;
}

/** What is wrong with one operator: the causes of the error that lists all. */
function alone({ operator, node, reason }: Entry): AceError {
  return new AceError(
    "unsupported-operator",
    { action: "import", subject: operator, expected: "it to be supported", got: reason },
    { where: { node, operator } },
  );
}

/** Operators of one file that cannot be imported, all reported at once. */
export class UnsupportedOperators {
  readonly #entries = new Map<string, Entry>();

  /** @param lacksValue - it could be imported if some elements were known */
  add({ operator, name }: Origin, reason: string, fatal: boolean, lacksValue = false): void {
    this.#count({ operator, node: name, reason, count: 1, fatal, lacksValue });
  }

  /** True where an operator was left out because an element is not known before the network runs. */
  get lackValues(): boolean {
    return [...this.#entries.values()].some(({ lacksValue }) => lacksValue);
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** @param isFatal - false where the types of what they are in are known all the same */
  absorb(other: UnsupportedOperators, isFatal = true): void {
    for (const entry of other.#entries.values()) {
      this.#count({ ...entry, fatal: entry.fatal && isFatal });
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
    throw new AceError(
      "unsupported-operator",
      {
        action: "import",
        subject: "the graph",
        expected: "operators that are supported",
        got: list.join("; "),
      },
      { cause: new AggregateError(entries.map(alone)) },
    );
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

  #count(entry: Entry): void {
    const key = `${entry.operator} ${entry.reason}`;
    const known = this.#entries.get(key);
    if (known === undefined) {
      this.#entries.set(key, entry);
      return;
    }
    known.count += entry.count;
    known.fatal ||= entry.fatal;
  }
}
