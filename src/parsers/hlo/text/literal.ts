import type { Where } from "../../../errors.ts";
import {
  type ElementType,
  type FloatType,
  integerRange,
  isBigInteger,
  isFloat,
} from "../../../graph/element-type.ts";
import { floatFormat } from "../../../graph/float-format.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import { allocate, type Carrier } from "../../../graph/tensor.ts";
import type { Elements } from "../../stablehlo/program/attribute.ts";
import { elementOfBits } from "../../stablehlo/program/float-text.ts";
import type { TensorForm } from "../../stablehlo/program/type.ts";
import { elementsText, type NumberForm, numberForm, withoutRepeats } from "../elements.ts";
import { malformed, shown } from "../malformed.ts";

/** Elements as HLO text writes them: `{ {1, 2}, {3, 4} }`, in the order of the dimensions. */
export class TextElements implements Elements {
  readonly type: TensorForm;
  readonly #bytes: Buffer;
  readonly #place: (at: number) => Where;

  constructor(type: TensorForm, bytes: Buffer, place: (at: number) => Where) {
    this.type = type;
    this.#bytes = bytes;
    this.#place = place;
  }

  text(): string {
    return elementsText(this.type, this.read());
  }

  read(): Carrier {
    const form = numberForm(this.type);
    // Every number takes a byte and, but for the last one, a comma.
    if (form.count * form.parts * 2 > this.#bytes.length + 2) {
      malformed("a constant", `${form.count} elements`, "a shorter text", this.#place(0));
    }
    return withoutRepeats(new LiteralReader(this.#bytes, form, this.#place).read(), form);
  }
}

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;
const OPEN = 40;
const CLOSE = 41;
const SLASH = 47;
const LONGEST_NUMBER = 400;
/** Integers of so many digits are exact as numbers. */
const EXACT_DIGITS = 15;

class LiteralReader {
  readonly #bytes: Buffer;
  readonly #form: NumberForm;
  readonly #place: (at: number) => Where;
  readonly #data: Carrier;
  readonly #parse: (text: string, at: number) => number | bigint;
  #at = 0;
  #length = 0;

  constructor(bytes: Buffer, form: NumberForm, place: (at: number) => Where) {
    this.#bytes = bytes;
    this.#form = form;
    this.#place = place;
    this.#data = allocate(form.element, form.count * form.parts);
    this.#parse = isFloat(form.element)
      ? (text, at) => this.#float(text, at)
      : (text, at) => this.#integer(text, at);
  }

  read(): Carrier {
    const { shape } = this.#form;
    /** How many items stand at each level of braces so far. */
    const counts = new Array<number>(shape.length + 1).fill(0);
    let depth = 0;
    for (let byte = this.#next(); byte !== undefined; byte = this.#next()) {
      if (byte === COMMA) {
        this.#at++;
      } else if (byte === OPEN_BRACE) {
        if (++depth > shape.length) this.#fail(`${shape.length} levels of braces`, "more");
        counts[depth] = 0;
        this.#at++;
      } else if (byte === CLOSE_BRACE) {
        const expected = shape[depth - 1];
        if (depth === 0 || counts[depth] !== expected) {
          this.#fail(`${expected ?? 0} items`, `${counts[depth]}`);
        }
        counts[--depth] = (counts[depth] as number) + 1;
        this.#at++;
      } else {
        if (depth !== shape.length) this.#fail(`${shape.length} levels of braces`, `${depth}`);
        counts[depth] = (counts[depth] as number) + 1;
        this.#element(byte);
      }
    }
    if (depth !== 0 || counts[0] !== 1) this.#fail("one element or braces around all", "others");
    if (this.#length !== this.#data.length) this.#fail(`${this.#form.count} elements`, "fewer");
    return this.#data;
  }

  /** The next byte that is no white space and no comment. */
  #next(): number | undefined {
    const bytes = this.#bytes;
    for (;;) {
      let byte = bytes[this.#at];
      while (byte !== undefined && byte <= 32) byte = bytes[++this.#at];
      if (byte !== SLASH) return byte;
      const end = bytes.indexOf("*/", this.#at + 2, "latin1");
      if (bytes[this.#at + 1] !== 42 || end < 0) this.#fail("a comment that ends", "/");
      this.#at = end + 2;
    }
  }

  /** A number, or `(re, im)`. */
  #element(byte: number): void {
    if (this.#length >= this.#data.length) this.#fail(`${this.#form.count} elements`, "more");
    if (this.#form.parts === 1) {
      this.#number();
      return;
    }
    if (byte !== OPEN) this.#fail("( and a complex number", this.#ahead());
    this.#at++;
    this.#number();
    if (this.#next() !== COMMA) this.#fail(", and the imaginary part", this.#ahead());
    this.#at++;
    this.#number();
    if (this.#next() !== CLOSE) this.#fail(") after a complex number", this.#ahead());
    this.#at++;
  }

  #number(): void {
    this.#next();
    const start = this.#at;
    const text = this.#ahead();
    this.#at += text.length;
    const isNan = text === "nan" || text === "-nan";
    const payload = isNan ? this.#payload() : undefined;
    const index = this.#length++;
    this.#data[index] = this.#parse(text, start) as never;
    if (!isNan) return;
    const type = this.#form.element as "f32";
    this.#data.set(elementOfBits(type, nanBits(type, text === "-nan", payload)) as never, index);
  }

  /** The mantissa of a NaN in `nan(0x400000)`. */
  #payload(): bigint | undefined {
    if (this.#bytes[this.#at] !== OPEN) return undefined;
    const start = this.#at + 1;
    const end = this.#bytes.indexOf(CLOSE, start);
    if (end < 0) this.#fail("a NaN that ends", "(");
    const text = this.#bytes.toString("latin1", start, Math.min(end, start + LONGEST_NUMBER));
    if (!/^0x[0-9a-f]+$/i.test(text)) this.#fail("the bits of a NaN", shown(text));
    this.#at = end + 1;
    return BigInt(text);
  }

  /** What is ahead up to a mark. */
  #ahead(): string {
    const bytes = this.#bytes;
    const most = Math.min(bytes.length, this.#at + LONGEST_NUMBER);
    let end = this.#at;
    while (end < most && !isMark(bytes[end] as number)) end++;
    return bytes.toString("latin1", this.#at, end);
  }

  #float(text: string, at: number): number {
    const type = this.#form.element as "f32";
    const value = SPELLED.get(text) ?? (DECIMAL.test(text) ? Number(text) : undefined);
    if (value === undefined) return this.#failAt(at, "a number", shown(text));
    const rounded = roundToFloat(type, value);
    const holds = Number.isFinite(value) ? !isBeyond(type, value) : Object.is(rounded, value);
    if (!holds) this.#failAt(at, `a number in the range of ${type}`, shown(text));
    return rounded;
  }

  #integer(text: string, at: number): number | bigint {
    const type = this.#form.element as "i64" | "bool";
    if (type === "bool" && (text === "true" || text === "false")) return text === "true" ? 1 : 0;
    if (!WHOLE.test(text)) this.#failAt(at, "a whole number", shown(text));
    const value = text.length <= EXACT_DIGITS ? Number(text) : BigInt(text);
    const [least, most] = rangeOf(type);
    if (value < least || value > most) {
      this.#failAt(at, `a whole number in the range of ${type}`, shown(text));
    }
    return isBigInteger(type) ? BigInt(value) : Number(value) + 0;
  }

  #fail(expected: string, got: string): never {
    return this.#failAt(this.#at, expected, got);
  }

  #failAt(at: number, expected: string, got: string): never {
    return malformed("a constant", expected, got === "" ? "the end" : got, this.#place(at));
  }
}

const DECIMAL = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const WHOLE = /^-?\d+$/;
const SPELLED: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["-nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);
const ranges = new Map<ElementType, readonly [bigint, bigint]>();

function rangeOf(type: "i64" | "bool"): readonly [bigint, bigint] {
  let range = ranges.get(type);
  if (range === undefined) {
    range = integerRange(type);
    ranges.set(type, range);
  }
  return range;
}

/** The code of a NaN; of a type whose NaNs have no payload, or no sign, the code without. */
function nanBits(type: FloatType, isNegative: boolean, payload = 0n): bigint {
  const { exponentBits, mantissaBits, infinityCode, nanCode } = floatFormat(type);
  const fraction = BigInt.asUintN(mantissaBits, payload);
  const quiet = BigInt(nanCode as number);
  const positive =
    infinityCode === null || fraction === 0n ? quiet : BigInt(infinityCode) | fraction;
  const sign = 1n << BigInt(exponentBits + mantissaBits);
  return isNegative && type !== "f8e8m0" && quiet < sign ? positive | sign : positive;
}

/** True for what rounding sends out of the type, or to the end of a type that only ends. */
function isBeyond(type: "f32", value: number): boolean {
  if (!Number.isFinite(roundToFloat(type, value))) return true;
  const { nanCode, largest } = floatFormat(type);
  return nanCode === null && Math.abs(value) > largest;
}

/** White space, a comma, a bracket or a comment. */
function isMark(byte: number): boolean {
  return (
    byte <= 32 ||
    byte === COMMA ||
    byte === OPEN ||
    byte === CLOSE ||
    byte === OPEN_BRACE ||
    byte === CLOSE_BRACE ||
    byte === SLASH
  );
}
