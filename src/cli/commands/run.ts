import { extname } from "node:path";
import { formatType } from "../../graph/tensor-type.ts";
import type { Context, RunOptions, RunResult } from "../api.ts";
import { readArrays, storedForm, writeArrays } from "../arrays.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Io, readAll } from "../io.ts";
import { MESSAGES, wrongUsage } from "../messages.ts";
import { toRecord } from "../options.ts";
import type { ModelFlags } from "../shared-options.ts";

/** Options of `ace run`, as the command line has them. */
export interface RunFlags extends ModelFlags {
  readonly inputs?: readonly string[];
  readonly outputs: string;
  readonly intermediates?: "all" | readonly string[];
  readonly maxSteps?: number;
  readonly quiet?: boolean;
}

/** Executes a model and writes what comes out; the file is whole or not there. */
export async function runCommand(
  model: string,
  flags: RunFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  checkOutputs(flags.outputs);
  const { run } = await api();
  const options = optionsOf(flags);
  const result =
    model === "-"
      ? run(await readAll(io.stdin), { name: "stdin", ...options })
      : run(model, options);
  await write(result, flags, io);
  return EXIT.fine;
}

function checkOutputs(path: string): void {
  if (extname(path) === ".npz") return;
  throw wrongUsage(
    "write",
    path,
    "a name that ends in .npz",
    extname(path) || "none",
    "--outputs out.npz",
  );
}

function optionsOf(flags: RunFlags): RunOptions {
  const { inputs, dim, value, trips, weights, intermediates, maxSteps } = flags;
  return {
    inputs: readArrays(inputs ?? []),
    dims: toRecord(dim),
    values: toRecord(value),
    trips: toRecord(trips),
    ...(weights === undefined ? {} : { weights }),
    ...(intermediates === undefined ? {} : { intermediates }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
  };
}

async function write(result: RunResult, { outputs, quiet }: RunFlags, io: Io): Promise<void> {
  const tensors = new Map([...(result.intermediates ?? []), ...result.outputs]);
  writeArrays(outputs, tensors);
  if (quiet === true) return;
  for (const [name, tensor] of tensors) {
    await io.stderr.write(MESSAGES.output(name, formatType(tensor.type), storedForm(tensor)));
  }
  await io.stderr.write(MESSAGES.written(outputs, tensors.size));
}
