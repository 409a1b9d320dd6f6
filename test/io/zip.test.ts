import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/io/crc32.ts";
import { writeZip, zipEntries } from "../../src/io/zip.ts";
import { tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

const text = strToU8("abcabcabcabcabcabcabcabcabcabc");
const archive = (level: 0 | 9) =>
  zipSync({ "a.txt": text }, { level, mtime: new Date(2000, 1, 1) });

function directoryOf(zip: Uint8Array): number {
  return new DataView(zip.buffer).getUint32(zip.length - 22 + 16, true);
}

/** The archive with a field of its first directory record changed. */
function forged(level: 0 | 9, offset: number, bytes: readonly number[]): Uint8Array {
  const zip = archive(level);
  zip.set(bytes, directoryOf(zip) + offset);
  return zip;
}

describe("`zipEntries()`", () => {
  test.each([0, 9] as const)("unpacks level %d", (level) => {
    const [entry] = zipEntries(archive(level));
    expect(entry?.name).toBe("a.txt");
    expect(entry?.size).toBe(30);
    expect(entry?.read()).toEqual(text);
  });

  test("reads the ZIP64 fields that numpy writes", () => {
    expect(zipEntries(tensorFileBytes("stored.npz")).length).toBe(24);
  });

  test("reads past a comment", () => {
    const zip = new Uint8Array([...archive(9), 104, 105]);
    zip[zip.length - 4] = 2;
    expect(zipEntries(zip).length).toBe(1);
  });

  test.each([
    ["nothing", new Uint8Array(0), "expected a directory at the end of the file, got none"],
    ["text", strToU8("x".repeat(100)), "expected a directory at the end of the file, got none"],
    ["a cut archive", archive(9).subarray(0, -1), "a directory at the end of the file"],
    ["a cut beginning", archive(9).subarray(20), "expected 1 files, got 0"],
    ["a wrong signature", forged(9, 0, [0]), "expected 1 files, got 0"],
    ["a place outside", forged(9, 42, [0, 0, 0, 0x7f]), "got one that leaves the file"],
    ["a place inside a file", forged(9, 42, [3]), "expected files where it says, got none"],
    ["a packed size outside", forged(9, 20, [0, 0, 0, 0x7f]), "got one that leaves the file"],
    ["a name that is not UTF-8", forged(9, 46, [0xff]), "expected file names in UTF-8"],
    ["a bomb", forged(9, 24, [0, 0, 0, 0x7f]), "expected a size that"],
    ["a stored size", forged(0, 24, [31]), "expected a size that 30 packed bytes can have, got 31"],
  ])("refuses %s", (_, bytes, message) => {
    const error = thrown(() => zipEntries(bytes));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toContain(message);
  });

  test.each([
    ["more", [40], "expected 40 bytes, got 30"],
    ["fewer", [20], "expected its own checksum, got another"],
  ])("refuses to unpack %s bytes than there are", (_, size, message) => {
    const [entry] = zipEntries(forged(9, 24, size as number[]));
    expect(thrown(() => entry?.read()).message).toContain(message);
  });

  test("refuses a changed file", () => {
    const zip = archive(0);
    zip[30 + 5] = 0x62;
    expect(() => zipEntries(zip)[0]?.read()).toThrow(
      "Cannot read a.txt: expected its own checksum, got another",
    );
  });

  test("refuses what does not inflate", () => {
    const zip = archive(9);
    zip[30 + 5] = 0xff;
    expect(thrown(() => zipEntries(zip)[0]?.read()).message).toBe(
      "Cannot read a.txt: expected deflated bytes, got others",
    );
  });

  test.each([
    ["encryption", forged(9, 8, [1]), "got an encrypted one"],
    ["bzip2", forged(9, 10, [12]), "got method 12"],
  ])("does not support %s", (_, bytes, message) => {
    const error = thrown(() => zipEntries(bytes));
    expect(error.code).toBe("unsupported-format");
    expect(error.message).toContain(message);
  });

  test("refuses files that overlap", () => {
    const file = new Uint8Array(10_000);
    const zip = zipSync({ "a.txt": file, "b.txt": file }, { level: 0 });
    const record = 46 + "a.txt".length;
    zip.copyWithin(directoryOf(zip) + record, directoryOf(zip), directoryOf(zip) + record);
    const short = new Uint8Array(zip.length - 10_000 - 35);
    short.set(zip.subarray(0, 35 + 10_000));
    short.set(zip.subarray(directoryOf(zip)), 35 + 10_000);
    new DataView(short.buffer).setUint32(short.length - 6, 35 + 10_000, true);
    expect(() => zipEntries(short)).toThrow(
      "Cannot read the zip archive: expected files that do not overlap, got files that do",
    );
  });

  test("refuses to unpack more than 4 GiB, before anything is unpacked", () => {
    const noise = Uint8Array.from({ length: 3_000_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
    const zip = zipSync({ "a.txt": [noise, { level: 0 }], "b.txt": [noise, { level: 0 }] });
    const view = new DataView(zip.buffer);
    for (const record of [0, 46 + "a.txt".length]) {
      view.setUint16(directoryOf(zip) + record + 10, 8, true);
      view.setUint32(directoryOf(zip) + record + 24, 3_000_000_000, true);
    }
    const error = thrown(() => zipEntries(zip));
    expect(error.code).toBe("too-large");
    expect(error.message).toBe(
      "Cannot unpack the zip archive: expected at most 4294967296 bytes, got 6000000000",
    );
  });
});

describe("`writeZip()`", () => {
  test("keeps the order of the names", () => {
    const files = new Map([
      ["b.npy", text],
      ["a.npy", text],
    ]);
    expect(zipEntries(writeZip(files)).map(({ name }) => name)).toEqual(["b.npy", "a.npy"]);
  });

  test("refuses more files than the format counts", () => {
    const empty = new Uint8Array(0);
    const files = new Map(Array.from({ length: 65_535 }, (_, i) => [`${i}.npy`, empty]));
    expect(thrown(() => writeZip(files)).code).toBe("too-large");
  });
});

test("`crc32()` has the check value of the CRC catalogue", () => {
  expect(crc32(strToU8("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
