import { AceError } from "../errors.ts";
import { IntColumn } from "./int-column.ts";

const CHUNK_SHIFT = 16;
const CHUNK = 1 << CHUNK_SHIFT;
const FIRST_CHUNK = 1 << 10;
const SHORT = 64;
const MOST_CHUNKS = 1 << (31 - CHUNK_SHIFT);

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A growing list of byte strings: names as a file has them, decoded when someone wants to read
 * them. An entry costs its bytes and eight more.
 */
export class ByteList {
  readonly #chunks: Uint8Array[] = [];
  #free = 0;
  /** Number of the chunk x chunk size + offset in it; longer strings have chunks of their own. */
  readonly #places = new IntColumn();
  readonly #lengths = new IntColumn();

  get length(): number {
    return this.#places.length;
  }

  /** Appends the bytes from `start` up to `end`. */
  push(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const place = this.#reserve(length);
    const chunk = this.#chunkAt(place);
    const to = place & (CHUNK - 1);
    for (let i = 0; i < length; i++) chunk[to + i] = bytes[start + i] as number;
    this.#places.push(place);
    this.#lengths.push(length);
  }

  lengthOf(index: number): number {
    return this.#lengths.at(index);
  }

  /** The bytes of an entry, a view that stays as it is. */
  bytes(index: number): Uint8Array {
    const place = this.#places.at(index);
    const start = place & (CHUNK - 1);
    return this.#chunkAt(place).subarray(start, start + this.#lengths.at(index));
  }

  /** An entry that is UTF-8, as text. */
  text(index: number): string {
    const bytes = this.bytes(index);
    return shortAscii(bytes) ?? decoder.decode(bytes);
  }

  equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#lengths.at(index) !== length) return false;
    const place = this.#places.at(index);
    const chunk = this.#chunkAt(place);
    const from = place & (CHUNK - 1);
    // From the end: names in one network start alike.
    for (let i = length - 1; i >= 0; i--) if (chunk[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #chunkAt(place: number): Uint8Array {
    return this.#chunks[place >>> CHUNK_SHIFT] as Uint8Array;
  }

  /** Room for `length` bytes in one chunk. */
  #reserve(length: number): number {
    const last = this.#chunks.at(-1);
    if (last === undefined || this.#free + length >= last.length) {
      if (this.#chunks.length === MOST_CHUNKS) throw tooMany();
      const size = last === undefined ? FIRST_CHUNK : CHUNK;
      this.#chunks.push(new Uint8Array(Math.max(length, size)));
      this.#free = 0;
    }
    const place = ((this.#chunks.length - 1) << CHUNK_SHIFT) | this.#free;
    this.#free += length;
    return place;
  }
}

/** The text of few bytes that are ASCII, as names are as a rule; a decoder costs more than they do. */
export function shortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > SHORT) return undefined;
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return undefined;
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

function tooMany(): AceError {
  return new AceError("too-large", {
    action: "hold",
    subject: "the names of the model",
    expected: "at most 2 GiB",
    got: "more",
  });
}
