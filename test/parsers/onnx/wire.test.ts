import { describe, expect, test } from "vitest";
import { type ByteSource, bufferSource } from "../../../src/io/byte-source.ts";
import { FIXED32, LENGTH_DELIMITED, VARINT, WireReader } from "../../../src/parsers/onnx/wire.ts";

function reader(...bytes: readonly number[]): WireReader {
  return new WireReader(bufferSource("f", Uint8Array.from(bytes)));
}

function all(wire: WireReader) {
  return { offset: 0, length: wire.source.size };
}

/** Varints of a packed field without a head. */
function varints(...bytes: readonly number[]): number[] {
  const wire = reader(...bytes);
  const values: number[] = [];
  wire.varints(all(wire), (value) => values.push(value));
  return values;
}

describe("WireReader.fields()", () => {
  test("visits every field with its wire type, whether it is read or not", () => {
    const wire = reader(
      0x08,
      0x96,
      0x01,
      0x12,
      0x02,
      0x68,
      0x69,
      0x1d,
      0,
      0,
      0,
      0,
      0x21,
      ...new Array(8).fill(0),
    );
    const seen: unknown[] = [];
    wire.fields(all(wire), (field, type) => {
      seen.push([field, type]);
      if (field === 2) seen.push(wire.string(type));
    });
    expect(seen).toEqual([[1, VARINT], [2, LENGTH_DELIMITED], "hi", [3, FIXED32], [4, 1]]);
  });

  test("field numbers of more than one byte", () => {
    const wire = reader(0xa2, 0x06, 0x01, 0x41);
    const seen: unknown[] = [];
    wire.fields(all(wire), (field, type) => seen.push([field, wire.string(type)]));
    expect(seen).toEqual([[100, "A"]]);
  });

  test("an inner message is visited in place, and the outer goes on after it", () => {
    const wire = reader(0x0a, 0x02, 0x08, 0x05, 0x10, 0x07);
    const seen: unknown[] = [];
    wire.fields(all(wire), (field, type) => {
      if (field === 1)
        wire.fields(wire.range(type), (inner, t) => seen.push([inner, wire.integer(t)]));
      else seen.push([field, wire.integer(type)]);
    });
    expect(seen).toEqual([
      [1, 5],
      [2, 7],
    ]);
  });

  test("what is skipped is never read from the source", () => {
    const bytes = new Uint8Array(1 << 22);
    bytes.set([0x0a, 0xf0, 0xff, 0xff, 0x01]);
    bytes.set([0x10, 0x09], (1 << 22) - 11);
    const reads: number[] = [];
    const source: ByteSource = {
      name: "big",
      size: (1 << 22) - 9,
      read(offset, length) {
        reads.push(length);
        return bytes.subarray(offset, offset + length);
      },
      readInto(offset, target) {
        target.set(this.read(offset, target.length));
      },
      close() {},
    };
    const wire = new WireReader(source);
    const seen: unknown[] = [];
    wire.fields(all(wire), (field, type) => {
      if (field === 2) seen.push(wire.integer(type));
    });
    expect(seen).toEqual([9]);
    expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(1 << 12);
  });
});

describe("WireReader.integer()", () => {
  const value = (...bytes: readonly number[]) => reader(...bytes).integer(VARINT);

  test("reads varints as int64", () => {
    expect(value(0x00)).toBe(0);
    expect(value(0x96, 0x01)).toBe(150);
    expect(value(0xff, 0xff, 0xff, 0xff, 0x0f)).toBe(2 ** 32 - 1);
    expect(value(...new Array(9).fill(0xff), 0x01)).toBe(-1);
    expect(value(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f)).toBe(2 ** 53 - 1);
  });

  test("refuses what a number does not hold", () => {
    expect(() => value(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)).toThrow(
      "Cannot read the model: expected an integer below 2^53, got 9007199254740992",
    );
  });

  test("`clampedInteger()` keeps its sign and the largest size", () => {
    const lowest = [...new Array(9).fill(0x80), 0x01];
    expect(reader(...lowest).clampedInteger(VARINT)).toBe(-(2 ** 53 - 1));
    const highest = [...new Array(8).fill(0xff), 0x7f];
    expect(reader(...highest).clampedInteger(VARINT)).toBe(2 ** 53 - 1);
  });
});

test("`varints()` reads all of a packed field", () => {
  expect(varints(0x01, 0x96, 0x01, 0x00)).toEqual([1, 150, 0]);
  expect(varints()).toEqual([]);
});

test("`scalars()` is the range of a packed field, or of one value", () => {
  const packed = reader(0x0a, 0x02, 0x01, 0x02);
  packed.fields(all(packed), (_, type) => {
    expect(packed.scalars(type)).toEqual({ offset: 2, length: 2 });
  });
  const single = reader(0x08, 0x96, 0x01);
  single.fields(all(single), (_, type) => {
    expect(single.scalars(type)).toEqual({ offset: 1, length: 2 });
  });
});

test("`float()` reads little-endian", () => {
  expect(reader(0x00, 0x00, 0xc0, 0x3f).float(FIXED32)).toBe(1.5);
});

describe("WireReader refuses, with the place", () => {
  const refused: readonly (readonly [string, readonly number[], string, number])[] = [
    ["a varint that is cut", [0x08, 0x80], "expected a whole field, got a cut or overlong one", 1],
    [
      "a varint of eleven bytes",
      [0x08, ...new Array(10).fill(0xff), 0x01],
      "expected a whole field, got a cut or overlong one",
      1,
    ],
    [
      "a length beyond the file",
      [0x0a, 0x05, 0x41],
      "expected 5 more bytes, got 1, the file ends here",
      2,
    ],
    [
      "a length of 2^62",
      [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40],
      "expected 4611686018427388000 more bytes, got 0, the file ends here",
      10,
    ],
    [
      "a float that is cut",
      [0x0d, 0, 0],
      "expected a field inside its message, got one that leaves it",
      5,
    ],
    ["field number 0", [0x00, 0x01], "expected a field number, got 0", 1],
    ["a group", [0x0b, 0x0c], "expected a wire type of 0, 1, 2 or 5, got 3", 1],
    ["wire type 7", [0x0f], "expected a wire type of 0, 1, 2 or 5, got 7", 1],
  ];

  test.each(refused)("%s", (_, bytes, message, offset) => {
    const wire = reader(...bytes);
    const read = () => wire.fields(all(wire), () => {});
    expect(read).toThrow(`Cannot read the model: ${message}`);
    expect(read).toThrow(
      expect.objectContaining({ code: "malformed-model", where: { file: "f", offset } }),
    );
  });

  test("an inner field that leaves its message", () => {
    const wire = reader(0x0a, 0x02, 0x12, 0x03, 0x41, 0x42, 0x43);
    const read = () => wire.fields(all(wire), (_, type) => wire.fields(wire.range(type), () => {}));
    expect(read).toThrow("expected a field inside its message, got one that leaves it");
  });

  test("text that is not UTF-8", () => {
    const wire = reader(0x0a, 0x02, 0xc3, 0x28);
    expect(() => wire.fields(all(wire), (_, type) => wire.string(type))).toThrow(
      "expected text in UTF-8, got 2 other bytes",
    );
  });

  test("another wire type than the schema has", () => {
    expect(() => reader(0x01).string(VARINT)).toThrow("expected wire type 2, got 0");
    expect(() => reader(0x01).integer(LENGTH_DELIMITED)).toThrow("expected wire type 0, got 2");
  });
});
