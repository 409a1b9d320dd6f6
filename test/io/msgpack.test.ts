import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AceError } from "../../src/errors.ts";
import { bufferSource } from "../../src/io/byte-source.ts";
import { type MsgpackValue, readMsgpack } from "../../src/io/msgpack.ts";
import { tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

/** Reads bytes written as hexadecimal digits. */
function read(hex: string): MsgpackValue {
  return readMsgpack(bufferSource("x", Uint8Array.from(Buffer.from(hex.replace(/ /g, ""), "hex"))));
}

describe("`readMsgpack()`", () => {
  test.each([
    ["7f", { kind: "integer", value: 127 }],
    ["ff", { kind: "integer", value: -1 }],
    ["e0", { kind: "integer", value: -32 }],
    ["cc 80", { kind: "integer", value: 128 }],
    ["cd 0100", { kind: "integer", value: 256 }],
    ["ce ffffffff", { kind: "integer", value: 4294967295 }],
    ["cf ffffffffffffffff", { kind: "integer", value: 18446744073709551615n }],
    ["cf 0000000100000000", { kind: "integer", value: 4294967296 }],
    ["d0 80", { kind: "integer", value: -128 }],
    ["d1 8000", { kind: "integer", value: -32768 }],
    ["d2 80000000", { kind: "integer", value: -2147483648 }],
    ["d3 8000000000000000", { kind: "integer", value: -9223372036854775808n }],
    ["ca 3fc00000", { kind: "float", value: 1.5 }],
    ["cb 3ff8000000000000", { kind: "float", value: 1.5 }],
    ["c0", { kind: "nil" }],
    ["c2", { kind: "boolean", value: false }],
    ["c3", { kind: "boolean", value: true }],
    ["a0", { kind: "text", value: "" }],
    ["a3 c3a561", { kind: "text", value: "åa" }],
    ["d9 01 61", { kind: "text", value: "a" }],
    ["da 0001 61", { kind: "text", value: "a" }],
    ["db 00000001 61", { kind: "text", value: "a" }],
    ["c4 02 0102", { kind: "binary", range: { offset: 2, length: 2 } }],
    ["c5 0001 01", { kind: "binary", range: { offset: 3, length: 1 } }],
    ["c6 00000001 01", { kind: "binary", range: { offset: 5, length: 1 } }],
    ["d4 01 aa", { kind: "extension", type: 1, range: { offset: 2, length: 1 } }],
    ["d5 ff aabb", { kind: "extension", type: -1, range: { offset: 2, length: 2 } }],
    ["d7 01 0000000000000000", { kind: "extension", type: 1, range: { offset: 2, length: 8 } }],
    ["c7 03 02 aabbcc", { kind: "extension", type: 2, range: { offset: 3, length: 3 } }],
    ["c8 0001 02 aa", { kind: "extension", type: 2, range: { offset: 4, length: 1 } }],
    ["c9 00000001 02 aa", { kind: "extension", type: 2, range: { offset: 6, length: 1 } }],
    ["92 01 c0", { kind: "list", items: [{ kind: "integer", value: 1 }, { kind: "nil" }] }],
    ["dc 0001 c0", { kind: "list", items: [{ kind: "nil" }] }],
    ["dd 00000001 c0", { kind: "list", items: [{ kind: "nil" }] }],
    ["81 a1 61 c0", { kind: "map", entries: new Map([["a", { kind: "nil" }]]) }],
    ["81 07 c0", { kind: "map", entries: new Map([["7", { kind: "nil" }]]) }],
    ["de 0001 a1 61 c0", { kind: "map", entries: new Map([["a", { kind: "nil" }]]) }],
    ["df 00000001 a1 61 c0", { kind: "map", entries: new Map([["a", { kind: "nil" }]]) }],
  ])("%s, a format of the specification", (hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  test.each([
    ["", "1 more bytes", "0, the file ends here", 0],
    ["cd 01", "2 more bytes", "1, the file ends here", 1],
    ["c4 05 01", "5 more bytes", "1, the file ends here", 2],
    ["dd ffffffff", "4294967295 entries", "0 bytes, the file ends here", 5],
    ["df ffffffff a0", "4294967295 entries", "1 bytes, the file ends here", 5],
    ["db ffffffff", "text of at most 1048576 bytes", "4294967295", 5],
    ["c1", "a format of MessagePack", "byte 0xc1", 1],
    ["c0 c0", "one value", "more bytes after it", 1],
    ["82 a1 61 c0 a1 61 c0", "different keys", "a twice", 6],
    ["81 c0 c0", "keys of text", "one of kind nil", 2],
    ["a1 ff", "text in UTF-8", "other bytes", 2],
  ])("refuses %s", (hex, expected, got, offset) => {
    const error = thrown(() => read(hex));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toBe(
      `Cannot read the MessagePack data: expected ${expected}, got ${got}`,
    );
    expect(error.where).toEqual({ offset });
  });

  test("refuses lists that are nested too deeply", () => {
    expect(read(`${"91".repeat(256)}c0`).kind).toBe("list");
    expect(thrown(() => read(`${"91".repeat(257)}c0`)).message).toBe(
      "Cannot read the MessagePack data: expected at most 256 levels, got more",
    );
  });

  test("refuses a file of very many values", () => {
    const bytes = new Uint8Array(2 ** 20 + 5);
    bytes.set([0xdd, 0x00, 0x10, 0x00, 0x00]);
    const error = thrown(() => readMsgpack(bufferSource("x", bytes)));
    expect(error.code).toBe("too-large");
  });

  test("reads only the beginning of what is long", () => {
    const bytes = new Uint8Array(2 ** 20 + 6);
    bytes.set([0x91, 0xc6, 0x00, 0x10, 0x00, 0x00]);
    const lengths: number[] = [];
    const source = bufferSource("x", bytes);
    const read = (offset: number, length: number) => {
      lengths.push(length);
      return bytes.subarray(offset, offset + length);
    };
    readMsgpack({ ...source, size: source.size, read });
    expect(lengths).toEqual([4096]);
  });

  test("any change of a file is read or refused", () => {
    const whole = tensorFileBytes("flax.msgpack");
    const position = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(position, fc.nat(255), fc.option(position), (at, byte, end) => {
        const changed = whole.slice(0, end ?? whole.length);
        if (at < changed.length) changed[at] = byte;
        try {
          readMsgpack(bufferSource("x", changed));
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
