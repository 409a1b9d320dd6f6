import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeWholeFile } from "../../src/io/write-file.ts";
import { thrown } from "./thrown.ts";

const bytes = Uint8Array.of(1, 2, 3);
let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "write-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("`writeWholeFile()`", () => {
  test("writes a new file and leaves nothing beside it", () => {
    writeWholeFile(at("out.npz"), bytes);
    expect(Array.from(readFileSync(at("out.npz")))).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toEqual(["out.npz"]);
  });

  test("replaces a longer file and keeps its mode", () => {
    writeFileSync(at("out"), "something longer");
    chmodSync(at("out"), 0o666);
    writeWholeFile(at("out"), bytes);
    expect(readFileSync(at("out")).length).toBe(3);
    expect(statSync(at("out")).mode & 0o777).toBe(0o666);
  });

  test("writes through a link", () => {
    writeFileSync(at("target"), "old");
    symlinkSync("target", at("link"));
    writeWholeFile(at("link"), bytes);
    expect(readlinkSync(at("link"))).toBe("target");
    expect(readFileSync(at("target")).length).toBe(3);
  });

  test("does not put a file in the place of a device", () => {
    writeWholeFile("/dev/null", bytes);
    expect(statSync("/dev/null").isFile()).toBe(false);
  });

  test("fails on a folder and leaves nothing behind", () => {
    mkdirSync(at("taken"));
    const error = thrown(() => writeWholeFile(at("taken"), bytes));
    expect(error.code).toBe("output-failed");
    expect(error.message).toBe(
      `Cannot write ${at("taken")}: expected a writable file, got a folder`,
    );
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  test("fails where the folder does not exist", () => {
    const error = thrown(() => writeWholeFile(at("no/such/out.npz"), bytes));
    expect(error.code).toBe("output-failed");
    expect(error.where).toEqual({ file: at("no/such/out.npz") });
    expect(error.message).toContain("got no such file or folder");
  });

  test("removes the temporary file when the rename fails", () => {
    const error = thrown(() => writeWholeFile(`${at("no-folder")}/`, bytes));
    expect(error.code).toBe("output-failed");
    expect(readdirSync(folder)).toEqual([]);
  });
});
