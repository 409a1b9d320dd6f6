import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ByteSource, bufferSource, fileSource } from "../../src/io/byte-source.ts";
import { readToEnd } from "../../src/io/pipe.ts";
import { thrown } from "./thrown.ts";

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "byte-source-"));
  writeFileSync(
    at("ten"),
    Uint8Array.from({ length: 10 }, (_, i) => i),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  [
    "bufferSource()",
    () =>
      bufferSource(
        "ten",
        Uint8Array.from({ length: 10 }, (_, i) => i),
      ),
  ],
  ["fileSource()", () => fileSource(at("ten"))],
] as [string, () => ByteSource][])("`%s`", (_, make) => {
  test("reads any range inside", () => {
    const source = make();
    expect(source.size).toBe(10);
    expect(Array.from(source.read(3, 4))).toEqual([3, 4, 5, 6]);
    expect(Array.from(source.read(10, 0))).toEqual([]);
    source.close();
  });

  test("fills memory that is given", () => {
    const source = make();
    const bytes = new Uint8Array(4);
    source.readInto(6, bytes);
    expect(Array.from(bytes)).toEqual([6, 7, 8, 9]);
    expect(thrown(() => source.readInto(7, bytes)).code).toBe("unreadable-file");
    source.close();
  });

  test.each([
    [8, 3],
    [-1, 2],
    [2, -1],
    [11, 0],
    [0.5, 1],
    [0, 2 ** 60],
    [0, Number.NaN],
  ])("refuses %d, length %d", (offset, length) => {
    const source = make();
    const error = thrown(() => source.read(offset, length));
    expect(error.code).toBe("unreadable-file");
    expect(error.reason).toMatchObject({
      expected: `${length} bytes at byte ${offset}`,
      got: "10 bytes in all",
    });
    source.close();
  });
});

describe("`fileSource()`", () => {
  test("what was read stays as it is while more is read", () => {
    const source = fileSource(at("ten"));
    const first = source.read(0, 2);
    for (let i = 0; i < 50_000; i++) source.read(4, 5);
    expect(Array.from(first)).toEqual([0, 1]);
    source.close();
  });

  test("reads beyond 4 GiB, never the whole file", () => {
    writeFileSync(at("sparse"), "");
    truncateSync(at("sparse"), 5 * 2 ** 30);
    const source = fileSource(at("sparse"));
    expect(source.size).toBe(5 * 2 ** 30);
    expect(Array.from(source.read(5 * 2 ** 30 - 2, 2))).toEqual([0, 0]);
    source.close();
  });

  test("a file that got shorter is unreadable", () => {
    writeFileSync(at("shrinks"), "0123456789");
    const source = fileSource(at("shrinks"));
    truncateSync(at("shrinks"), 4);
    expect(() => source.read(2, 6)).toThrow(/expected 6 bytes at byte 2, got 4 bytes in all$/);
    source.close();
  });

  test("can be closed twice, and reads no more then", () => {
    const source = fileSource(at("ten"));
    source.close();
    source.close();
    expect(() => source.read(0, 1)).toThrow(/expected a readable file, got a closed file$/);
  });

  test("names the path as it was given", () => {
    const error = thrown(() => fileSource("no/such/model.onnx"));
    expect(error.code).toBe("unreadable-file");
    expect(error.where).toEqual({ file: "no/such/model.onnx" });
    expect(error.message).toBe(
      "Cannot read no/such/model.onnx: expected a readable file, got no such file or folder",
    );
  });

  test("refuses a folder", () => {
    expect(() => fileSource(folder)).toThrow(
      `Cannot read ${folder}: expected a readable file, got a folder`,
    );
  });

  test("refuses a path with a zero byte", () => {
    expect(thrown(() => fileSource("a\0b")).code).toBe("unreadable-file");
  });

  test.skipIf(process.getuid?.() === 0)("needs permission (root always has it)", () => {
    writeFileSync(at("secret"), "");
    chmodSync(at("secret"), 0);
    expect(() => fileSource(at("secret"))).toThrow("got no permission");
  });

  test.skipIf(process.platform === "win32")("reads a pipe to its end (Windows has none)", () => {
    execFileSync("mkfifo", [at("fifo")]);
    const writer = spawn("sh", ["-c", 'head -c 300000 /dev/zero > "$0"; ', at("fifo")]);
    const source = fileSource(at("fifo"));
    expect(source.size).toBe(300_000);
    expect(source.name).toBe(at("fifo"));
    writer.unref();
  });
});

describe("`readToEnd()`", () => {
  const drained = (size: number, limit?: number) => {
    writeFileSync(at("stream"), new Uint8Array(size).fill(7));
    const fd = openSync(at("stream"), "r");
    try {
      return readToEnd("stream", fd, limit);
    } finally {
      closeSync(fd);
    }
  };

  test.each([0, 1, 65_535, 65_536, 65_537, 500_000])("joins %d bytes", (size) => {
    const bytes = drained(size);
    expect(bytes.length).toBe(size);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
  });

  test("stops at the limit", () => {
    expect(drained(100_000, 100_000).length).toBe(100_000);
    const error = thrown(() => drained(100_001, 100_000));
    expect(error.code).toBe("too-large");
    expect(error.message).toBe("Cannot read stream: expected at most 100000 bytes, got more");
  });
});

describe("`readStandardInput()`", () => {
  test.skipIf(process.platform === "win32")("reads what is piped in (needs a shell)", () => {
    const file = new URL("../../src/io/byte-source.ts", import.meta.url).href;
    const program = `import { readStandardInput } from ${JSON.stringify(file)};
      const source = readStandardInput();
      console.log(source.name, source.size, source.read(0, 3).join());`;
    const args = ["--import", "tsx", "--input-type=module", "-e", program];
    const pipe = '(printf abc; sleep 0.2; printf defg) | "$0" "$@"';
    const out = execFileSync("sh", ["-c", pipe, process.execPath, ...args], { encoding: "utf8" });
    expect(out).toBe("standard input 7 97,98,99\n");
  });
});
