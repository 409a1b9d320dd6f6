import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { AceError } from "../../src/errors.ts";
import { type Tensor, tensorOf, toNumbers } from "../../src/graph/tensor.ts";
import { formatType, TypeTable } from "../../src/graph/tensor-type.ts";
import { bufferSource, fileSource } from "../../src/io/byte-source.ts";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.ts";
import { tensorFile, tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

const types = new TypeTable();

/** A file with any header text, its length in front. */
function safetensors(header: string | Uint8Array, dataSize: number, length?: bigint) {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataSize);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bufferSource("w.safetensors", bytes);
}

const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe("`readSafetensors()`", () => {
  const source = fileSource(tensorFile("all.safetensors"));
  const tensors = readSafetensors(source, types);
  afterAll(() => source.close());

  test.each([
    ["bool", "bool 2", [1, 0]],
    ["u8", "u8 2", [1, 255]],
    ["i8", "i8 2", [1, -1]],
    ["f8e5m2", "f8e5m2 2", [1, -1.5]],
    ["f8e4m3fn", "f8e4m3fn 2", [1, -1.5]],
    ["f8e8m0", "f8e8m0 2", [1, 2]],
    ["f8e4m3fnuz", "f8e4m3fnuz 2", [1, -1.5]],
    ["f8e5m2fnuz", "f8e5m2fnuz 2", [1, -1.5]],
    ["f4e2m1", "f4e2m1 4", [1, -1.5, -6, 6]],
    ["i16", "i16 2", [1, -2]],
    ["u16", "u16 1", [65535]],
    ["f16", "f16 2", [1, -1.5]],
    ["bf16", "bf16 2", [1, -1.5]],
    ["i32", "i32 1", [-2]],
    ["u32", "u32 1", [4294967295]],
    ["f32", "f32 2x2", [1, -1.5, 0.25, 3]],
    ["f64", "f64 scalar", [0.1]],
    ["i64", "i64 1", [-2]],
    ["u64", "u64 1", [18446744073709552000]],
    ["a/b.c", "f32 0x2", []],
  ])("%s by safetensors 0.8.0 is %s", (name, type, values) => {
    const tensor = tensors.get(name);
    expect(formatType(tensor?.type ?? types.intern("f32", []))).toBe(type);
    expect(toNumbers(tensor?.read() as Tensor)).toEqual(values);
  });

  test("leaves the metadata out, and reads the first elements alone", () => {
    expect(tensors.size).toBe(20);
    expect(tensors.get("f32")?.part?.(0, 2)).toEqual(Float32Array.of(1, -1.5));
  });

  test("an empty file of tensors is one", () => {
    expect(readSafetensors(safetensors("{}", 0)).size).toBe(0);
    expect(readSafetensors(safetensors('{"__metadata__":{"a":"b"}}   ', 0)).size).toBe(0);
  });

  test("a tensor may have any name", () => {
    const header = `{"__proto__":${entry("U8", "[1]", "[0,1]")}}`;
    expect([...readSafetensors(safetensors(header, 1)).keys()]).toEqual(["__proto__"]);
  });

  test.each([
    ["no bytes", bufferSource("x", new Uint8Array(3)), "expected 8 bytes and more, got 3"],
    [
      "a header longer than the file",
      safetensors("{}", 0, 2n ** 63n),
      "expected a header of at most 2 bytes, got 9223372036854775808",
    ],
    ["text", safetensors("hello", 0), "expected a header in JSON, got other bytes"],
    ["no UTF-8", safetensors(Uint8Array.of(0x22, 0xff, 0x22), 0), "expected a header in JSON"],
    ["a list", safetensors("[]", 0), "expected a header that is an object, got another value"],
    ["a deep list", safetensors("[".repeat(1e6), 0), "expected a header in JSON"],
    ["a number", safetensors('{"a":1}', 0), "tensor a: expected an object, got another value"],
    ["a negative size", one(entry("U8", "[-1]", "[0,1]"), 1), "tensor a: expected a shape"],
    ["a fraction", one(entry("U8", "[1.5]", "[0,1]"), 1), "tensor a: expected a shape"],
    ["one offset", one(entry("U8", "[1]", "[0]"), 1), "tensor a: expected two offsets"],
    ["too few bytes", one(entry("F32", "[2]", "[0,4]"), 4), "tensor a: expected 8 bytes, got 4"],
    ["a backward range", one(entry("U8", "[1]", "[1,0]"), 1), "tensor a: expected 1 bytes, got -1"],
    [
      "a gap",
      one(entry("U8", "[1]", "[1,2]"), 2),
      "tensor a: expected data from byte 0, got from 1",
    ],
    ["a rest", one(entry("U8", "[1]", "[0,1]"), 2), "expected 1 bytes of data, got 2"],
    ["a cut file", one(entry("U8", "[4]", "[0,4]"), 2), "expected 4 bytes of data, got 2"],
    [
      "an overlap",
      safetensors(`{"a":${entry("U8", "[2]", "[0,2]")},"b":${entry("U8", "[2]", "[1,3]")}}`, 3),
      "tensor b: expected data from byte 2, got from 1",
    ],
    [
      "a huge shape",
      one(entry("F64", "[1125899906842624]", "[0,8]"), 8),
      "tensor a: expected 9007199254740992 bytes, got 8",
    ],
  ])("refuses %s", (_, file, message) => {
    const error = thrown(() => readSafetensors(file));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toContain(message);
  });

  test("does not support complex numbers", () => {
    const error = thrown(() => readSafetensors(one(entry("C64", "[1]", "[0,8]"), 8)));
    expect(error.code).toBe("unsupported-type");
    expect(error.message).toBe(
      "Cannot read tensor a: expected a real dtype of safetensors, got C64",
    );
  });

  test("any change of a file is read or refused, never a crash", () => {
    const whole = tensorFileBytes("all.safetensors");
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const changed = whole.slice(0, byte < 128 ? whole.length : end);
        if (at < changed.length) changed[at] = byte;
        try {
          for (const tensor of readSafetensors(bufferSource("x", changed)).values()) tensor.read();
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function one(value: string, dataSize: number) {
  return safetensors(`{"a":${value}}`, dataSize);
}

describe("`writeSafetensors()`", () => {
  test("gives the bytes that safetensors 0.8.0 wrote, but for its metadata", () => {
    const bytes = tensorFileBytes("all.safetensors");
    const tensors = new Map(
      Array.from(readSafetensors(bufferSource("x", bytes)), ([name, tensor]) => [
        name,
        tensor.read(),
      ]),
    );
    const metadata = '"__metadata__":{"made":"by hand"},';
    const text = (from: Uint8Array) => new TextDecoder("latin1").decode(from);
    const headerSize = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = text(bytes.subarray(8, 8 + headerSize))
      .replace(metadata, "")
      .trimEnd();
    const written = writeSafetensors(tensors);
    const writtenSize = Number(new DataView(written.buffer).getBigUint64(0, true));
    expect(writtenSize % 8).toBe(0);
    expect(text(written.subarray(8, 8 + writtenSize)).trimEnd()).toBe(header);
    expect(written.subarray(8 + writtenSize)).toEqual(bytes.subarray(8 + headerSize));
  });

  test("writes integers of 4 and 2 bits by value", () => {
    const tensor = tensorOf(types.intern("i4", [2]), Int8Array.of(-8, 7));
    const bytes = writeSafetensors(new Map([["x", tensor]]));
    const read = readSafetensors(bufferSource("x", bytes)).get("x");
    expect(read?.type.element).toBe("i8");
    expect(read?.read().data).toEqual(Int8Array.of(-8, 7));
  });

  test("refuses packed elements that end inside a byte", () => {
    const tensor = tensorOf(types.intern("f4e2m1", [3]), Float32Array.of(1, 2, 3));
    const error = thrown(() => writeSafetensors(new Map([["x", tensor]])));
    expect(error.code).toBe("unsupported-type");
    expect(error.message).toBe(
      "Cannot write tensor x: expected elements that fill whole bytes, got a part of one with f4e2m1",
    );
  });
});
