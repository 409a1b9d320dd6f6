import type { Scanner } from "./scanner.ts";

/** Longer texts, and more of them, are read each time. */
const LONGEST = 250;
const MOST = 4096;

const LESS = 60;
const GREATER = 62;
const MINUS = 45;

/** Strings, brackets and comments, which may hold the mark: `"`, `{`, `/`. */
const OTHERS: readonly number[] = [34, 123, 47];

/** What short texts between brackets were read as: most come again and again, and are read once. */
export class KnownTexts<T> {
  readonly #known = new Map<string, T>();
  readonly #close: number;

  /** @param close - the mark that ends the texts */
  constructor(close: string) {
    this.#close = close.charCodeAt(0);
  }

  /** What is ahead, read by `read` where it is not known. */
  get(scanner: Scanner, read: () => T): T {
    const { at } = scanner;
    const end = this.#end(scanner.bytes, at);
    if (end === undefined) return read();
    const key = scanner.latin1(at, end);
    const known = this.#known.get(key);
    if (known !== undefined) {
      scanner.goTo(end);
      return known;
    }
    const value = read();
    if (this.#known.size < MOST) this.#known.set(key, value);
    return value;
  }

  /** After the mark that ends the text; undefined where it takes more to find it. */
  #end(bytes: Uint8Array, start: number): number | undefined {
    let depth = 0;
    for (let at = start + 1; at < start + LONGEST; at++) {
      const byte = bytes[at];
      if (byte === this.#close) return depth === 0 ? at + 1 : undefined;
      if (byte === LESS) depth++;
      else if (byte === GREATER && bytes[at - 1] !== MINUS) depth--;
      else if (byte === undefined || OTHERS.includes(byte)) return undefined;
    }
    return undefined;
  }
}
