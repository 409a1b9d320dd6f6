import { AceError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { malformed } from "./malformed.ts";

/** A run of bytes in a source. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A value of MessagePack; binary data stays in the file. */
export type MsgpackValue =
  | { readonly kind: "nil" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "integer"; readonly value: number | bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "binary"; readonly range: ByteRange }
  | { readonly kind: "extension"; readonly type: number; readonly range: ByteRange }
  | { readonly kind: "list"; readonly items: readonly MsgpackValue[] }
  /** Keys that are integers are written in decimal. */
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, MsgpackValue> };

/** Far above what a tree of parameters has. */
const DEEPEST = 256;
const MOST_VALUES = 2 ** 20;
const LONGEST_TEXT = 2 ** 20;
const WINDOW = 1 << 12;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The one value that fills a range of a source, the whole of it by default.
 *
 * @throws {AceError} `malformed-tensor` with the byte offset; `too-large` for trees of more than
 *   {@link MOST_VALUES} values
 *
 * Source: MessagePack specification, "Formats".
 */
export function readMsgpack(
  source: ByteSource,
  range: ByteRange = { offset: 0, length: source.size },
): MsgpackValue {
  const reader = new MsgpackReader(source, range);
  const value = reader.value(0);
  reader.expectEnd();
  return value;
}

class MsgpackReader {
  readonly #source: ByteSource;
  readonly #end: number;
  #at: number;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #windowStart = 0;
  #values = 0;

  constructor(source: ByteSource, { offset, length }: ByteRange) {
    this.#source = source;
    this.#at = offset;
    this.#end = offset + length;
  }

  expectEnd(): void {
    if (this.#at < this.#end) this.#fail("one value", "more bytes after it");
  }

  value(depth: number): MsgpackValue {
    if (++this.#values > MOST_VALUES) throw tooMany();
    const tag = this.#unsigned(1);
    if (tag < 0x80) return { kind: "integer", value: tag };
    if (tag < 0x90) return this.#map(tag & 0x0f, depth);
    if (tag < 0xa0) return this.#list(tag & 0x0f, depth);
    if (tag < 0xc0) return this.#text(tag & 0x1f);
    if (tag >= 0xe0) return { kind: "integer", value: tag - 0x100 };
    return this.#tagged(tag, depth);
  }

  /** Values whose first byte says nothing but their format. */
  #tagged(tag: number, depth: number): MsgpackValue {
    switch (tag) {
      case 0xc0:
        return { kind: "nil" };
      case 0xc2:
      case 0xc3:
        return { kind: "boolean", value: tag === 0xc3 };
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return { kind: "binary", range: this.#skip(this.#unsigned(1 << (tag - 0xc4))) };
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#unsigned(1 << (tag - 0xc7)));
      case 0xca:
        return { kind: "float", value: this.#take(4).getFloat32(0) };
      case 0xcb:
        return { kind: "float", value: this.#take(8).getFloat64(0) };
      case 0xcc:
      case 0xcd:
      case 0xce:
        return { kind: "integer", value: this.#unsigned(1 << (tag - 0xcc)) };
      case 0xcf:
        return { kind: "integer", value: narrowed(this.#take(8).getBigUint64(0)) };
      case 0xd0:
        return { kind: "integer", value: this.#take(1).getInt8(0) };
      case 0xd1:
        return { kind: "integer", value: this.#take(2).getInt16(0) };
      case 0xd2:
        return { kind: "integer", value: this.#take(4).getInt32(0) };
      case 0xd3:
        return { kind: "integer", value: narrowed(this.#take(8).getBigInt64(0)) };
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(1 << (tag - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#unsigned(1 << (tag - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#list(this.#unsigned(2 << (tag - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#unsigned(2 << (tag - 0xde)), depth);
      default:
        return this.#fail("a format of MessagePack", `byte 0x${tag.toString(16)}`);
    }
  }

  #list(count: number, depth: number): MsgpackValue {
    this.#expectRoom(count, 1, depth);
    const items: MsgpackValue[] = [];
    for (let i = 0; i < count; i++) items.push(this.value(depth + 1));
    return { kind: "list", items };
  }

  #map(count: number, depth: number): MsgpackValue {
    this.#expectRoom(count, 2, depth);
    const entries = new Map<string, MsgpackValue>();
    for (let i = 0; i < count; i++) {
      const key = this.#key(depth);
      if (entries.has(key)) this.#fail("different keys", `${key.slice(0, 40)} twice`);
      entries.set(key, this.value(depth + 1));
    }
    return { kind: "map", entries };
  }

  #key(depth: number): string {
    const key = this.value(depth + 1);
    if (key.kind === "text" || key.kind === "integer") return `${key.value}`;
    return this.#fail("keys of text", `one of kind ${key.kind}`);
  }

  #text(length: number): MsgpackValue {
    if (length > LONGEST_TEXT) this.#fail(`text of at most ${LONGEST_TEXT} bytes`, `${length}`);
    const { offset } = this.#skip(length);
    const bytes = this.#source.read(offset, length);
    try {
      return { kind: "text", value: utf8.decode(bytes) };
    } catch {
      return this.#fail("text in UTF-8", "other bytes");
    }
  }

  #extension(length: number): MsgpackValue {
    const type = this.#take(1).getInt8(0);
    return { kind: "extension", type, range: this.#skip(length) };
  }

  /** Before anything is made of a count: the file must have that many values left. */
  #expectRoom(count: number, least: number, depth: number): void {
    if (depth >= DEEPEST) this.#fail(`at most ${DEEPEST} levels`, "more");
    const left = this.#end - this.#at;
    if (count * least > left) this.#fail(`${count} entries`, `${left} bytes, the file ends here`);
  }

  #skip(length: number): ByteRange {
    const offset = this.#at;
    const left = this.#end - offset;
    if (length > left) this.#fail(`${length} more bytes`, `${left}, the file ends here`);
    this.#at += length;
    return { offset, length };
  }

  /** A big-endian integer of 1, 2 or 4 bytes. */
  #unsigned(length: number): number {
    const view = this.#take(length);
    if (length === 1) return view.getUint8(0);
    return length === 2 ? view.getUint16(0) : view.getUint32(0);
  }

  /** The next bytes, at most 8, out of a window that is read ahead. */
  #take(length: number): DataView {
    const { offset } = this.#skip(length);
    const inside = offset - this.#windowStart;
    if (inside < 0 || inside + length > this.#window.byteLength) this.#fill(offset);
    const { buffer, byteOffset } = this.#window;
    return new DataView(buffer, byteOffset + offset - this.#windowStart, length);
  }

  #fill(offset: number): void {
    const bytes = this.#source.read(offset, Math.min(WINDOW, this.#end - offset));
    this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#windowStart = offset;
  }

  #fail(expected: string, got: string): never {
    throw malformed("the MessagePack data", expected, got).at({ offset: this.#at });
  }
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function tooMany(): AceError {
  return new AceError("too-large", {
    action: "read",
    subject: "the MessagePack data",
    expected: `at most ${MOST_VALUES} values`,
    got: "more",
  });
}
