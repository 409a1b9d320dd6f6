import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { AceError } from "../errors.ts";
import { systemMessage } from "./system-message.ts";

/** As long as others are waited for, where nobody says otherwise. */
const LONGEST_WAIT_MS = 10_000;
const PAUSE_MS = 20;
/** A lock of this age was left behind by a process that was ended. */
const STALE_MS = 60_000;

/**
 * Changes a file while no other process that asks the same way does: `FILE.lock` stands beside it.
 *
 * @throws {AceError} `output-failed` where the lock cannot be made, or another one keeps it
 */
export function exclusively<T>(path: string, change: () => T, waitMs = LONGEST_WAIT_MS): T {
  const lock = `${path}.lock`;
  takeLock(path, lock, waitMs);
  try {
    return change();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(path: string, lock: string, waitMs: number): void {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      closeSync(openSync(lock, "wx"));
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") {
        throw refuse(path, "a writable file", systemMessage(cause), cause);
      }
      if (waited >= waitMs) {
        throw refuse(path, "no other job to be writing it", `${lock}, which one has made`, cause);
      }
    }
    removeStale(lock);
    pause();
  }
}

function removeStale(lock: string): void {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made !== undefined && Date.now() - made > STALE_MS) rmSync(lock, { force: true });
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

function refuse(path: string, expected: string, got: string, cause: unknown): AceError {
  const reason = { action: "write", subject: path, expected, got };
  return new AceError("output-failed", reason, { where: { file: path }, cause });
}
