import { lineAndColumn } from "../../stablehlo/text/line-and-column.ts";
import { malformed } from "../malformed.ts";

const MOST_LEVELS = 200;
const MOST_SHOWN = 40;

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const PERCENT = 37;
const STAR = 42;
const COMMA = 44;
const SLASH = 47;
const BACKSLASH = 92;

/** Reads HLO text byte by byte; white space and both kinds of comments separate what it reads. */
export class HloScanner {
  readonly bytes: Buffer;
  readonly #file: string;
  #at = 0;
  #level = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    this.skip();
  }

  /** Where the next thing begins, in bytes. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  /** True where the mark, of one character or more, is ahead. */
  sees(mark: string): boolean {
    for (let i = 0; i < mark.length; i++) {
      if (this.bytes[this.#at + i] !== mark.charCodeAt(i)) return false;
    }
    return true;
  }

  take(mark: string): boolean {
    if (!this.sees(mark)) return false;
    this.goTo(this.#at + mark.length);
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) this.fail(mark);
  }

  /** Goes on after a word that is ahead as a whole. */
  takeWord(word: string): boolean {
    if (!this.sees(word) || isPart(this.bytes[this.#at + word.length])) return false;
    this.goTo(this.#at + word.length);
    return true;
  }

  /** Letters, digits, `_`, `.` and `-`, but for the `-` of an arrow. */
  word(expected: string): string {
    const { bytes } = this;
    let end = this.#at;
    while (isPart(bytes[end])) end++;
    if (end < bytes.length && bytes[end] === 62 && bytes[end - 1] === 45) end--;
    if (end <= this.#at) this.fail(expected);
    const word = bytes.toString("latin1", this.#at, end);
    this.goTo(end);
    return word;
  }

  /** The name of an instruction or computation, with or without its `%`. */
  name(expected: string): string {
    if (this.bytes[this.#at] === PERCENT) this.#at++;
    return this.word(expected);
  }

  /** A whole number of 0 and more. */
  size(expected: string): number {
    const { at } = this;
    const word = this.word(expected);
    const value = Number(word);
    if (!/^\d+$/.test(word) || !Number.isSafeInteger(value)) this.failAt(at, expected, word);
    return value;
  }

  /** The value of an attribute as written, up to a comma, the end of the line or a closing bracket. */
  value(): string {
    const start = this.#at;
    const end = this.#valueEnd(start);
    if (end === start) this.fail("the value of an attribute");
    this.goTo(end);
    const text = this.bytes.toString("utf8", start, end).trimEnd();
    return text.includes("/*") && !text.includes('"') ? withoutComments(text) : text;
  }

  /** Passes over what is between two brackets, the first of which is ahead. */
  skipBalanced(): void {
    const end = this.closing();
    this.goTo(end + 1);
  }

  /** Where the bracket closes that is ahead. */
  closing(): number {
    const { bytes } = this;
    let depth = 0;
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) at = this.#stringEnd(at);
      else if (isOpening(byte)) depth++;
      else if (isClosing(byte) && --depth === 0) {
        if (byte - (bytes[this.#at] as number) > 2) break;
        return at;
      }
    }
    return this.fail("a bracket that closes");
  }

  /** Passes over a line. */
  skipLine(): void {
    const end = this.bytes.indexOf(NEWLINE, this.#at);
    this.goTo(end < 0 ? this.bytes.length : end + 1);
  }

  /** Runs `body` one level deeper; a text may not nest without end. */
  nested<T>(body: () => T): T {
    if (++this.#level > MOST_LEVELS) this.fail(`at most ${MOST_LEVELS} levels of nesting`);
    const result = body();
    this.#level--;
    return result;
  }

  /** Goes on at a byte. */
  goTo(at: number): void {
    this.#at = at;
    this.skip();
  }

  /** Passes over white space and comments. */
  skip(): void {
    const { bytes } = this;
    for (;;) {
      let byte = bytes[this.#at];
      while (byte === SPACE || byte === NEWLINE || byte === 9 || byte === 13) {
        byte = bytes[++this.#at];
      }
      const next = bytes[this.#at + 1];
      if (byte !== SLASH || (next !== SLASH && next !== STAR)) return;
      const end = bytes.indexOf(next === STAR ? "*/" : "\n", this.#at + 2, "latin1");
      if (end < 0) {
        if (next === STAR) this.fail("a comment that ends");
        this.#at = bytes.length;
      } else {
        this.#at = end + (next === STAR ? 2 : 1);
      }
    }
  }

  /**
   * Refuses what is ahead.
   *
   * @throws {AceError} `malformed-model` with line and column, both from 1
   */
  fail(expected: string): never {
    return this.failAt(this.#at, expected, this.#shown());
  }

  failAt(at: number, expected: string, got: string): never {
    return malformed("the HLO text", expected, got, this.place(at));
  }

  /** File, line and column of a byte. */
  place(at: number): { file: string; line: number; column: number } {
    return { file: this.#file, ...lineAndColumn(this.bytes, at) };
  }

  #valueEnd(start: number): number {
    const { bytes } = this;
    let depth = 0;
    let at = start;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) at = this.#stringEnd(at);
      else if (isOpening(byte)) depth++;
      else if (isClosing(byte) && --depth < 0) break;
      else if (depth === 0 && (byte === COMMA || byte === NEWLINE)) break;
    }
    return Math.min(at, bytes.length);
  }

  #stringEnd(start: number): number {
    const { bytes } = this;
    let at = start + 1;
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    return at;
  }

  #shown(): string {
    if (this.isAtEnd) return "the end of the text";
    const { bytes } = this;
    let end = this.#at + 1;
    if (isPart(bytes[this.#at])) while (isPart(bytes[end])) end++;
    return bytes.toString("utf8", this.#at, Math.min(end, this.#at + MOST_SHOWN));
  }
}

function withoutComments(text: string): string {
  let out = "";
  let from = 0;
  for (let start = text.indexOf("/*"); start >= 0; start = text.indexOf("/*", from)) {
    const end = text.indexOf("*/", start + 2);
    out += text.slice(from, start);
    from = end < 0 ? text.length : end + 2;
    if (end < 0) break;
  }
  return out + text.slice(from);
}

/** True for a byte of a name. */
function isPart(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const isLetter = (byte | 32) >= 97 && (byte | 32) <= 122;
  return isLetter || (byte >= 48 && byte <= 57) || byte === 95 || byte === 46 || byte === 45;
}

function isOpening(byte: number): boolean {
  return byte === 123 || byte === 91 || byte === 40;
}

function isClosing(byte: number): boolean {
  return byte === 125 || byte === 93 || byte === 41;
}
