import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { AceError } from "../errors.ts";
import { readToEnd } from "./pipe.ts";
import { fileFailure, outsideFile } from "./unreadable.ts";

/** Bytes that are read by range, synchronously. */
export interface ByteSource {
  /** What the user calls it: the path as given, `standard input`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /**
   * The bytes of a range; may be a view on shared memory, which stays as it is.
   *
   * @throws {AceError} `unreadable-file` when the range is not inside, `too-large`
   */
  read(offset: number, length: number): Uint8Array;
  /**
   * Fills `bytes` with what begins at `offset`.
   *
   * @throws {AceError} `unreadable-file` when the range is not inside
   */
  readInto(offset: number, bytes: Uint8Array): void;
  close(): void;
}

/** Reads up to this size share one piece of memory, so that they do not allocate one each. */
const SMALL_READ = 1 << 12;
const SLAB_SIZE = 1 << 16;
/** The system reads less than 2 GiB at once. */
const LARGEST_CALL = 2 ** 30;

/** Bytes in memory. */
export function bufferSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      expectInside(this, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    readInto(offset, target) {
      target.set(this.read(offset, target.length));
    },
    close() {},
  };
}

/**
 * A file, read by range as it is asked for; a pipe or device is read to its end at once.
 *
 * @throws {AceError} `unreadable-file`; `too-large` for a pipe of more than 4 GiB
 */
export function fileSource(path: string): ByteSource {
  const fd = open(path);
  try {
    const stat = fstatSync(fd);
    if (stat.isFile()) return new FileSource(path, stat.size, fd);
    const bytes = readToEnd(path, fd);
    closeSync(fd);
    return bufferSource(path, bytes);
  } catch (error) {
    closeSync(fd);
    throw error instanceof AceError ? error : fileFailure(path, error);
  }
}

/**
 * All bytes of a file, pipe or device.
 *
 * @throws {AceError} as {@link fileSource}
 */
export function readWholeFile(path: string): Uint8Array {
  const source = fileSource(path);
  try {
    return source.read(0, source.size);
  } finally {
    source.close();
  }
}

/**
 * Everything that comes in at standard input.
 *
 * @throws {AceError} `unreadable-file`; `too-large` beyond 4 GiB
 */
export function readStandardInput(): ByteSource {
  const name = "standard input";
  return bufferSource(name, readToEnd(name, 0));
}

class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  #fd: number | undefined;
  #slab = new Uint8Array(0);
  #slabUsed = 0;

  constructor(name: string, size: number, fd: number) {
    this.name = name;
    this.size = size;
    this.#fd = fd;
  }

  read(offset: number, length: number): Uint8Array {
    expectInside(this, offset, length);
    const bytes = this.#memory(length);
    this.readInto(offset, bytes);
    return bytes;
  }

  readInto(offset: number, bytes: Uint8Array): void {
    const { length } = bytes;
    expectInside(this, offset, length);
    let done = 0;
    while (done < length) {
      const count = this.#readOnce(offset + done, bytes, done);
      if (count === 0) throw outsideFile(this.name, offset, length, offset + done);
      done += count;
    }
  }

  close(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }

  #readOnce(offset: number, bytes: Uint8Array, start: number): number {
    if (this.#fd === undefined) throw fileFailure(this.name, new Error("a closed file"));
    try {
      const length = Math.min(bytes.length - start, LARGEST_CALL);
      return readSync(this.#fd, bytes, start, length, offset);
    } catch (cause) {
      throw fileFailure(this.name, cause);
    }
  }

  #memory(length: number): Uint8Array {
    if (length > SMALL_READ) return newBytes(this.name, length);
    if (this.#slabUsed + length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_SIZE);
      this.#slabUsed = 0;
    }
    const start = this.#slabUsed;
    this.#slabUsed += length;
    return this.#slab.subarray(start, start + length);
  }
}

function newBytes(name: string, length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    const reason = {
      action: "read",
      subject: name,
      expected: "memory for the part that is asked for",
      got: `too little for ${length} bytes`,
    };
    throw new AceError("too-large", reason, { where: { file: name }, cause });
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw fileFailure(path, cause);
  }
}

function expectInside(source: ByteSource, offset: number, length: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (whole && offset >= 0 && length >= 0 && offset + length <= source.size) return;
  throw outsideFile(source.name, offset, length, source.size);
}
