import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { AceError } from "../../../src/errors.ts";
import type { ElementType } from "../../../src/graph/element-type.ts";
import { toNumbers } from "../../../src/graph/tensor.ts";
import { TypeTable } from "../../../src/graph/tensor-type.ts";
import { bufferSource, fileSource } from "../../../src/io/byte-source.ts";
import { readFlaxMsgpack } from "../../../src/parsers/weights/flax-msgpack.ts";
import { tensorFile, tensorFileBytes } from "../../io/tensor-files.ts";
import { thrown } from "../../io/thrown.ts";

const types = new TypeTable();
const source = fileSource(tensorFile("flax.msgpack"));
const weights = new Map(readFlaxMsgpack(source).map((weight) => [weight.path.join("/"), weight]));
afterAll(() => source.close());

function stored(path: string, element: ElementType, shape: readonly number[]) {
  return weights.get(path)?.fitTo(types.intern(element, shape));
}

/** An array of Flax in a map with the key `w`: shape, type, bytes. */
function tree(shape: readonly number[], dtype: string, size: number): Uint8Array {
  const payload = [0x93, 0x90 + shape.length, ...shape, 0xa0 + dtype.length];
  payload.push(...Buffer.from(dtype), 0xc4, size, ...new Array<number>(size).fill(0));
  return Uint8Array.from([0x81, 0xa1, 0x77, 0xc7, payload.length, 0x01, ...payload]);
}

describe("`readFlaxMsgpack()`", () => {
  test.each<[string, ElementType, readonly number[], readonly number[]]>([
    ["params/dense/bias", "bf16", [3], [1, -1.5, 3]],
    ["types/float16", "f16", [2], [1, -1.5]],
    ["types/float64", "f64", [2], [1, -1.5]],
    ["types/float8_e3m4", "f8e3m4", [2], [1, -1.5]],
    ["types/float8_e4m3", "f8e4m3", [2], [1, -1.5]],
    ["types/float8_e4m3fn", "f8e4m3fn", [2], [1, -1.5]],
    ["types/float8_e4m3fnuz", "f8e4m3fnuz", [2], [1, -1.5]],
    ["types/float8_e4m3b11fnuz", "f8e4m3b11fnuz", [2], [1, -1.5]],
    ["types/float8_e5m2", "f8e5m2", [2], [1, -1.5]],
    ["types/float8_e5m2fnuz", "f8e5m2fnuz", [2], [1, -1.5]],
    ["types/float8_e8m0fnu", "f8e8m0", [2], [1, 2]],
    ["types/float6_e2m3fn", "f6e2m3", [2], [1, -1.5]],
    ["types/float6_e3m2fn", "f6e3m2", [2], [1, -1.5]],
    ["types/float4_e2m1fn", "f4e2m1", [2], [1, -1.5]],
    ["types/int8", "i8", [2], [1, -2]],
    ["types/int16", "i16", [2], [1, -2]],
    ["types/int32", "i32", [2], [1, -2]],
    ["types/int64", "i64", [2], [1, -2]],
    ["types/int4", "i4", [2], [1, -2]],
    ["types/int2", "i2", [2], [1, -2]],
    ["types/uint8", "u8", [2], [1, 3]],
    ["types/uint16", "u16", [2], [1, 3]],
    ["types/uint32", "u32", [2], [1, 3]],
    ["types/uint64", "u64", [2], [1, 3]],
    ["types/uint4", "u4", [2], [1, 3]],
    ["types/uint2", "u2", [2], [1, 3]],
    ["types/bool", "bool", [2], [1, 0]],
    ["list/1", "i8", [1], [2]],
    ["scalar", "f32", [], [2.5]],
  ])("%s by flax 0.12.8 is %s", (path, element, shape, values) => {
    const tensor = stored(path, element, shape)?.read();
    expect(tensor && toNumbers(tensor)).toEqual(values);
  });

  test("puts the pieces of a long array together, also a part of them", () => {
    const kernel = stored("params/dense/kernel", "f32", [2, 3]);
    expect(kernel?.read().data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(kernel?.part?.(2, 3)).toEqual(Float32Array.of(3, 4, 5));
  });

  test("reads a part of an array alone", () => {
    expect(stored("params/dense/bias", "bf16", [3])?.part?.(1, 2)).toEqual(
      Float32Array.of(-1.5, 3),
    );
  });

  test("leaves out texts, complex numbers and what is empty", () => {
    expect([...weights.keys()].filter((path) => !path.includes("/"))).toEqual([
      "done",
      "rate",
      "scalar",
      "step",
    ]);
  });

  test.each<[string, ElementType, number | undefined]>([
    ["step", "i32", 70000],
    ["step", "u32", 70000],
    ["step", "i16", undefined],
    ["step", "f32", undefined],
    ["rate", "f32", Math.fround(0.1)],
    ["rate", "f64", 0.1],
    ["rate", "i32", undefined],
    ["done", "bool", 1],
    ["done", "i32", undefined],
  ])("the number %s as %s", (path, element, value) => {
    const tensor = stored(path, element, [])?.read();
    expect(tensor && toNumbers(tensor)[0]).toBe(value);
  });

  test.each<[string, ElementType, readonly number[]]>([
    ["types/float8_e4m3fn", "f8e5m2", [2]],
    ["types/int8", "u8", [2]],
    ["types/float16", "bf16", [2]],
    ["types/complex64", "f64", [1]],
    ["types/int8", "i8", [1, 2]],
  ])("%s is no %s %j", (path, element, shape) => {
    expect(stored(path, element, shape)).toBeUndefined();
  });

  test("raw elements fit types of their size; int8 fits i4 and i2 by value", () => {
    expect(stored("types/uint16", "bf16", [2])?.read().data).toEqual(
      Float32Array.of(2 ** -133, 3 * 2 ** -133),
    );
    expect(stored("types/uint8", "f4e2m1", [2])?.read().data).toEqual(Float32Array.of(0.5, 1.5));
    expect(stored("types/int8", "i2", [2])?.read().data).toEqual(Int8Array.of(1, -2));
  });

  test("refuses bytes that are not as many as the shape says, and names the array", () => {
    const error = thrown(() => readFlaxMsgpack(bufferSource("x", tree([2, 3], "float32", 20))));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toBe("Cannot read an array of Flax: expected 24 bytes, got 20");
    expect(error.where).toEqual({ tensor: "w" });
  });

  test("refuses an extension that is no array", () => {
    const bytes = Uint8Array.from([0x81, 0xa1, 0x77, 0xd4, 0x01, 0xc0]);
    expect(thrown(() => readFlaxMsgpack(bufferSource("x", bytes))).message).toBe(
      "Cannot read an array of Flax: expected a shape, a type and bytes, got other values",
    );
  });

  test("any change of the file is read or refused", () => {
    const whole = tensorFileBytes("flax.msgpack");
    const position = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(position, fc.nat(255), fc.option(position), (at, byte, end) => {
        const changed = whole.slice(0, end ?? whole.length);
        if (at < changed.length) changed[at] = byte;
        try {
          for (const weight of readFlaxMsgpack(bufferSource("x", changed))) {
            weight.fitTo(types.intern("f32", weight.shape))?.read();
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
