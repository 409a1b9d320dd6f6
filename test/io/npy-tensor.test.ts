import { describe, expect, test } from "vitest";
import { ELEMENT_TYPES, type ElementType } from "../../src/graph/element-type.ts";
import { tensorOf } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";
import type { NpyArray } from "../../src/io/npy.ts";
import { elementOf, npyStandIn, toArray, toTensor } from "../../src/io/npy-tensor.ts";
import { thrown } from "./thrown.ts";

const types = new TypeTable();
const array = (dtype: string, ...bytes: number[]): NpyArray => ({
  shape: [bytes.length / Number(dtype.slice(1))],
  dtype,
  data: Uint8Array.from(bytes),
});
const used = (element: ElementType, given: NpyArray) =>
  toTensor(given, types.intern(element, given.shape), "x").data;

describe("`toTensor()`", () => {
  test("an array of the type itself is taken as it is", () => {
    expect(used("f32", array("f4", 0, 0, 0xc0, 0x3f))).toEqual(Float32Array.of(1.5));
    expect(used("f16", array("f2", 0, 0xbe))).toEqual(Float32Array.of(-1.5));
    expect(used("i64", array("i8", 254, 255, 255, 255, 255, 255, 255, 255))).toEqual(
      BigInt64Array.of(-2n),
    );
    expect(used("bool", array("b1", 0, 1))).toEqual(Uint8Array.of(0, 1));
  });

  test.each(["u2", "V2"])("bf16 is read bit for bit from %s", (dtype) => {
    expect(used("bf16", array(dtype, 0x80, 0x3f, 0xc0, 0xbf))).toEqual(Float32Array.of(1, -1.5));
  });

  test.each(["u1", "V1"])("f8, f6 and f4 are read bit for bit from %s, one a byte", (dtype) => {
    expect(used("f8e4m3fn", array(dtype, 0x38, 0xbc))).toEqual(Float32Array.of(1, -1.5));
    expect(used("f8e8m0", array(dtype, 0x80))).toEqual(Float32Array.of(2));
    expect(used("f6e2m3", array(dtype, 0x08, 0x3f))).toEqual(Float32Array.of(1, -7.5));
    expect(used("f4e2m1", array(dtype, 0x02, 0x0b))).toEqual(Float32Array.of(1, -1.5));
  });

  test("i4 and i2 are read from bits, with the sign in 4 or in 8 of them, and from values", () => {
    expect(used("i4", array("V1", 0x08, 0x0f, 0xff, 0x07))).toEqual(Int8Array.of(-8, -1, -1, 7));
    expect(used("i4", array("i1", 0xf8, 0xff, 0x07))).toEqual(Int8Array.of(-8, -1, 7));
    expect(used("i2", array("i1", 0xfe, 0x01))).toEqual(Int8Array.of(-2, 1));
    expect(used("i2", array("u1", 0x02, 0x01))).toEqual(Int8Array.of(-2, 1));
    expect(used("u4", array("u1", 0x0f))).toEqual(Uint8Array.of(15));
  });

  test.each<[ElementType, NpyArray, string]>([
    ["i4", array("i1", 7, 8), "elements of i4, got 8 at 1"],
    ["i2", array("i1", 0xfd), "elements of i2, got -3 at 0"],
    ["i4", array("u1", 0x10), "elements of i4, got 16 at 0"],
    ["f4e2m1", array("u1", 0, 0, 0x21), "elements of f4e2m1, got 33 at 2"],
    ["u2", array("V1", 4), "elements of u2, got 4 at 0"],
  ])("%s out of range is refused", (element, given, message) => {
    const error = thrown(() => used(element, given));
    expect(error.code).toBe("malformed-tensor");
    expect(error.message).toBe(`Cannot use the array for x: expected ${message}`);
    expect(error.where).toEqual({ tensor: "x" });
  });

  test.each<[ElementType, NpyArray, string]>([
    ["f32", array("f8", 0, 0, 0, 0, 0, 0, 0, 0), "f32 (f4), got f8"],
    ["f16", array("u2", 0, 0), "f16 (f2), got u2"],
    ["bool", array("u1", 0), "bool (b1), got u1"],
    ["bf16", array("f4", 0, 0, 0, 0), "the bits of bf16 as u2 or V2, got f4"],
    ["bf16", array("i2", 0, 0), "the bits of bf16 as u2 or V2, got i2"],
    ["f8e5m2", array("i1", 0), "the bits of f8e5m2 as u1 or V1, got i1"],
    ["u4", array("i1", 0), "the bits of u4 as u1 or V1, got i1"],
    ["i4", array("i2", 0, 0), "the bits of i4 as u1 or V1, or its values as i1, got i2"],
  ])("%s from another type is refused", (element, given, message) => {
    const error = thrown(() => used(element, given));
    expect(error.code).toBe("type-mismatch");
    expect(error.message).toBe(`Cannot use the array for x: expected ${message}`);
  });

  test("says how to convert", () => {
    const error = thrown(() => used("i64", array("i4", 0, 0, 0, 0)));
    expect(error.hint).toBe('convert it with array.astype("i8")');
  });

  test("another shape is refused", () => {
    const given: NpyArray = { shape: [1, 2], dtype: "u1", data: Uint8Array.of(1, 2) };
    const error = thrown(() => toTensor(given, types.intern("u8", [2]), "x"));
    expect(error.code).toBe("shape-mismatch");
    expect(error.message).toBe("Cannot use the array for x: expected shape 2, got shape 1x2");
  });
});

