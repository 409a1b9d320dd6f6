import { malformed } from "./malformed.ts";

/** A file as the directory of a zip archive declares it. */
export interface ZipRecord {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** Unpacked, in bytes. */
  readonly size: number;
  /** A view on the archive. */
  readonly packed: Uint8Array;
}

interface Directory {
  readonly offset: number;
  readonly count: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const LONGEST_COMMENT = 0xffff;
/** In a 32-bit field: the value is in the ZIP64 extension. */
const ELSEWHERE = 0xffffffff;
const EXTENSION_64 = 1;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The directory of a zip archive, ZIP64 included; nothing is unpacked.
 *
 * @throws {AceError} `malformed-tensor`
 */
export function zipRecords(bytes: Uint8Array): ZipRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readRecords(view, findDirectory(view));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw broken("a whole directory", "one that leaves the file", error);
  }
}

function findDirectory(view: DataView): Directory {
  const end = findEnd(view);
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) {
    return { count: view.getUint16(end + 10, true), offset: view.getUint32(end + 16, true) };
  }
  const end64 = uint64(view, locator + 8);
  if (view.getUint32(end64, true) !== END_64) throw broken("a ZIP64 directory", "none");
  return { count: uint64(view, end64 + 32), offset: uint64(view, end64 + 48) };
}

/** The last place that looks like the end of a directory, which only a comment may follow. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw broken("a directory at the end of the file", "none");
}

function readRecords(view: DataView, { offset, count }: Directory): ZipRecord[] {
  const records: ZipRecord[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL) throw broken(`${count} files`, `${i}`);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extra = at + CENTRAL_SIZE + nameLength;
    records.push(readRecord(view, at, nameLength, fields64(view, extra, extraLength)));
    at = extra + extraLength + view.getUint16(at + 32, true);
  }
  return records;
}

/** @param fields64 - the ZIP64 fields, of which only those are there that did not fit */
function readRecord(view: DataView, at: number, nameLength: number, fields64: number[]): ZipRecord {
  const wide = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === ELSEWHERE ? (fields64.shift() ?? value) : value;
  };
  const size = wide(24);
  const packedSize = wide(20);
  const local = wide(42);
  return {
    name: text(slice(view, at + CENTRAL_SIZE, nameLength)),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    size,
    packed: packedBytes(view, local, packedSize),
  };
}

function fields64(view: DataView, start: number, length: number): number[] {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== EXTENSION_64) continue;
    const count = Math.min(3, view.getUint16(at + 2, true) >> 3);
    return Array.from({ length: count }, (_, i) => uint64(view, at + 4 + 8 * i));
  }
  return [];
}

function packedBytes(view: DataView, local: number, size: number): Uint8Array {
  if (view.getUint32(local, true) !== LOCAL) throw broken("files where it says", "none");
  const nameLength = view.getUint16(local + 26, true);
  const extraLength = view.getUint16(local + 28, true);
  return slice(view, local + LOCAL_SIZE + nameLength + extraLength, size);
}

function slice(view: DataView, offset: number, length: number): Uint8Array {
  if (offset + length > view.byteLength) throw new RangeError("outside the archive");
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw broken("file names in UTF-8", "other bytes", cause);
  }
}

function broken(expected: string, got: string, cause?: unknown): Error {
  return malformed("the zip archive", expected, got, cause);
}
