import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AceError } from "../../src/errors.ts";
import { readNpy, writeNpy } from "../../src/io/npy.ts";
import { tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

/** An npy file of version 1 with any header text. */
function npy(header: string, data: readonly number[] = [], version = [1, 0]): Uint8Array {
  const text = Array.from(header, (character) => character.charCodeAt(0));
  const length = version[0] === 1 ? [0, 0] : [0, 0, 0, 0];
  for (let i = 0; i < length.length; i++) length[i] = (text.length >> (8 * i)) & 0xff;
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  return Uint8Array.from([...magic, ...version, ...length, ...text, ...data]);
}

const header = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe("`readNpy()`", () => {
  test.each(["f32.npy", "v2.npy", "v3.npy"])("reads every version: %s by numpy", (name) => {
    const { shape, dtype, data } = readNpy(tensorFileBytes(name));
    expect({ shape, dtype }).toEqual({ shape: [2, 3], dtype: "f4" });
    expect(new Float32Array(data.slice().buffer)).toEqual(
      Float32Array.of(0, 0.125, 0.25, 0.375, 0.5, 12.5),
    );
  });

  test("swaps the bytes of big-endian arrays", () => {
    expect(readNpy(npy(header(">i2", "(2,)"), [1, 2, 3, 4]))).toEqual({
      shape: [2],
      dtype: "i2",
      data: Uint8Array.of(2, 1, 4, 3),
    });
  });

  test("puts the last axis first in Fortran order", () => {
    const data = [0, 3, 1, 4, 2, 5];
    expect(readNpy(npy(header("|u1", "(2, 3)", "True"), data)).data).toEqual(
      Uint8Array.of(0, 1, 2, 3, 4, 5),
    );
  });

  test.each([
    ["|b1", "b1"],
    ["<V2", "V2"],
    ["|V1", "V1"],
    ["<f1", "V1"],
    ["=u1", "u1"],
    ["u1", "u1"],
  ])("knows %s as %s", (descr, dtype) => {
    const bytes = npy(header(descr, "(1,)"), dtype === "V2" ? [1, 2] : [1]);
    expect(readNpy(bytes).dtype).toBe(dtype);
  });

  test("reads headers in any order and with other quotes", () => {
    const text = `{"shape":(1 , 2L,),"fortran_order":False,"descr":"|u1"}\n`;
    expect(readNpy(npy(text, [7, 8]))).toEqual({
      shape: [1, 2],
      dtype: "u1",
      data: Uint8Array.of(7, 8),
    });
  });

  test("reads scalars and empty arrays", () => {
    expect(readNpy(npy(header("|u1", "()"), [5])).shape).toEqual([]);
    expect(readNpy(npy(header("<f8", "(3, 0)"))).shape).toEqual([3, 0]);
  });

  test.each([
    ["<c8", "numpy's <c8"],
    ["|O", "numpy's |O"],
    ["<U4", "numpy's <U4"],
    ["|V4", "numpy's |V4"],
    ["<M8[ns]", "numpy's <M8[ns]"],
  ])("refuses elements of type %s", (descr, got) => {
    const error = thrown(() => readNpy(npy(header(descr, "(1,)"), [0, 0, 0, 0])));
    expect(error.code).toBe("unsupported-type");
    expect(error.message).toBe(
      "Cannot read the npy file: expected integers, floats of up to 64 bits or booleans, " +
        `got ${got}`,
    );
  });

  test("refuses records", () => {
    const text = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }";
    expect(thrown(() => readNpy(npy(text, [0, 0, 0, 0]))).message).toBe(
      "Cannot read the npy file: expected numbers or booleans, got records",
    );
  });

  const good = npy(header("<f4", "(1,)"), [0, 0, 0, 0]);
  test.each([
    ["no bytes", new Uint8Array(0), "expected \\x93NUMPY, got others"],
    ["another magic", Uint8Array.from(good).fill(0x50, 0, 1), "expected \\x93NUMPY, got others"],
    ["a cut version", good.subarray(0, 6), "expected format version 1, 2 or 3, got none"],
    ["version 9", Uint8Array.from(good).fill(9, 6, 7), "expected format version 1, 2 or 3, got 9"],
    ["a cut length", good.subarray(0, 9), "expected a header, got the end of the file"],
    ["a cut header", good.subarray(0, 30), "expected a whole header, got a cut one"],
    ["cut elements", good.subarray(0, -1), "expected 4 bytes of elements, got 3"],
    ["more elements", npy(header("|u1", "(1,)"), [1, 2]), "expected 1 bytes of elements, got 2"],
    ["a negative size", npy(header("|u1", "(-1,)")), "expected sizes of 0 and more, got -1"],
    ["a size that is no number", npy(header("|u1", "(x,)")), "expected sizes of 0 and more, got x"],
    ["a fraction", npy(header("|u1", "(1.5,)")), "expected sizes of 0 and more, got 1.5"],
    ["no shape", npy("{'descr': '<f4', 'fortran_order': False}"), "got a header without one"],
    ["a huge array", npy(header("<f8", "(1125899906842624,)")), "got 0"],
    [
      "a long header",
      npy(`${header("|u1", "()")}${" ".repeat(70_000)}`, [1], [2, 0]),
      "expected a header of at most 65536 bytes, got 70055",
    ],
    [
      "a header that is not UTF-8",
      npy("{'descr': '<f4\xff'}", [], [3, 0]),
      "expected a header in UTF-8, got other bytes",
    ],
  ])("refuses %s", (_, bytes, message) => {
    const error = thrown(() => readNpy(bytes));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toContain(message);
  });

  test("refuses more elements than can be counted", () => {
    const bytes = npy(header("|u1", "(9007199254740991, 9007199254740991)"));
    expect(thrown(() => readNpy(bytes)).code).toBe("too-large");
  });

  test("any change of a file is read or refused, never a crash", () => {
    const file = tensorFileBytes("fortran.npy");
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), fc.nat(file.length), (at, byte, end) => {
        const changed = Uint8Array.from(file.subarray(0, end));
        if (at < end) changed[at] = byte;
        try {
          readNpy(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
    );
  });
});

describe("`writeNpy()`", () => {
  test.each(["bool.npy", "f32.npy", "i64.npy", "scalar.npy", "empty.npy"])(
    "%s: the bytes that numpy.save wrote",
    (name) => {
      const bytes = tensorFileBytes(name);
      expect(writeNpy(readNpy(bytes))).toEqual(bytes);
    },
  );

  test("what is written is read back", () => {
    const shapes = fc.array(fc.nat(4), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.constantFrom("f8", "i2", "u1", "b1", "V1"), (shape, dtype) => {
        const count = shape.reduce((product, size) => product * size, 1);
        const data = Uint8Array.from({ length: count * Number(dtype[1]) }, (_, i) => i);
        expect(readNpy(writeNpy({ shape, dtype, data }))).toEqual({ shape, dtype, data });
      }),
    );
  });
});
