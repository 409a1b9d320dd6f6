import { AceError } from "../../../errors.ts";
import {
  type ElementType,
  elementBits,
  isBigInteger,
  isFloat,
} from "../../../graph/element-type.ts";
import { unpackByteElements } from "../../../graph/packed.ts";
import { allocate, type Carrier } from "../../../graph/tensor.ts";
import type { Elements } from "../program/attribute.ts";
import { complexPart, elementTypeOf } from "../program/element-names.ts";
import { bitsIn, elementOfBits, floatOf } from "../program/float-text.ts";
import type { TensorForm } from "../program/type.ts";
import { lineAndColumn } from "./line-and-column.ts";
import type { Resources } from "./resources.ts";
import { Scanner } from "./scanner.ts";

const QUOTE = 34;

/** Elements as the text writes them between `dense<` and `>`. */
export class MlirElements implements Elements {
  readonly type: TensorForm;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(type: TensorForm, bytes: Buffer, start: number, end: number) {
    this.type = type;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  text(): string {
    return this.#bytes.toString("latin1", this.#start, this.#end).trim();
  }

  read(): Carrier {
    const { element, parts } = layoutOf(this.type);
    const count = countOf(this.type) * parts;
    if (this.#bytes[this.#start] === QUOTE) {
      const digits = this.#bytes.subarray(this.#start + 1, this.#end - 1);
      return fromBytes(element, hexBytes(digits), count, parts) ?? this.#wrongLength(count);
    }
    const scanner = new Scanner(this.#bytes.subarray(this.#start, this.#end));
    const literal = new LiteralReader(scanner, element, count);
    try {
      return literal.read() ?? this.#wrongLength(count);
    } catch (error) {
      throw error instanceof AceError && error.code === "malformed-model"
        ? new AceError("malformed-model", error.reason, { where: this.#where() })
        : error;
    }
  }

  #where() {
    return lineAndColumn(this.#bytes, this.#start);
  }

  #wrongLength(count: number): never {
    throw new AceError(
      "malformed-model",
      {
        action: "read",
        subject: "a constant",
        expected: `${count} elements, or one for all`,
        got: "another number",
      },
      { where: this.#where() },
    );
  }
}

/** Elements that stand at the end of the file, or nowhere. */
export function resourceElements(type: TensorForm, name: string, resources: Resources): Elements {
  return {
    type,
    text: () => `dense_resource<${name}>`,
    resource: { name, digits: () => resources.digits(name) },
    read() {
      const { element, parts } = layoutOf(type);
      const count = countOf(type) * parts;
      const data = fromBytes(element, resources.read(name), count, parts);
      if (data !== undefined) return data;
      throw new AceError("malformed-model", {
        action: "read",
        subject: `dense_resource<${name}>`,
        expected: `the bytes of ${count} elements of ${element}`,
        got: "another number",
      });
    },
  };
}

/** The type of one number, and how many make one element. */
function layoutOf(type: TensorForm): { readonly element: ElementType; readonly parts: 1 | 2 } {
  const part = complexPart(type.element);
  const element = elementTypeOf(part ?? type.element);
  if (element !== undefined) return { element, parts: part === undefined ? 1 : 2 };
  throw new AceError("unsupported-type", {
    action: "read",
    subject: "a constant",
    expected: "elements of a type that is known",
    got: type.element,
  });
}

function countOf({ shape }: TensorForm): number {
  return shape.reduce<number>((count, size) => count * (typeof size === "number" ? size : 1), 1);
}

/** The bytes that hexadecimal digits write, after `0x`. */
function hexBytes(digits: Buffer): Uint8Array {
  return Buffer.from(digits.toString("latin1", 2), "hex");
}

/**
 * Elements from their bytes, little endian: one byte or more for each, however few bits it has;
 * truth values also packed in bits, as older texts have them. One element may stand for all.
 */
function fromBytes(
  element: ElementType,
  bytes: Uint8Array,
  count: number,
  parts: number,
): Carrier | undefined {
  const size = Math.max(1, Math.ceil(elementBits(element) / 8));
  if (bytes.length === count * size) return unpackByteElements(element, bytes, count);
  const isPacked = element === "bool" && bytes.length === Math.ceil(count / 8);
  const isWhole = bytes.length === 1 && (bytes[0] === 0xff || (bytes[0] as number) <= 1);
  if (isPacked && !isWhole) return unpackedBits(bytes, count);
  return bytes.length === size * parts ? unpackByteElements(element, bytes, parts) : undefined;
}

function unpackedBits(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] as number) >> (i & 7)) & 1);
}

/** Reads elements that are written as numbers, nested in brackets. */
class LiteralReader {
  readonly #scanner: Scanner;
  readonly #element: ElementType;
  readonly #count: number;
  readonly #data: Carrier;
  readonly #isList: boolean;
  #length = 0;

  constructor(scanner: Scanner, element: ElementType, count: number) {
    this.#scanner = scanner;
    this.#element = element;
    this.#count = count;
    this.#isList = scanner.sees("[");
    this.#data = allocate(element, this.#isList && this.#fits ? Math.max(2, count) : 2);
  }

  /** All elements, or one for all; undefined where there are neither so many nor one. */
  read(): Carrier | undefined {
    const s = this.#scanner;
    if (this.#isList && !this.#fits) return undefined;
    const isPair = s.sees("(");
    if (!s.isAtEnd) this.#nested();
    if (!s.isAtEnd) s.fail("the end of the elements");
    if (this.#length === this.#count) return this.#data.subarray(0, this.#count) as Carrier;
    if (this.#isList || this.#length === 0) return undefined;
    return this.#data.subarray(0, isPair ? 2 : 1) as Carrier;
  }

  /** Each number of a list takes a byte at least: a type may claim more than there is. */
  get #fits(): boolean {
    return this.#count <= this.#scanner.bytes.length;
  }

  #nested(): void {
    const s = this.#scanner;
    if (s.take("[")) s.nested(() => s.items("]", () => this.#nested()));
    else if (s.take("(")) s.items(")", () => this.#push());
    else this.#push();
  }

  #push(): void {
    if (this.#length >= this.#data.length) this.#scanner.fail("fewer elements");
    const value = this.#value();
    const at = this.#length++;
    if (typeof value === "object") this.#data.set(value as never, at);
    else this.#data[at] = value as never;
  }

  /** A number, or an array of one whose bits are given. */
  #value(): number | bigint | Carrier {
    const s = this.#scanner;
    if (s.takeWord("true")) return isBigInteger(this.#element) ? 1n : 1;
    if (s.takeWord("false")) return isBigInteger(this.#element) ? 0n : 0;
    const text = s.number();
    if (isFloat(this.#element)) {
      const bits = bitsIn(text);
      return bits === undefined ? floatOf(this.#element, text) : elementOfBits(this.#element, bits);
    }
    if (text.includes(".")) s.fail("whole numbers");
    if (!isBigInteger(this.#element)) return Number(text);
    return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
  }
}
