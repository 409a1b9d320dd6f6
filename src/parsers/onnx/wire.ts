import protobuf from "protobufjs/minimal.js";
import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";

/** A run of bytes in the source. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Wire types of the protocol buffer encoding. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

const LONGEST_SCALAR = 10;
const SMALLEST_WINDOW = 1 << 10;
const LARGEST_WINDOW = 1 << 18;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Walks protocol buffer messages through a sliding window: long fields are skipped by position,
 * never read. The window starts small after a jump and doubles while reading is sequential.
 */
export class WireReader {
  readonly source: ByteSource;
  #window = new protobuf.Reader(new Uint8Array(0));
  #start = 0;
  #size = SMALLEST_WINDOW;
  #at = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Offset of the next byte to read. */
  get offset(): number {
    return this.#at;
  }

  /**
   * Calls `visit` with every field of the message in `range`; `visit` reads the value or leaves
   * it, then it is skipped. Ends after the message.
   *
   * @throws {AceError} `malformed-model` with the byte offset
   */
  fields(range: Range, visit: (field: number, wire: number) => void): void {
    const end = range.offset + range.length;
    this.#at = range.offset;
    while (this.#at < end) {
      const key = this.#key();
      const at = this.#at;
      if (key >>> 3 === 0) this.#malformed("a field number", "0");
      visit(key >>> 3, key & 7);
      if (this.#at === at) this.#skip(key & 7);
      if (this.#at > end) this.#malformed("a field inside its message", "one that leaves it");
    }
    this.#at = end;
  }

  /**
   * A varint as a number, signed as int64.
   *
   * @throws {AceError} `malformed-model` beyond 2^53
   */
  integer(wire: number): number {
    this.#expect(wire, VARINT);
    const { low, high } = this.#varint();
    const value = high * 2 ** 32 + (low >>> 0);
    if (!Number.isSafeInteger(value)) this.#malformed("an integer below 2^53", `${value}`);
    return value;
  }

  /** A varint as a number, signed as int64; beyond 2^53 the nearest number of that size. */
  clampedInteger(wire: number): number {
    this.#expect(wire, VARINT);
    const { low, high } = this.#varint();
    const value = high * 2 ** 32 + (low >>> 0);
    return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
  }

  /** Calls `visit` with every varint of a packed field, clamped as {@link clampedInteger}. */
  varints(range: Range, visit: (value: number) => void): void {
    const end = range.offset + range.length;
    this.#at = range.offset;
    while (this.#at < end) visit(this.clampedInteger(VARINT));
    if (this.#at > end) this.#malformed("a varint inside its field", "one that leaves it");
  }

  /** A 32-bit float. */
  float(wire: number): number {
    this.#expect(wire, FIXED32);
    return this.#read(readFloat);
  }

  /** The range of a length-delimited field, skipped. */
  range(wire: number): Range {
    this.#expect(wire, LENGTH_DELIMITED);
    const length = this.#length();
    const offset = this.#at;
    if (offset + length > this.source.size) {
      this.#malformed(`${length} more bytes`, `${this.source.size - offset}, the file ends here`);
    }
    this.#at = offset + length;
    return { offset, length };
  }

  /** A short string field. */
  string(wire: number): string {
    const range = this.range(wire);
    const bytes = this.read(range);
    const ascii = shortAscii(bytes);
    if (ascii !== undefined) return ascii;
    try {
      return utf8.decode(bytes);
    } catch {
      return this.#malformed("text in UTF-8", `${range.length} other bytes`);
    }
  }

  /** Bytes of a range, a view that the next read may end; the reader goes on after them. */
  read({ offset, length }: Range): Uint8Array {
    this.#at = offset + length;
    if (length > LARGEST_WINDOW) return this.source.read(offset, length);
    this.#at = offset;
    this.#fill(length);
    this.#at = offset + length;
    const from = offset - this.#start;
    return this.#window.buf.subarray(from, from + length);
  }

  /** A repeated scalar field, packed or one value, as the range of its packed encoding. */
  scalars(wire: number): Range {
    if (wire === LENGTH_DELIMITED) return this.range(wire);
    const offset = this.#at;
    this.#skip(wire);
    return { offset, length: this.#at - offset };
  }

  #varint(): LongLike {
    return this.#read(readInt64);
  }

  /** The key of a field; one byte as a rule. */
  #key(): number {
    const byte = this.#window.buf[this.#at - this.#start];
    if (this.#at < this.#start || byte === undefined || byte >= 0x80) return this.#read(readUint32);
    this.#at++;
    return byte;
  }

  /** A length; one byte as a rule. */
  #length(): number {
    const byte = this.#window.buf[this.#at - this.#start];
    if (this.#at >= this.#start && byte !== undefined && byte < 0x80) {
      this.#at++;
      return byte;
    }
    const { low, high } = this.#varint();
    return (high >>> 0) * 2 ** 32 + (low >>> 0);
  }

  #skip(wire: number): void {
    switch (wire) {
      case VARINT:
        this.#varint();
        return;
      case FIXED64:
        this.#at += 8;
        return;
      case FIXED32:
        this.#at += 4;
        return;
      case LENGTH_DELIMITED:
        this.range(wire);
        return;
      default:
        this.#malformed("a wire type of 0, 1, 2 or 5", `${wire}`);
    }
  }

  #expect(wire: number, expected: number): void {
    if (wire !== expected) this.#malformed(`wire type ${expected}`, `${wire}`);
  }

  /** Reads one scalar at the current place. */
  #read<T>(scalar: Scalar<T>): T {
    this.#fill(LONGEST_SCALAR);
    this.#window.pos = this.#at - this.#start;
    try {
      const value = scalar(this.#window);
      this.#at = this.#start + this.#window.pos;
      return value;
    } catch {
      return this.#malformed("a whole field", "a cut or overlong one");
    }
  }

  /** Makes `count` bytes from the current place readable, or all that are left. */
  #fill(count: number): void {
    const end = this.#start + this.#window.len;
    const wanted = Math.min(this.#at + count, this.source.size);
    if (this.#at >= this.#start && wanted <= end) return;
    const sequential = this.#at >= this.#start && this.#at <= end;
    this.#size = sequential ? Math.min(this.#size * 2, LARGEST_WINDOW) : SMALLEST_WINDOW;
    const length = Math.min(Math.max(count, this.#size), this.source.size - this.#at);
    if (length <= 0) this.#malformed("more bytes", "the end of the file");
    this.#window = new protobuf.Reader(this.source.read(this.#at, length));
    this.#start = this.#at;
  }

  #malformed(expected: string, got: string): never {
    throw new AceError(
      "malformed-model",
      { action: "read", subject: "the model", expected, got },
      { where: { file: this.source.name, offset: this.#at } },
    );
  }
}

type Scalar<T> = (window: protobuf.Reader) => T;
const readInt64: Scalar<LongLike> = (window) => window.int64() as unknown as LongLike;
const readUint32: Scalar<number> = (window) => window.uint32();
const readFloat: Scalar<number> = (window) => window.float();

const LONGEST_NAME = 64;

/** Names are short and ASCII as a rule; a decoder costs more than they do. */
function shortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > LONGEST_NAME) return undefined;
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return undefined;
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

interface LongLike {
  readonly low: number;
  readonly high: number;
}
