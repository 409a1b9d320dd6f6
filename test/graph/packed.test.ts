import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ELEMENT_TYPES, type ElementType, elementBits } from "../../src/graph/element-type.ts";
import {
  type CodedType,
  decodeElements,
  encodeElements,
  packElements,
  packedByteLength,
  unpackElements,
} from "../../src/graph/packed.ts";
import { ROUNDED_TYPES } from "./small-floats.ts";

const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);
const unpacked = (element: ElementType, count: number, ...bytes: number[]) =>
  Array.from<number | bigint>(unpackElements(element, bytesOf(...bytes), count) as Float32Array);

describe("`packedByteLength()`", () => {
  test("counts whole bytes, and fills up the last one only", () => {
    expect(packedByteLength("f32", 3)).toBe(12);
    expect(packedByteLength("bool", 3)).toBe(3);
    expect(packedByteLength("i4", 3)).toBe(2);
    expect(packedByteLength("u2", 5)).toBe(2);
    expect(packedByteLength("f6e3m2", 3)).toBe(3);
    expect(packedByteLength("f6e3m2", 4)).toBe(3);
    expect(packedByteLength("f6e3m2", 5)).toBe(4);
    expect(packedByteLength("u2", 0)).toBe(0);
    expect(packedByteLength("u64", 2 ** 52)).toBe(2 ** 55);
  });
});

describe("`encodeElements()`", () => {
  test.each(ROUNDED_TYPES as CodedType[])(
    "%s gives back every code, those of all NaNs too",
    (type) => {
      const wide = elementBits(type) > 8;
      const codes = new (wide ? Uint16Array : Uint8Array)(2 ** elementBits(type));
      for (let code = 0; code < codes.length; code++) codes[code] = code;
      expect(encodeElements(type, decodeElements(type, codes))).toEqual(codes);
    },
  );

  test("gives NaNs of other payloads the nearest that there is", () => {
    const words = Uint32Array.of(0x7fc00000, 0xffc00000, 0x7f800001, 0xffbfffff);
    const nans = new Float32Array(words.buffer);
    expect([...encodeElements("f16", nans)]).toEqual([0x7e00, 0xfe00, 0x7e00, 0xfdff]);
    expect([...encodeElements("f8e4m3fn", nans)]).toEqual([0x7f, 0xff, 0x7f, 0xff]);
    expect([...encodeElements("f8e4m3fnuz", nans)]).toEqual([0x80, 0x80, 0x80, 0x80]);
    expect([...encodeElements("f8e8m0", nans)]).toEqual([0xff, 0xff, 0xff, 0xff]);
    expect([...encodeElements("f4e2m1", nans)]).toEqual([8, 8, 8, 8]);
  });
});

