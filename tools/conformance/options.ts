import { parseArgs } from "node:util";

export interface ConformanceOptions {
  /** Only suites whose name begins so. */
  readonly only: string;
  /** One JSON document in place of text. */
  readonly json: boolean;
  /** Names every case that is not equal, with its reason. */
  readonly verbose: boolean;
  /** Writes what is better into the ratchet. */
  readonly update: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm run conformance -- [--only SUITE] [--json] [--verbose] [--update]

Runs every suite of operator tests that is there and says how its cases come out.

  --only SUITE  only suites whose name begins so, such as fixtures/ or onnx/node
  --json        one JSON document
  --verbose     every case that is not equal, with its reason
  --update      write tools/conformance/ratchet.json, which may only get better

Exit codes: 0 fine; 1 a case is different or failed, something is worse than the ratchet says, or an
operator of tiers 0 to 2 has no equal case; 2 wrong usage`;

/** @throws {TypeError} where an option is not known */
export function conformanceOptions(args: readonly string[]): ConformanceOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", default: "" },
      json: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  return values;
}
