import { FIXED32, FIXED64, LENGTH_DELIMITED, VARINT } from "../wire.ts";
import { fieldOf, isMessage, type ScalarKind } from "./schema.ts";

export type ProtoValue = number | bigint | string | Uint8Array;

const FIRST_SIZE = 1 << 12;
const LONGEST_VARINT = 10;
const LONGEST_NAME = 64;
const utf8 = new TextEncoder();

/** Writes protocol buffer messages; fields are named as `onnx.proto` names them. */
export class ProtoWriter {
  #message: string;
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** @param message - name of the outermost message */
  constructor(message: string) {
    this.#message = message;
  }

  /** Name of the message that is being written. */
  get message(): string {
    return this.#message;
  }

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** A field that is a message, whose fields `body` writes. */
  within(name: string, body: () => void): void {
    const outer = this.#message;
    const [number, inner] = this.#field(name);
    if (!isMessage(inner)) throw new Error(`${outer}.${name} is no message`);
    this.#message = inner;
    this.#delimited(number, body);
    this.#message = outer;
  }

  /** A field that is a scalar, or one more of a repeated one. */
  put(name: string, value: ProtoValue): void {
    const [number, kind] = this.#field(name);
    if (kind === "string" || kind === "bytes") {
      this.#varint(number * 8 + LENGTH_DELIMITED);
      this.#append(typeof value === "string" ? encoded(value) : (value as Uint8Array));
    } else {
      this.#varint(number * 8 + wireOf(kind));
      this.#scalar(kind as ScalarKind, value as number | bigint);
    }
  }

  /** A repeated field of numbers in its packed form; `body` calls its argument for each. */
  packed(name: string, body: (element: (value: number | bigint) => void) => void): void {
    const [number, kind] = this.#field(name);
    this.#delimited(number, () => body((value) => this.#scalar(kind as ScalarKind, value)));
  }

  #field(name: string): readonly [number, string] {
    const field = fieldOf(this.#message, name);
    if (field === undefined) throw new Error(`${this.#message} has no field ${name}`);
    return field;
  }

  #scalar(kind: ScalarKind, value: number | bigint): void {
    this.#reserve(LONGEST_VARINT);
    if (kind === "float") {
      this.#view.setFloat32(this.#length, Number(value), true);
      this.#length += 4;
    } else if (kind === "double") {
      this.#view.setFloat64(this.#length, Number(value), true);
      this.#length += 8;
    } else {
      this.#varint(value);
    }
  }

  #varint(value: number | bigint): void {
    this.#reserve(LONGEST_VARINT);
    if (typeof value === "number" && value >= 0 && value < 2 ** 31) this.#small(value);
    else this.#big(BigInt.asUintN(64, BigInt(value)));
  }

  #small(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  #big(value: bigint): void {
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  /** Key, length and what `body` writes, which is moved to make room for its length. */
  #delimited(number: number, body: () => void): void {
    this.#varint(number * 8 + LENGTH_DELIMITED);
    const start = this.#length;
    body();
    const length = this.#length - start;
    this.#reserve(LONGEST_VARINT);
    this.#bytes.copyWithin(start + varintSize(length), start, this.#length);
    this.#length = start;
    this.#varint(length);
    this.#length += length;
  }

  /** A length and so many bytes. */
  #append(bytes: ArrayLike<number>): void {
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    grown.set(this.bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** A text in UTF-8; names are short and ASCII as a rule, an encoder costs more than they do. */
function encoded(text: string): ArrayLike<number> {
  if (text.length > LONGEST_NAME) return utf8.encode(text);
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return utf8.encode(text);
    bytes.push(code);
  }
  return bytes;
}

/** Bytes of a varint below 2^31. */
function varintSize(value: number): number {
  let size = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

function wireOf(kind: string): number {
  if (kind === "float") return FIXED32;
  return kind === "double" ? FIXED64 : VARINT;
}
