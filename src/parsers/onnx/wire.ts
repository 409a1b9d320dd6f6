import { AceError } from "../../errors.ts";
import { type ByteList, shortAscii } from "../../graph/byte-list.ts";
import type { ByteStringId, ByteStrings } from "../../graph/byte-strings.ts";
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

const LONGEST_VARINT = 10;
const SMALLEST_WINDOW = 1 << 10;
const LARGEST_WINDOW = 1 << 18;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Walks protocol buffer messages through a sliding window: long fields are skipped by position,
 * never read. The window starts small after a jump and doubles while reading is sequential.
 *
 * Source: Protocol Buffers, "Encoding".
 */
export class WireReader {
  readonly source: ByteSource;
  #buffer = new Uint8Array(SMALLEST_WINDOW);
  /** The window: bytes of the source from #start up to #end are at the start of #buffer. */
  #start = 0;
  #end = 0;
  #size = SMALLEST_WINDOW / 2;
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
  fields(range: Range, visit: (field: number, wire: number, start: number) => void): void {
    const end = range.offset + range.length;
    this.#at = range.offset;
    if (range.length > 0 && range.length <= SMALLEST_WINDOW) this.#fill(range.length);
    while (this.#at < end) {
      const start = this.#at;
      const key = this.#smallVarint();
      const at = this.#at;
      if (key >>> 3 === 0) this.#malformed("a field number", "0");
      visit(key >>> 3, key & 7, start);
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
    const value = this.#varint();
    if (!Number.isSafeInteger(value)) this.#malformed("an integer below 2^53", `${value}`);
    return value;
  }

  /** A varint as a number, signed as int64; beyond 2^53 the nearest number of that size. */
  clampedInteger(wire: number): number {
    this.#expect(wire, VARINT);
    return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, this.#varint()));
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
    this.#fill(4);
    if (this.#end - this.#at < 4) this.#malformed("a whole field", "a cut or overlong one");
    const view = new DataView(this.#buffer.buffer, this.#at - this.#start, 4);
    this.#at += 4;
    return view.getFloat32(0, true);
  }

  /** The range of a length-delimited field, skipped. */
  range(wire: number): Range {
    const length = this.#enter(wire);
    const offset = this.#at;
    this.#at = offset + length;
    return { offset, length };
  }

  /** A string field. */
  string(wire: number): string {
    const bytes = this.read(this.range(wire));
    const short = shortAscii(bytes);
    if (short !== undefined) return short;
    try {
      return utf8.decode(bytes);
    } catch {
      return this.#malformed("text in UTF-8", `${bytes.length} other bytes`);
    }
  }

  /** A string field as an entry of a table, found there as a rule. */
  name(wire: number, names: ByteStrings): ByteStringId {
    const length = this.#enter(wire);
    const from = this.#load(this.#at, length);
    const { size } = names;
    const id = names.intern(this.#buffer, from, from + length);
    if (id === size) this.#expectText(from, length);
    return id;
  }

  /** The bytes of a range as an entry of a table; the reader goes on after them. */
  intern(range: Range, table: ByteStrings): ByteStringId {
    const from = this.#load(range.offset, range.length);
    return table.intern(this.#buffer, from, from + range.length);
  }

  /** Appends the bytes of a string field, which must be UTF-8, to a list. */
  text(wire: number, list: Pick<ByteList, "push">): void {
    const length = this.#enter(wire);
    const from = this.#load(this.#at, length);
    this.#expectText(from, length);
    list.push(this.#buffer, from, from + length);
  }

  /** The range of a length-delimited field whose key is at `offset`. */
  rangeAt(offset: number): Range {
    this.#at = offset;
    return this.range(this.#smallVarint() & 7);
  }

  /** Bytes of a range, a view that the next read may end; the reader goes on after them. */
  read(range: Range): Uint8Array {
    if (range.length > LARGEST_WINDOW) {
      this.#at = range.offset + range.length;
      return this.source.read(range.offset, range.length);
    }
    const from = this.#load(range.offset, range.length);
    return this.#buffer.subarray(from, from + range.length);
  }

  /** Goes on at an offset. */
  seek(offset: number): void {
    this.#at = offset;
  }

  /** A repeated scalar field, packed or one value, as the range of its packed encoding. */
  scalars(wire: number): Range {
    if (wire === LENGTH_DELIMITED) return this.range(wire);
    const offset = this.#at;
    this.#skip(wire);
    return { offset, length: this.#at - offset };
  }

  /** Reads the length of a field whose bytes begin here then. */
  #enter(wire: number): number {
    this.#expect(wire, LENGTH_DELIMITED);
    const value = this.#smallVarint();
    const length = value < 0 ? value + 2 ** 64 : value;
    const left = this.source.size - this.#at;
    if (length > left) this.#malformed(`${length} more bytes`, `${left}, the file ends here`);
    return length;
  }

  /** A varint of one byte as a rule: a key or a length. */
  #smallVarint(): number {
    const byte = this.#buffer[this.#at - this.#start] as number;
    if (this.#at < this.#start || this.#at >= this.#end || byte >= 0x80) return this.#varint();
    this.#at++;
    return byte;
  }

  /** A varint as int64, beyond 2^53 the nearest double. */
  #varint(): number {
    this.#fill(LONGEST_VARINT);
    const from = this.#at - this.#start;
    const length = Math.min(this.#end - this.#at, LONGEST_VARINT);
    let low = 0;
    let high = 0;
    for (let i = 0; i < length; i++) {
      const byte = this.#buffer[from + i] as number;
      if (i < 4) low |= (byte & 0x7f) << (7 * i);
      else if (i > 4) high |= (byte & 0x7f) << (7 * i - 32);
      else {
        low |= byte << 28;
        high = (byte & 0x7f) >>> 4;
      }
      if (byte >= 0x80) continue;
      this.#at += i + 1;
      return high * 2 ** 32 + (low >>> 0);
    }
    return this.#malformed("a whole field", "a cut or overlong one");
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

  /** Refuses what is not UTF-8 from `start` on in the buffer. */
  #expectText(start: number, length: number): void {
    let at = start;
    while (at < start + length && (this.#buffer[at] as number) < 0x80) at++;
    if (at === start + length) return;
    try {
      utf8.decode(this.#buffer.subarray(start, start + length));
    } catch {
      this.#malformed("text in UTF-8", `${length} other bytes`);
    }
  }

  /** Makes a range readable and goes on after it; returns where it begins in the buffer. */
  #load(offset: number, length: number): number {
    this.#at = offset;
    if (length > 0) this.#fill(length);
    this.#at = offset + length;
    return length > 0 ? offset - this.#start : 0;
  }

  /** Makes `count` bytes from the current place readable, or all that are left. */
  #fill(count: number): void {
    const wanted = Math.min(this.#at + count, this.source.size);
    if (this.#at >= this.#start && wanted <= this.#end) return;
    const sequential = this.#at >= this.#start && this.#at <= this.#end;
    this.#size = sequential ? Math.min(this.#size * 2, LARGEST_WINDOW) : SMALLEST_WINDOW;
    const length = Math.min(Math.max(count, this.#size), this.source.size - this.#at);
    if (length <= 0) this.#malformed("more bytes", "the end of the file");
    if (length > this.#buffer.length) this.#buffer = new Uint8Array(Math.max(length, this.#size));
    this.source.readInto(this.#at, this.#buffer.subarray(0, length));
    this.#start = this.#at;
    this.#end = this.#at + length;
  }

  #malformed(expected: string, got: string): never {
    throw new AceError(
      "malformed-model",
      { action: "read", subject: "the model", expected, got },
      { where: { file: this.source.name, offset: this.#at } },
    );
  }
}
