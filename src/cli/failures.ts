import manifest from "../../package.json" with { type: "json" };
import { AceError } from "../errors.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { MESSAGES } from "./messages.ts";

/**
 * Tells of an error on standard error.
 *
 * @param where - what was being done, for an error that does not know its place
 * @returns the exit code for it
 */
export async function report(error: unknown, io: Io, where: string): Promise<ExitCode> {
  const code = exitCodeOf(error);
  const known = error instanceof AceError && code !== EXIT.bug;
  const { version } = manifest;
  await io.stderr.write(known ? MESSAGES.failure(error) : MESSAGES.bug(error, version, where));
  return code;
}
