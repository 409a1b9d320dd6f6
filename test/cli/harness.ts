import type { Api } from "../../src/cli/api.ts";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings extends Partial<Api> {
  readonly stdin?: string | Uint8Array;
  readonly env?: Io["env"];
  /** Width of the terminal; absent: the output goes into a pipe. */
  readonly terminal?: number;
  /** Fails every write to standard output. */
  readonly refuse?: Error;
}

/** Runs the command without a process. */
export async function ace(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const printed = { stdout: "", stderr: "" };
  const { stdin = "", env = {}, terminal, refuse, ...api } = surroundings;
  const io: Io = {
    stdin: once(stdin),
    stdout: {
      write: (text) => {
        if (refuse !== undefined) return Promise.reject(refuse);
        printed.stdout += text;
        return Promise.resolve();
      },
    },
    stderr: {
      write: (text) => {
        printed.stderr += text;
        return Promise.resolve();
      },
    },
    env,
    isTTY: terminal !== undefined,
    isErrorTTY: terminal !== undefined,
    columns: terminal,
  };
  const code = await run(args, io, () => Promise.resolve({ ...NOTHING, ...api }));
  return { code, ...printed };
}

async function* once(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(typeof input === "string" ? new TextEncoder().encode(input) : input);
}

const NOTHING: Api = {
  score: unexpected,
  bits: unexpected,
  run: unexpected,
  verify: unexpected,
  scoresOf: unexpected,
  compare: unexpected,
  check: unexpected,
  updateBaselines: unexpected,
  trend: unexpected,
  trendChart: unexpected,
  pareto: unexpected,
  paretoChart: unexpected,
};

function unexpected(): never {
  throw new Error("this test does not expect the call");
}