describe("`toArray()`", () => {
  const stored = (element: ElementType, ...values: number[]) => {
    const data = element === "i4" || element === "i2" ? Int8Array.from(values) : undefined;
    const type = types.intern(element, [values.length]);
    const { dtype, data: bytes } = toArray(tensorOf(type, data ?? Float32Array.from(values)));
    return [dtype, ...bytes];
  };

  test("types that numpy does not have become bits, integers values", () => {
    expect(stored("bf16", 1, -1.5)).toEqual(["u2", 0x80, 0x3f, 0xc0, 0xbf]);
    expect(stored("f4e2m1", 1, -1.5)).toEqual(["u1", 0x02, 0x0b]);
    expect(stored("f6e3m2", 28)).toEqual(["u1", 0x1f]);
    expect(stored("i4", -8, 7)).toEqual(["i1", 0xf8, 0x07]);
    expect(stored("f16", 1)).toEqual(["f2", 0x00, 0x3c]);
    expect(stored("f32", 1)).toEqual(["f4", 0, 0, 0x80, 0x3f]);
  });

  test("a part of a larger carrier is written alone", () => {
    const whole = Int8Array.of(1, 2, 3);
    const tensor = tensorOf(types.intern("i4", [1]), whole.subarray(1, 2));
    expect(toArray(tensor).data).toEqual(Uint8Array.of(2));
  });

  test.each(ELEMENT_TYPES)("%s comes back", (element) => {
    const tensor = tensorOf(types.intern(element, [2]), toTensorData(element));
    const back = toTensor(toArray(tensor), tensor.type, "x");
    expect(back.data).toEqual(tensor.data);
  });
});

/** 1 and 2, or 1 and 1 where there is no 2. */
function toTensorData(element: ElementType) {
  const narrow = element === "bool" || element === "i2";
  const bytes = Uint8Array.of(1, narrow ? 1 : 2);
  if (element === "i64") return BigInt64Array.of(1n, 2n);
  if (element === "u64") return BigUint64Array.of(1n, 2n);
  if (element === "f64") return Float64Array.of(1, 2);
  if (element.startsWith("f") || element === "bf16") return Float32Array.of(1, 2);
  const carriers = { i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array };
  const wide = carriers[element as keyof typeof carriers];
  if (wide !== undefined) return wide.from(bytes);
  return element.startsWith("i") ? Int8Array.from(bytes) : bytes;
}

describe("`npyStandIn()` and `elementOf()`", () => {
  test("say which tensors are not written as themselves", () => {
    expect(npyStandIn("f32")).toBeUndefined();
    expect(npyStandIn("bf16")).toEqual({ dtype: "u2", bits: true });
    expect(npyStandIn("f8e8m0")).toEqual({ dtype: "u1", bits: true });
    expect(npyStandIn("i2")).toEqual({ dtype: "i1", bits: false });
    expect(npyStandIn("u4")).toEqual({ dtype: "u1", bits: false });
  });

  test("know numpy's own types", () => {
    expect(elementOf("i8")).toBe("i64");
    expect(elementOf("b1")).toBe("bool");
    expect(elementOf("V2")).toBeUndefined();
  });
});
