import { ByteList } from "./byte-list.ts";
import { IntColumn } from "./int-column.ts";

/** Index of a byte string in its table. */
export type ByteStringId = number;

const FEWEST_SLOTS = 16;
const MULTIPLIER = 0x85ebca6b;
const encoder = new TextEncoder();
const scratch = new Uint8Array(64);

/** Distinct byte strings, each with a small number. */
export class ByteStrings {
  readonly #list = new ByteList();
  readonly #hashes = new IntColumn();
  /** Open addressing: ids + 1, 0 where nothing is; at most half of them are used. */
  #slots = new Int32Array(FEWEST_SLOTS);

  get size(): number {
    return this.#list.length;
  }

  /**
   * The id of the bytes from `start` up to `end`, new where they are. The newest ones are tried
   * first: as a rule a node takes what the one before it made.
   */
  intern(bytes: Uint8Array, start: number, end: number): ByteStringId {
    const newest = this.size - 1;
    if (newest >= 0 && this.#list.equals(newest, bytes, start, end)) return newest;
    const hash = hashOf(bytes, start, end);
    const slot = this.#slotOf(hash, bytes, start, end);
    const known = this.#slots[slot] as number;
    if (known > 0) return known - 1;
    this.#list.push(bytes, start, end);
    this.#hashes.push(hash);
    this.#slots[slot] = this.size;
    if (this.size * 2 > this.#slots.length) this.#grow();
    return this.size - 1;
  }

  internText(text: string): ByteStringId {
    const length = asciiInto(scratch, text);
    if (length !== undefined) return this.intern(scratch, 0, length);
    const bytes = encoder.encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** The id of the bytes from `start` up to `end`; undefined where they were not interned. */
  find(bytes: Uint8Array, start: number, end: number): ByteStringId | undefined {
    const slot = this.#slotOf(hashOf(bytes, start, end), bytes, start, end);
    const known = this.#slots[slot] as number;
    return known > 0 ? known - 1 : undefined;
  }

  findText(text: string): ByteStringId | undefined {
    const length = asciiInto(scratch, text);
    if (length !== undefined) return this.find(scratch, 0, length);
    const bytes = encoder.encode(text);
    return this.find(bytes, 0, bytes.length);
  }

  /** A string that is UTF-8, as text. */
  text(id: ByteStringId): string {
    return this.#list.text(id);
  }

  isEmpty(id: ByteStringId): boolean {
    return this.#list.lengthOf(id) === 0;
  }

  /** The slot that holds these bytes, or the free one where they belong. */
  #slotOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === 0) return slot;
      const isAlike = this.#hashes.at(known - 1) === hash;
      if (isAlike && this.#list.equals(known - 1, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.#hashes.at(id) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** Four bytes at a time, mixed by a multiplication and a shift. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    const high = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
    hash = Math.imul(hash ^ low ^ (high << 16), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** Writes a short ASCII text into `bytes`, faster than an encoder; undefined for any other. */
function asciiInto(bytes: Uint8Array, text: string): number | undefined {
  if (text.length > bytes.length) return undefined;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return undefined;
    bytes[i] = code;
  }
  return text.length;
}
