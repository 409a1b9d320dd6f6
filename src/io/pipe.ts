import { readSync } from "node:fs";
import { AceError } from "../errors.ts";
import { fileFailure } from "./unreadable.ts";

/** Most that is read from something without a size, in bytes: 4 GiB. */
const LARGEST_PIPE = 2 ** 32;
const FIRST_CHUNK = 1 << 16;
const LARGEST_CHUNK = 1 << 26;
const WAIT_MS = 5;

/**
 * All bytes from the current place of an open pipe, device or file to its end.
 *
 * @throws {AceError} `unreadable-file`; `too-large` beyond `limit` bytes
 */
export function readToEnd(name: string, fd: number, limit = LARGEST_PIPE): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let chunk = new Uint8Array(FIRST_CHUNK);
  let used = 0;
  for (;;) {
    const count = readSome(name, fd, chunk.subarray(used));
    if (count === 0) break;
    used += count;
    size += count;
    if (size > limit) throw tooLarge(name, limit);
    if (used < chunk.length) continue;
    chunks.push(chunk);
    chunk = new Uint8Array(Math.min(chunk.length * 2, LARGEST_CHUNK));
    used = 0;
  }
  chunks.push(chunk.subarray(0, used));
  return joined(chunks, size);
}

/** One read; waits where the other end has nothing yet and the pipe does not block. */
function readSome(name: string, fd: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, into);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw fileFailure(name, cause);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(name: string, limit: number): AceError {
  return new AceError(
    "too-large",
    { action: "read", subject: name, expected: `at most ${limit} bytes`, got: "more" },
    { where: { file: name } },
  );
}
