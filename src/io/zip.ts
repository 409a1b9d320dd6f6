import { Inflate, inflateSync, type Zippable, zipSync } from "fflate";
import { AceError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import { malformed } from "./malformed.ts";
import { type ZipRecord, zipRecords } from "./zip-directory.ts";

/** One file of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked, in bytes, as the archive declares it. */
  readonly size: number;
  /**
   * The unpacked bytes, which have the declared size and checksum; may be a view on the archive.
   *
   * @throws {AceError} `malformed-tensor`
   */
  read(): Uint8Array;
  /**
   * The first unpacked bytes, `length` or more where there are as many; the rest is not looked at.
   *
   * @throws {AceError} `malformed-tensor`
   */
  begin(length: number): Uint8Array;
}

/** Most that an archive may declare to hold in all, in bytes: 4 GiB. */
const LARGEST_CONTENT = 2 ** 32;
/** Most bytes that DEFLATE can make of one: a copy of 258 bytes takes at least two bits. */
const DEFLATE_GAIN = 1032;
/** Packed bytes that are inflated at a time where only the beginning is wanted. */
const PIECE = 1 << 8;
const LARGEST_PIECE = PIECE * DEFLATE_GAIN;
const STORED = 0;
const DEFLATED = 8;
/** Entries and bytes that an archive can have without the ZIP64 extension. */
const MOST_FILES = 2 ** 16 - 2;
const LARGEST_ARCHIVE = 2 ** 32 - 2;
const EARLIEST = new Date(1980, 0, 1);

/**
 * The files of a zip archive in memory, in the order of its directory; folders are left out.
 *
 * Sizes are checked before anything is unpacked, so that no archive makes more than it declares.
 *
 * @throws {AceError} `malformed-tensor`; `unsupported-format` for encryption and for methods other
 *   than stored and deflated; `too-large` when it declares more than 4 GiB
 *
 * Source: PKWARE APPNOTE 6.3.10.
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const records = zipRecords(bytes);
  for (const record of records) checkRecord(record);
  checkTotals(records, bytes.length);
  return records
    .filter(({ name }) => !name.endsWith("/"))
    .map((record) => ({
      name: record.name,
      size: record.size,
      read: () => unpack(record),
      begin: (length) => beginning(record, length),
    }));
}

/**
 * A zip archive of stored files: equal files give equal bytes, on any day.
 *
 * @throws {AceError} `too-large` beyond 65,534 files or 4 GiB
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  let size = 0;
  const content: Zippable = {};
  for (const [name, bytes] of files) {
    content[name] = bytes;
    size += bytes.length + 6 * name.length + 128;
  }
  if (files.size > MOST_FILES || size > LARGEST_ARCHIVE) throw tooLarge("write", size);
  return zipSync(content, { level: 0, mtime: EARLIEST });
}

function checkRecord({ name, encrypted, method, packed, size }: ZipRecord): void {
  if (encrypted || (method !== STORED && method !== DEFLATED)) {
    const got = encrypted ? "an encrypted one" : `method ${method}`;
    const expected = "a stored or deflated file";
    throw new AceError("unsupported-format", { action: "unpack", subject: name, expected, got });
  }
  const most = method === STORED ? packed.length : DEFLATE_GAIN * (packed.length + 1);
  const least = method === STORED ? packed.length : 0;
  if (size < least || size > most) {
    const expected = `a size that ${packed.length} packed bytes can have`;
    throw malformed(name, expected, `${size}`);
  }
}

function checkTotals(records: readonly ZipRecord[], archiveSize: number): void {
  const packed = records.reduce((sum, record) => sum + record.packed.length, 0);
  if (packed > archiveSize) {
    throw malformed("the zip archive", "files that do not overlap", "files that do");
  }
  const size = records.reduce((sum, record) => sum + record.size, 0);
  if (size > LARGEST_CONTENT) throw tooLarge("unpack", size);
}

function unpack(record: ZipRecord): Uint8Array {
  const bytes = record.method === STORED ? record.packed : inflate(record);
  if (bytes.length !== record.size) {
    throw malformed(record.name, `${record.size} bytes`, `${bytes.length}`);
  }
  if (crc32(bytes) !== record.crc) throw malformed(record.name, "its own checksum", "another");
  return bytes;
}

function inflate({ name, packed, size }: ZipRecord): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (cause) {
    throw malformed(name, "deflated bytes", "others", cause);
  }
}

function beginning({ name, method, packed, size }: ZipRecord, length: number): Uint8Array {
  if (method === STORED) return packed.subarray(0, length);
  const bytes = new Uint8Array(Math.min(length + LARGEST_PIECE, size));
  let filled = 0;
  const inflater = new Inflate((piece) => {
    bytes.set(piece.subarray(0, bytes.length - filled), filled);
    filled += Math.min(piece.length, bytes.length - filled);
  });
  try {
    for (let at = 0; at < packed.length && filled < length; at += PIECE) {
      inflater.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (cause) {
    throw malformed(name, "deflated bytes", "others", cause);
  }
  return bytes.subarray(0, filled);
}

function tooLarge(action: string, size: number): AceError {
  return new AceError("too-large", {
    action,
    subject: "the zip archive",
    expected: `at most ${LARGEST_CONTENT} bytes`,
    got: `${size}`,
  });
}
