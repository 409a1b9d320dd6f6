import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { AceError } from "../errors.ts";
import { systemMessage } from "./system-message.ts";

const LARGEST_CALL = 2 ** 30;

/**
 * Writes a file whole or not at all: beside it under another name, then renamed.
 *
 * An existing file keeps its mode, a link stays a link; a device or pipe is written to directly.
 *
 * @throws {AceError} `output-failed`; what was at `path` is then still there
 */
export function writeWholeFile(path: string, bytes: Uint8Array): void {
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing === undefined || existing.isFile()) replaceFile(path, bytes, existing);
    else writeFileSync(path, bytes);
  } catch (cause) {
    throw outputFailure(path, cause);
  }
}

/** The error for a file that cannot be written, for what the system says of it. */
export function outputFailure(path: string, cause: unknown): AceError {
  const got = systemMessage(cause);
  const reason = { action: "write", subject: path, expected: "a writable file", got };
  return new AceError("output-failed", reason, { where: { file: path }, cause });
}

function replaceFile(path: string, bytes: Uint8Array, existing: Stats | undefined): void {
  const target = existing === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.ace-${randomBytes(8).toString("hex")}.tmp`);
  try {
    writeSynced(temporary, bytes, existing?.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeSynced(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const fd = openSync(path, "wx");
  try {
    if (mode !== undefined) fchmodSync(fd, mode);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(fd, bytes, done, Math.min(bytes.length - done, LARGEST_CALL));
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
