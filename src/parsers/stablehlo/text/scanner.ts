import { AceError } from "../../../errors.ts";
import { DIGIT, HEX_DIGIT, isClass, PART_OF_SUFFIX, PART_OF_WORD } from "./characters.ts";
import { lineAndColumn } from "./line-and-column.ts";
import { spaced } from "./spaced.ts";
import { unescaped } from "./string-escapes.ts";
import { WordCache } from "./word-cache.ts";

const MOST_LEVELS = 200;
const MOST_SHOWN = 40;
const LONGEST_NUMBER = 1000;

const SPACE = 32;
const QUOTE = 34;
const SLASH = 47;
const BACKSLASH = 92;
const NEWLINE = 10;
const MOST_ASCII = 126;

/** Marks that belong to the name after them: `"`, `%`, `@`, `#`, `^`, `!`. */
const SIGILS: readonly number[] = [QUOTE, 37, 64, 35, 94, 33];

/** Words come again in other texts of a program too: each of its constants is read as one. */
const WORDS = new WordCache();

/** Reads a text of MLIR byte by byte; white space and `//` comments separate what it reads. */
export class Scanner {
  readonly bytes: Buffer;
  #at = 0;
  #level = 0;
  #separators = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#skip();
  }

  /** Where the next thing begins, in bytes. */
  get at(): number {
    return this.#at;
  }

  /** Lines `// -----` so far: they separate modules. */
  get separators(): number {
    return this.#separators;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  /** The next byte; 0 at the end. */
  get next(): number {
    return this.bytes[this.#at] ?? 0;
  }

  /** True where the text is ahead; a word may still go on after it. */
  sees(text: string): boolean {
    const { bytes } = this;
    for (let i = 0; i < text.length; i++) {
      if (bytes[this.#at + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Goes on after a mark; false where something else is ahead. */
  take(mark: string): boolean {
    if (!this.sees(mark)) return false;
    this.#goTo(this.#at + mark.length);
    return true;
  }

  /** Goes on after a mark that must be ahead. */
  expect(mark: string): void {
    if (!this.take(mark)) this.fail(mark);
  }

  /** True where exactly this word is ahead. */
  seesWord(word: string): boolean {
    return this.sees(word) && !isClass(this.bytes[this.#at + word.length], PART_OF_WORD);
  }

  takeWord(word: string): boolean {
    if (!this.seesWord(word)) return false;
    this.#goTo(this.#at + word.length);
    return true;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.fail(word);
  }

  /** A word: letters, digits, `_`, `$` and dots. */
  word(expected = "a word"): string {
    const end = this.#endOf(this.#at, PART_OF_WORD);
    if (end === this.#at || isClass(this.next, DIGIT)) this.fail(expected);
    return this.#taken(this.#at, end);
  }

  /** A name after a mark: `@main`, `#loc3`, `^bb0`; without the mark. */
  suffix(mark: string): string {
    if (!this.sees(mark)) this.fail(`${mark} and a name`);
    const start = this.#at + 1;
    if (this.bytes[start] === QUOTE) {
      this.#at = start;
      return this.string();
    }
    const end = this.#endOf(start, PART_OF_SUFFIX);
    if (end === start) this.fail(`${mark} and a name`);
    return this.#taken(start, end);
  }

  /** The name of a value, `%12`, with its mark. */
  valueName(): string {
    const end = this.#endOf(this.#at + 1, PART_OF_SUFFIX);
    if (end === this.#at + 1 || !this.sees("%")) this.fail("% and a name");
    return this.#taken(this.#at, end);
  }

  /** True where a digit is ahead, or a minus sign. */
  get seesNumber(): boolean {
    return isClass(this.next, DIGIT) || this.sees("-");
  }

  /** A number as it is spelled: decimal, hexadecimal or with an exponent. */
  number(): string {
    const { bytes } = this;
    let end = this.#at;
    if (bytes[end] === 45) end++;
    const first = end;
    if (bytes[end] === 48 && bytes[end + 1] === 120 && isClass(bytes[end + 2], HEX_DIGIT)) {
      end = this.#endOf(end + 2, HEX_DIGIT);
    } else {
      end = this.#endOf(end, DIGIT);
      if (end > first && bytes[end] === 46) end = this.#fraction(end);
    }
    if (end === first) this.fail("a number");
    if (end - first > LONGEST_NUMBER) this.fail(`a number of at most ${LONGEST_NUMBER} characters`);
    return this.#taken(this.#at, end);
  }

  /** A whole number that is no size of memory: kept small. */
  integer(): number {
    const at = this.#at;
    const text = this.number();
    const value = Number(text);
    if (!Number.isSafeInteger(value)) this.failAt(at, "a whole number", text);
    return value;
  }

  /** What a string holds, escapes resolved. */
  string(): string {
    const { bytes } = this;
    if (this.next !== QUOTE) this.fail("a string");
    const start = this.#at + 1;
    let isPlain = true;
    let end = start;
    for (; end < bytes.length && bytes[end] !== QUOTE; end++) {
      const byte = bytes[end] as number;
      if (byte === BACKSLASH) end++;
      if (byte === BACKSLASH || byte > MOST_ASCII) isPlain = false;
    }
    if (end >= bytes.length) this.fail("a string that ends");
    const value = isPlain ? this.latin1(start, end) : unescaped(bytes.subarray(start, end));
    this.#goTo(end + 1);
    return value;
  }

  /** The characters between two places, a byte each; short ones that were met before are the same. */
  latin1(start: number, end: number): string {
    return WORDS.text(this.bytes, start, end);
  }

  /** Goes on after everything up to the mark that closes what is open, which is not taken. */
  balanced(close: string): string {
    const start = this.#at;
    const end = this.#closing(start, close.charCodeAt(0));
    this.#goTo(end);
    return this.bytes.toString("utf8", start, end);
  }

  /** What stands up to the mark that closes what is open, with single spaces; the mark is taken. */
  enclosed(close: string): string {
    const text = spaced(this.balanced(close));
    this.expect(close);
    return text;
  }

  /** Goes on at a byte that has been looked for. */
  goTo(at: number): void {
    this.#goTo(at);
  }

  /** The text between two places. */
  text(start: number, end: number): string {
    return this.bytes.toString("utf8", start, end);
  }

  /** Items separated by commas up to the mark that closes them, which is taken. */
  items(close: string, item: () => void): void {
    if (this.take(close)) return;
    do item();
    while (this.take(","));
    if (!this.take(close)) this.fail(`, or ${close}`);
  }

  /** Items separated by commas. The array has room for no more, as most of them live long. */
  list<T>(item: () => T): T[] {
    const first = item();
    if (!this.take(",")) return [first];
    const second = item();
    if (!this.take(",")) return [first, second];
    const all = [first, second];
    do all.push(item());
    while (this.take(","));
    return all.slice();
  }

  /** The same up to the mark that closes them. */
  listUpTo<T>(close: string, item: () => T): T[] {
    if (this.take(close)) return [];
    const all = this.list(item);
    if (!this.take(close)) this.fail(`, or ${close}`);
    return all;
  }

  /** Runs `body` one level deeper; a text may not nest without end. */
  nested<T>(body: () => T): T {
    if (++this.#level > MOST_LEVELS) this.fail(`at most ${MOST_LEVELS} levels of nesting`);
    const result = body();
    this.#level--;
    return result;
  }

  /**
   * Refuses what is ahead.
   *
   * @throws {AceError} `malformed-model` with line and column, both from 1
   */
  fail(expected: string): never {
    return this.failAt(this.#at, expected, this.#shown(this.#at));
  }

  failAt(at: number, expected: string, got: string): never {
    throw new AceError(
      "malformed-model",
      { action: "read", subject: "the text", expected, got },
      { where: lineAndColumn(this.bytes, at) },
    );
  }

  /** What is ahead, for a message: a word, with the mark before it, or a mark. */
  #shown(at: number): string {
    const { bytes } = this;
    if (at >= bytes.length) return "the end of the text";
    const isWord = isClass(bytes[at], PART_OF_SUFFIX) || SIGILS.includes(bytes[at] as number);
    let end = isWord ? this.#endOf(at + 1, PART_OF_SUFFIX) : at + 1;
    while (((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
    const text = bytes.toString("utf8", at, Math.min(end, at + MOST_SHOWN));
    return end > at + MOST_SHOWN ? `${text}…` : text;
  }

  /** Where characters of a kind end that begin at `start`. */
  #endOf(start: number, kind: number): number {
    const { bytes } = this;
    let end = start;
    while (isClass(bytes[end], kind)) end++;
    return end;
  }

  /** What stands up to `end`; the text goes on there. */
  #taken(start: number, end: number): string {
    const text = this.latin1(start, end);
    this.#goTo(end);
    return text;
  }

  #fraction(dot: number): number {
    const { bytes } = this;
    const end = this.#endOf(dot + 1, DIGIT);
    if (bytes[end] !== 101 && bytes[end] !== 69) return end;
    const isSigned = bytes[end + 1] === 43 || bytes[end + 1] === 45;
    const exponent = end + (isSigned ? 2 : 1);
    const last = this.#endOf(exponent, DIGIT);
    return last === exponent ? end : last;
  }

  /** Where the bracket closes that is open before `start`. */
  #closing(start: number, close: number): number {
    const { bytes } = this;
    const open: number[] = [close];
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === open.at(-1)) {
        // An arrow closes nothing.
        if (byte === 62 && bytes[at - 1] === 45) continue;
        open.pop();
        if (open.length === 0) return at;
      } else if (byte === QUOTE) {
        at++;
        while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      } else if (CLOSING.has(byte)) {
        if (open.length > MOST_LEVELS) this.failAt(at, "fewer brackets", this.#shown(at));
        open.push(CLOSING.get(byte) as number);
      }
    }
    return this.failAt(start, `${String.fromCharCode(close)} somewhere`, "the end of the text");
  }

  #goTo(at: number): void {
    this.#at = at;
    this.#skip();
  }

  #skip(): void {
    const { bytes } = this;
    for (;;) {
      let byte = bytes[this.#at];
      while (byte === SPACE || byte === NEWLINE || byte === 9 || byte === 13) {
        byte = bytes[++this.#at];
      }
      if (byte !== SLASH || bytes[this.#at + 1] !== SLASH) return;
      if (this.sees("// -----")) this.#separators++;
      const end = bytes.indexOf(NEWLINE, this.#at);
      this.#at = end < 0 ? bytes.length : end + 1;
    }
  }
}

const CLOSING: ReadonlyMap<number, number> = new Map([
  [40, 41],
  [91, 93],
  [123, 125],
  [60, 62],
]);
