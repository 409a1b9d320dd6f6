import { parseArgs } from "node:util";

export interface CorpusOptions {
  /** Leaves out the executions that take seconds. */
  readonly quick: boolean;
  /** Only folders whose path in the corpus begins so. */
  readonly only: string;
  /** Names every case. */
  readonly verbose: boolean;
  /** Rewrites the list of what is unsupported and the ratchet. */
  readonly update: boolean;
}

export function corpusOptions(args: readonly string[]): CorpusOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      verbose: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
    },
  });
  return values;
}
