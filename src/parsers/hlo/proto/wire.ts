import type { ByteSource } from "../../../io/byte-source.ts";
import { malformed } from "../malformed.ts";

/** A run of bytes in the source. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** One field of a message: its number and its value, of which the wire type says which is set. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  /** Value of a varint, as int64. */
  readonly integer: bigint;
  /** Bytes of any other value. */
  readonly range: Range;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const WINDOW = 1 << 16;
const LONGEST_VARINT = 10;
const NOTHING: Range = { offset: 0, length: 0 };
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Messages of a protocol buffer, read through a window: long fields are passed over, not read.
 *
 * Source: Protocol Buffers, "Encoding".
 */
export class ProtoSource {
  readonly source: ByteSource;
  #window = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /**
   * The fields of the message in `range`, one after the other.
   *
   * @throws {AceError} `malformed-model` with the byte offset
   */
  *fields(range: Range): Generator<Field> {
    const end = range.offset + range.length;
    for (let at = range.offset; at < end; ) {
      const [key, keyLength] = this.#varint(at, end);
      const number = Number(key >> 3n);
      if (number === 0) this.fail(at, "a field number", "0");
      const wire = Number(key & 7n);
      at += keyLength;
      if (wire === VARINT) {
        const [integer, length] = this.#varint(at, end);
        at += length;
        yield { number, wire, integer: BigInt.asIntN(64, integer), range: NOTHING };
        continue;
      }
      const value = this.#valueRange(wire, at, end);
      at = value.offset + value.length;
      yield { number, wire, integer: 0n, range: value };
    }
  }

  /** The bytes of a range, a view that the next read may end. */
  read(range: Range): Uint8Array {
    if (range.length > WINDOW) return this.source.read(range.offset, range.length);
    this.#load(range.offset, range.length);
    const from = range.offset - this.#start;
    return this.#window.subarray(from, from + range.length);
  }

  /** A submessage, string or packed field. */
  range(field: Field): Range {
    if (field.wire !== LENGTH_DELIMITED) {
      this.fail(field.range.offset, `wire type ${LENGTH_DELIMITED}`, `${field.wire}`);
    }
    return field.range;
  }

  string(field: Field): string {
    const range = this.range(field);
    try {
      return utf8.decode(this.read(range));
    } catch {
      return this.fail(range.offset, "text in UTF-8", `${range.length} other bytes`);
    }
  }

  /** A whole number of at most 53 bits. */
  integer(field: Field): number {
    const value = Number(field.integer);
    if (field.wire !== VARINT)
      this.fail(field.range.offset, `wire type ${VARINT}`, `${field.wire}`);
    if (!Number.isSafeInteger(value)) {
      this.fail(this.#start, "a whole number below 2^53", `${value}`);
    }
    return value;
  }

  /** The numbers of a repeated field, packed or one of them, as int64. */
  integers(field: Field, into: bigint[]): void {
    if (field.wire === VARINT) into.push(field.integer);
    else this.varints(this.range(field), (value) => into.push(value));
  }

  /** Every varint of a packed field, as int64. */
  varints(range: Range, visit: (value: bigint) => void): void {
    const end = range.offset + range.length;
    for (let at = range.offset; at < end; ) {
      const [value, length] = this.#varint(at, end);
      visit(BigInt.asIntN(64, value));
      at += length;
    }
  }

  fail(offset: number, expected: string, got: string): never {
    return malformed("the HLO proto", expected, got, this.place(offset));
  }

  place(offset: number): { file: string; offset: number } {
    return { file: this.source.name, offset };
  }

  #valueRange(wire: number, at: number, end: number): Range {
    if (wire === FIXED32 || wire === FIXED64) {
      const length = wire === FIXED32 ? 4 : 8;
      if (length > end - at) this.fail(at, `${length} more bytes`, `${end - at}`);
      return { offset: at, length };
    }
    if (wire !== LENGTH_DELIMITED) this.fail(at, "a wire type of 0, 1, 2 or 5", `${wire}`);
    const [length, keyLength] = this.#varint(at, end);
    const offset = at + keyLength;
    if (length > BigInt(end - offset)) this.fail(at, `${length} more bytes`, `${end - offset}`);
    return { offset, length: Number(length) };
  }

  /** A varint as uint64, and how many bytes it takes. */
  #varint(at: number, end: number): readonly [bigint, number] {
    const length = Math.min(end - at, LONGEST_VARINT);
    if (length <= 0) this.fail(at, "more bytes", "the end of a message");
    this.#load(at, length);
    const from = at - this.#start;
    let small = 0;
    for (let i = 0; i < length; i++) {
      const byte = this.#window[from + i] as number;
      if (i < 4) small |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return [i < 4 ? BigInt(small) : this.#longVarint(from, i + 1), i + 1];
    }
    return this.fail(at, "a varint that ends", "a cut or overlong one");
  }

  #longVarint(from: number, length: number): bigint {
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) {
      value = (value << 7n) | BigInt((this.#window[from + i] as number) & 0x7f);
    }
    return BigInt.asUintN(64, value);
  }

  /** Makes a range readable. */
  #load(offset: number, length: number): void {
    const end = this.#start + this.#window.length;
    if (offset >= this.#start && offset + length <= end) return;
    const size = Math.min(Math.max(length, WINDOW), this.source.size - offset);
    if (size < length) this.fail(offset, `${length} more bytes`, `${Math.max(0, size)}`);
    const window = new Uint8Array(size);
    this.source.readInto(offset, window);
    this.#window = window;
    this.#start = offset;
  }
}
