import { AceError } from "../../../errors.ts";

/** `mark` is any other single character, and `=>`. */
export type TokenKind = "word" | "string" | "integer" | "float" | "mark" | "end";

const MOST_LEVELS = 100;
const MOST_SHOWN = 40;
const HASH = 35;
const DOT = 46;
const BACKSLASH = 92;

/** Splits a text into tokens, one ahead; white space and `#` comments separate them. */
export class TokenReader {
  readonly #source: string;
  readonly #quotes: string;
  #kind: TokenKind = "end";
  #start = 0;
  #end = 0;
  #level = 0;

  /** @param quotes - the characters that strings may begin and end with */
  constructor(source: string, quotes = '"') {
    this.#source = source;
    this.#quotes = quotes;
    this.#advance();
  }

  /** What the token ahead is. */
  get kind(): TokenKind {
    return this.#kind;
  }

  /** The token ahead as it is spelled; of a string what is between its quotes. */
  get text(): string {
    const quote = this.#kind === "string" ? 1 : 0;
    return this.#source.slice(this.#start + quote, this.#end - quote);
  }

  /** The token ahead; goes on after it. */
  next(): string {
    const { text } = this;
    this.#advance();
    return text;
  }

  /** True where the mark is ahead. */
  at(mark: string): boolean {
    return (
      this.#kind === "mark" &&
      this.#end - this.#start === mark.length &&
      this.#source.startsWith(mark, this.#start)
    );
  }

  /** Goes on after the mark; false where something else is ahead. */
  take(mark: string): boolean {
    const found = this.at(mark);
    if (found) this.#advance();
    return found;
  }

  /** Goes on after a mark that must be ahead. */
  expect(mark: string, after = ""): void {
    if (!this.take(mark)) this.fail(after === "" ? mark : `${mark} ${after}`);
  }

  /** One item or more, separated by commas, and the mark that closes them. */
  items(close: string, item: () => void): void {
    do item();
    while (this.take(","));
    if (!this.take(close)) this.fail(`, or ${close}`);
  }

  /** The token of a kind that must be ahead; goes on after it. */
  takeKind(kind: TokenKind, expected: string): string {
    return this.#kind === kind ? this.next() : this.fail(expected);
  }

  /** Runs `body` one level deeper; a text may not nest without end. */
  nested<T>(body: () => T): T {
    if (++this.#level > MOST_LEVELS) this.fail(`at most ${MOST_LEVELS} levels of nesting`);
    const result = body();
    this.#level--;
    return result;
  }

  /**
   * Refuses the token ahead.
   *
   * @throws {AceError} `malformed-model` with line and column, both from 1
   */
  fail(expected: string, got = this.shown): never {
    const before = this.#source.slice(0, this.#start);
    const line = before.split("\n").length;
    const column = this.#start - before.lastIndexOf("\n");
    throw new AceError(
      "malformed-model",
      { action: "read", subject: "the model", expected, got },
      { where: { line, column } },
    );
  }

  /** The token ahead for a message: a long one is cut. */
  get shown(): string {
    if (this.#kind === "end") return "the end of the text";
    const text = this.#source.slice(this.#start, this.#end);
    return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  }

  #advance(): void {
    this.#start = this.#skipped(this.#end);
    const code = this.#source.codePointAt(this.#start);
    if (code === undefined) this.#become("end", this.#start);
    else if (isLetter(code)) this.#become("word", this.#wordEnd(this.#start));
    else if (isDigit(code)) this.#number();
    else if (this.#quotes.includes(this.#source[this.#start] as string)) this.#string(code);
    else if (this.#source.startsWith("=>", this.#start)) this.#become("mark", this.#start + 2);
    else this.#become("mark", this.#start + String.fromCodePoint(code).length);
  }

  #become(kind: TokenKind, end: number): void {
    this.#kind = kind;
    this.#end = end;
  }

  /** The next place that is neither white space nor comment. */
  #skipped(from: number): number {
    let at = from;
    for (;;) {
      const code = this.#source.charCodeAt(at);
      if (code === HASH) {
        const end = this.#source.indexOf("\n", at);
        at = end === -1 ? this.#source.length : end;
      } else if (code === 32 || (code >= 9 && code <= 13)) {
        at++;
      } else {
        return at;
      }
    }
  }

  #wordEnd(from: number): number {
    let at = from + 1;
    for (; ; at++) {
      const code = this.#source.charCodeAt(at);
      if (!isLetter(code) && !isDigit(code)) return at;
    }
  }

  /** `digits [. digits] [(e|E) [+|-] digits]`: an integer where nothing but digits is there. */
  #number(): void {
    let end = this.#digitsEnd(this.#start);
    const whole = end;
    if (this.#source.charCodeAt(end) === DOT) end = this.#digitsEnd(end + 1);
    if ("eE".includes(this.#source[end] ?? " ")) {
      end += "+-".includes(this.#source[end + 1] ?? " ") ? 2 : 1;
      end = this.#digitsEnd(end);
    }
    this.#become(end === whole ? "integer" : "float", end);
  }

  #digitsEnd(from: number): number {
    let at = from;
    while (isDigit(this.#source.charCodeAt(at))) at++;
    return at;
  }

  #string(quote: number): void {
    let at = this.#start + 1;
    for (let code = -1; code !== quote; at++) {
      if (at >= this.#source.length) this.fail("a string that ends", this.#firstLine());
      code = this.#source.charCodeAt(at);
      if (code === BACKSLASH) at++;
    }
    this.#become("string", at);
  }

  #firstLine(): string {
    const shown = this.#source.slice(this.#start, this.#start + MOST_SHOWN);
    return `${shown.split("\n")[0]}…`;
  }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
