const SLOTS = 1 << 13;
const LONGEST = 250;

/**
 * Strings of bytes that come again and again: making one from bytes costs more than to find it. Each
 * has one slot; another one takes its place.
 */
export class WordCache {
  readonly #slots: string[] = new Array<string>(SLOTS).fill("");

  /** The bytes from `start` to `end` as characters. */
  text(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > LONGEST) return bytes.toString("latin1", start, end);
    let hash = length;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    const known = this.#slots[slot] as string;
    if (known.length === length && isAt(bytes, start, known)) return known;
    const text = bytes.toString("latin1", start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function isAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[start + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}