describe("`unpackElements()`", () => {
  test("4 bits: the low half of a byte comes first, onnx `_unpack_4bit`", () => {
    expect(unpacked("u4", 3, 0x21, 0xf3)).toEqual([1, 2, 3]);
    expect(unpacked("i4", 4, 0x78, 0x0f)).toEqual([-8, 7, -1, 0]);
    expect(unpacked("f4e2m1", 4, 0x21, 0xf7)).toEqual([0.5, 1, 6, -6]);
  });

  test("2 bits: x0 | (x1 << 2) | (x2 << 4) | (x3 << 6), onnx `_unpack_2bit`", () => {
    expect(unpacked("u2", 5, 0b11_10_01_00, 0b01)).toEqual([0, 1, 2, 3, 1]);
    expect(unpacked("i2", 4, 0b11_10_01_00)).toEqual([0, 1, -2, -1]);
  });

  test("6 bits: four in three bytes, onnx 1.23.2 `_pack_6bit` of 8, 20, 63, 1, 33", () => {
    expect(unpacked("f6e2m3", 5, 0x08, 0xf5, 0x07, 0x21)).toEqual([1, 3, -7.5, 0.125, -0.125]);
    expect(unpacked("f6e3m2", 4, 0x08, 0xf5, 0x07)).toEqual([0.5, 4, -28, 0.0625]);
  });

  test("bytes and words are little-endian and may start anywhere", () => {
    const bytes = bytesOf(9, 0, 0, 0xc0, 0x3f, 0x01, 0xff, 0xff, 0xff);
    const aligned = unpackElements("f32", bytes.subarray(1, 5), 1);
    expect(aligned).toEqual(Float32Array.of(1.5));
    expect(unpackElements("i32", bytes.subarray(5), 1)).toEqual(Int32Array.of(-255));
    expect(unpackElements("bf16", bytes.subarray(3, 5), 1)).toEqual(Float32Array.of(1.5));
    expect(unpackElements("f16", bytesOf(7, 0x00, 0xbe).subarray(1), 1)).toEqual(
      Float32Array.of(-1.5),
    );
    expect(unpackElements("i64", bytesOf(254, 255, 255, 255, 255, 255, 255, 255), 1)).toEqual(
      BigInt64Array.of(-2n),
    );
  });

  test("a slice of a node Buffer is read from where it starts", () => {
    expect(unpackElements("f16", Buffer.from([1, 2, 0x00, 0x3c]).subarray(2), 1)).toEqual(
      Float32Array.of(1),
    );
  });

  test("any byte but 0 is true", () => {
    expect(unpackElements("bool", bytesOf(0, 1, 2, 255), 4)).toEqual(bytesOf(0, 1, 1, 1));
  });

  test("copies: the carrier does not change with the bytes", () => {
    const bytes = bytesOf(1, 2);
    const data = unpackElements("u8", bytes, 2);
    bytes[0] = 9;
    expect(data).toEqual(bytesOf(1, 2));
  });

  test("refuses more and fewer bytes than the elements take", () => {
    expect(() => unpackElements("f32", bytesOf(1, 2, 3), 1)).toThrow(
      "Cannot unpack 1 elements of f32: expected 4 bytes, got 3",
    );
    expect(() => unpackElements("i4", bytesOf(1, 2, 3), 4)).toThrow(
      "Cannot unpack 4 elements of i4: expected 2 bytes, got 3",
    );
    expect(() => unpackElements("u2", bytesOf(), 2 ** 50)).toThrow(
      "expected 281474976710656 bytes",
    );
  });
});

describe("`packElements()`", () => {
  test("fills up the last byte with 0", () => {
    expect(packElements("i4", Int8Array.of(-8, 7, -1))).toEqual(bytesOf(0x78, 0x0f));
    expect(packElements("u2", Uint8Array.of(0, 1, 2, 3, 1))).toEqual(bytesOf(0xe4, 0x01));
    expect(packElements("f6e2m3", Float32Array.of(1, 3, -7.5, 0.125, -0.125))).toEqual(
      bytesOf(0x08, 0xf5, 0x07, 0x21),
    );
    expect(packElements("f16", Float32Array.of(1, -1.5))).toEqual(bytesOf(0x00, 0x3c, 0x00, 0xbe));
  });

  test.each(ELEMENT_TYPES.filter((type) => type !== "bool"))("%s: bytes come back", (element) => {
    const perGroup = elementBits(element) === 6 ? 4 : Math.max(1, 8 / elementBits(element));
    const step = packedByteLength(element, perGroup);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (random) => {
        const bytes = random.slice(0, random.length - (random.length % step));
        const count = (bytes.length / step) * perGroup;
        const data = unpackElements(element, bytes, count);
        const again = unpackElements(element, packElements(element, data), count);
        expect(again).toEqual(data);
      }),
    );
  });
});

describe("`encodeElements()` and `decodeElements()`", () => {
  test("one code an entry, bits above the type's width ignored", () => {
    expect(decodeElements("i4", bytesOf(0x0f, 0xff, 0x17))).toEqual(Int8Array.of(-1, -1, 7));
    expect(decodeElements("f4e2m1", bytesOf(0x01, 0xf1))).toEqual(Float32Array.of(0.5, 0.5));
    expect(encodeElements("i4", Int8Array.of(-1, 7))).toEqual(bytesOf(0x0f, 0x07));
    expect(encodeElements("bf16", Float32Array.of(1.5))).toEqual(Uint16Array.of(0x3fc0));
  });

  test.each(ROUNDED_TYPES.filter((type) => type !== "f32"))("%s: every value", (element) => {
    const codes =
      elementBits(element) === 16
        ? Uint16Array.from({ length: 65536 }, (_, code) => code)
        : Uint8Array.from({ length: 2 ** elementBits(element) }, (_, code) => code);
    const values = decodeElements(element, codes);
    expect(decodeElements(element, encodeElements(element, values))).toEqual(values);
  });
});
