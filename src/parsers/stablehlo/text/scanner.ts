import { AceError } from "../../../errors.ts";

const MOST_LEVELS = 200;
const MOST_SHOWN = 40;

const SPACE = 32;
const QUOTE = 34;
const SLASH = 47;
const BACKSLASH = 92;
const NEWLINE = 10;

/** Characters of words, and which of them may begin one. */
const PART_OF_WORD = 1;
const PART_OF_SUFFIX = 2;
const DIGIT = 4;
const CLASSES = characterClasses();

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
    const word = this.#run(this.#at, PART_OF_WORD);
    if (word === "" || isClass(this.next, DIGIT)) this.fail(expected);
    this.#goTo(this.#at + word.length);
    return word;
  }

  /** A name after a mark: `%12`, `@main`, `#loc3`, `^bb0`; without the mark. */
  suffix(mark: string): string {
    if (!this.sees(mark)) this.fail(`${mark} and a name`);
    if (this.bytes[this.#at + 1] === QUOTE) {
      this.#at++;
      return this.string();
    }
    const name = this.#run(this.#at + 1, PART_OF_SUFFIX);
    if (name === "") this.fail(`${mark} and a name`);
    this.#goTo(this.#at + 1 + name.length);
    return name;
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
    if (bytes[end] === 48 && bytes[end + 1] === 120) {
      end += 2;
      while (isHex(bytes[end])) end++;
    } else {
      while (isClass(bytes[end], DIGIT)) end++;
      if (end > first && bytes[end] === 46) end = this.#fraction(end);
    }
    if (end === first) this.fail("a number");
    const text = bytes.toString("latin1", this.#at, end);
    this.#goTo(end);
    return text;
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
    let end = bytes.indexOf(QUOTE, start);
    let escaped = bytes.subarray(start, end < 0 ? start : end).includes(BACKSLASH);
    if (escaped) {
      end = start;
      while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    }
    if (end < 0 || end >= bytes.length) this.fail("a string that ends");
    escaped &&= true;
    const raw = bytes.subarray(start, end);
    this.#goTo(end + 1);
    return escaped ? unescaped(raw) : bytes.toString("utf8", start, end);
  }

  /** Goes on after everything up to the mark that closes what is open, which is not taken. */
  balanced(close: string): string {
    const start = this.#at;
    const end = this.#closing(start, close.charCodeAt(0));
    this.#goTo(end);
    return this.bytes.toString("utf8", start, end);
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

  #shown(at: number): string {
    if (at >= this.bytes.length) return "the end of the text";
    let end = at + 1;
    const isSame = isClass(this.bytes[at], PART_OF_SUFFIX);
    while (end < this.bytes.length && end - at < MOST_SHOWN) {
      if ((this.bytes[end] as number) <= SPACE) break;
      if (isSame !== isClass(this.bytes[end], PART_OF_SUFFIX) && end > at + 1) break;
      end++;
    }
    return this.bytes.toString("utf8", at, end);
  }

  #run(start: number, kind: number): string {
    const { bytes } = this;
    let end = start;
    while (isClass(bytes[end], kind)) end++;
    return bytes.toString("latin1", start, end);
  }

  #fraction(dot: number): number {
    const { bytes } = this;
    let end = dot + 1;
    while (isClass(bytes[end], DIGIT)) end++;
    if (bytes[end] !== 101 && bytes[end] !== 69) return end;
    let exponent = end + 1;
    if (bytes[exponent] === 43 || bytes[exponent] === 45) exponent++;
    if (!isClass(bytes[exponent], DIGIT)) return end;
    while (isClass(bytes[exponent], DIGIT)) exponent++;
    return exponent;
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

/** Line and column of a byte, both from 1. */
export function lineAndColumn(bytes: Uint8Array, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = bytes.indexOf(NEWLINE); next >= 0 && next < at; ) {
    line++;
    start = next + 1;
    next = bytes.indexOf(NEWLINE, start);
  }
  return { line, column: at - start + 1 };
}

const CLOSING: ReadonlyMap<number, number> = new Map([
  [40, 41],
  [91, 93],
  [123, 125],
  [60, 62],
]);

function isClass(byte: number | undefined, kind: number): boolean {
  return ((CLASSES[byte ?? 0] as number) & kind) !== 0;
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9a-fA-F]/.test(String.fromCharCode(byte));
}

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    if (/[0-9]/.test(character)) classes[byte] = DIGIT | PART_OF_WORD | PART_OF_SUFFIX;
    else if (/[A-Za-z_$.]/.test(character)) classes[byte] = PART_OF_WORD | PART_OF_SUFFIX;
    else if (character === "-") classes[byte] = PART_OF_SUFFIX;
  }
  return classes;
}

/** A string without its escapes: `\n`, `\t`, `\"`, `\\` and two hexadecimal digits. */
function unescaped(raw: Buffer): string {
  const bytes: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i] as number;
    if (byte !== BACKSLASH) {
      bytes.push(byte);
      continue;
    }
    const named = ESCAPES.get(raw[i + 1] as number);
    const code = Number.parseInt(raw.toString("latin1", i + 1, i + 3), 16);
    bytes.push(named ?? (Number.isNaN(code) ? (raw[i + 1] as number) : code));
    i += named === undefined && !Number.isNaN(code) ? 2 : 1;
  }
  return Buffer.from(bytes).toString("utf8");
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [110, NEWLINE],
  [116, 9],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
]);
