import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import type { ElementType } from "../../../src/graph/element-type.ts";
import { readTensorFile } from "../../../src/parsers/onnx/tensor-file.ts";
import { tensorBytes } from "../../support/onnx.ts";

function read(proto: onnx.ITensorProto) {
  const { tensor } = readTensorFile("t.pb", tensorBytes(proto));
  return { element: tensor.type.element, shape: tensor.type.shape, values: [...tensor.data] };
}

/** A 64-bit integer as protobufjs takes it; its types only know numbers and its own class. */
function long(value: bigint): number {
  const bits = BigInt.asUintN(64, value);
  const parts = { low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0 };
  return { ...parts, unsigned: false } as unknown as number;
}

interface Sample {
  readonly dataType: number;
  readonly element: ElementType;
  readonly raw: readonly number[];
  readonly typed: Partial<onnx.ITensorProto>;
  readonly values: readonly (number | bigint)[];
}

/** Two or more elements of every type, as `raw_data` and in the typed field. Source: onnx.proto. */
const SAMPLES: readonly Sample[] = [
  {
    dataType: 1,
    element: "f32",
    raw: [0, 0, 0xc0, 0x3f, 0, 0, 0, 0x80],
    typed: { floatData: [1.5, -0] },
    values: [1.5, -0],
  },
  { dataType: 2, element: "u8", raw: [1, 255], typed: { int32Data: [1, 255] }, values: [1, 255] },
  {
    dataType: 3,
    element: "i8",
    raw: [1, 0x80],
    typed: { int32Data: [1, -128] },
    values: [1, -128],
  },
  {
    dataType: 4,
    element: "u16",
    raw: [2, 1, 255, 255],
    typed: { int32Data: [258, 65535] },
    values: [258, 65535],
  },
  {
    dataType: 5,
    element: "i16",
    raw: [2, 1, 0, 0x80],
    typed: { int32Data: [258, -32768] },
    values: [258, -32768],
  },
  {
    dataType: 6,
    element: "i32",
    raw: [1, 0, 0, 0, 0, 0, 0, 0x80],
    typed: { int32Data: [1, -(2 ** 31)] },
    values: [1, -(2 ** 31)],
  },
  {
    dataType: 7,
    element: "i64",
    raw: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80],
    typed: { int64Data: [1, long(-(2n ** 63n))] },
    values: [1n, -(2n ** 63n)],
  },
  { dataType: 9, element: "bool", raw: [1, 0], typed: { int32Data: [1, 0] }, values: [1, 0] },
  {
    dataType: 10,
    element: "f16",
    raw: [0, 0x3c, 0xff, 0xfb],
    typed: { int32Data: [0x3c00, 0xfbff] },
    values: [1, -65504],
  },
  {
    dataType: 11,
    element: "f64",
    raw: [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 1, 0, 0, 0, 0, 0, 0, 0],
    typed: { doubleData: [1.5, 2 ** -1074] },
    values: [1.5, 2 ** -1074],
  },
  {
    dataType: 12,
    element: "u32",
    raw: [1, 0, 0, 0, 255, 255, 255, 255],
    typed: { uint64Data: [1, 2 ** 32 - 1] },
    values: [1, 2 ** 32 - 1],
  },
  {
    dataType: 13,
    element: "u64",
    raw: [1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255],
    typed: { uint64Data: [1, long(-1n)] },
    values: [1n, 2n ** 64n - 1n],
  },
  {
    dataType: 16,
    element: "bf16",
    raw: [0x80, 0x3f, 0x7f, 0xff],
    typed: { int32Data: [0x3f80, 0xff7f] },
    values: [1, -3.3895313892515355e38],
  },
  {
    dataType: 17,
    element: "f8e4m3fn",
    raw: [0x38, 0xfe],
    typed: { int32Data: [0x38, 0xfe] },
    values: [1, -448],
  },
  {
    dataType: 18,
    element: "f8e4m3fnuz",
    raw: [0x40, 0xff],
    typed: { int32Data: [0x40, 0xff] },
    values: [1, -240],
  },
  {
    dataType: 19,
    element: "f8e5m2",
    raw: [0x3c, 0xfb],
    typed: { int32Data: [0x3c, 0xfb] },
    values: [1, -57344],
  },
  {
    dataType: 20,
    element: "f8e5m2fnuz",
    raw: [0x40, 0xff],
    typed: { int32Data: [0x40, 0xff] },
    values: [1, -57344],
  },
  {
    dataType: 21,
    element: "u4",
    raw: [0x21, 0x0f],
    typed: { int32Data: [0x21, 0x0f] },
    values: [1, 2, 15],
  },
  {
    dataType: 22,
    element: "i4",
    raw: [0x81, 0x07],
    typed: { int32Data: [0x81, 0x07] },
    values: [1, -8, 7],
  },
  {
    dataType: 23,
    element: "f4e2m1",
    raw: [0xf2, 0x01],
    typed: { int32Data: [0xf2, 0x01] },
    values: [1, -6, 0.5],
  },
  {
    dataType: 24,
    element: "f8e8m0",
    raw: [127, 0],
    typed: { int32Data: [127, 0] },
    values: [1, 2 ** -127],
  },
  {
    dataType: 25,
    element: "u2",
    raw: [0b11100100, 0b01],
    typed: { int32Data: [0b11100100, 0b01] },
    values: [0, 1, 2, 3, 1],
  },
  {
    dataType: 26,
    element: "i2",
    raw: [0b11100100, 0b01],
    typed: { int32Data: [0b11100100, 0b01] },
    values: [0, 1, -2, -1, 1],
  },
  {
    // Codes 8, 63, 1, 32, 2 in a bit stream of six bits each.
    dataType: 27,
    element: "f6e2m3",
    raw: [0b11_001000, 0b0001_1111, 0b100000_00, 2],
    typed: { int32Data: [8, 63, 1, 32, 2] },
    values: [1, -7.5, 0.125, -0, 0.25],
  },
  {
    dataType: 28,
    element: "f6e3m2",
    raw: [0b11_001100, 0b0001_1111, 0b100000_00, 2],
    typed: { int32Data: [12, 63, 1, 32, 2] },
    values: [1, -28, 0.0625, -0, 0.125],
  },
];

describe("readTensorFile()", () => {
  test.each(SAMPLES)("reads $element from raw_data", ({ dataType, element, raw, values }) => {
    const dims = [values.length];
    const proto = { dataType, dims, rawData: Uint8Array.from(raw) };
    expect(read(proto)).toEqual({ element, shape: dims, values });
  });

  test.each(SAMPLES)(
    "reads $element from its typed field",
    ({ dataType, element, typed, values }) => {
      const dims = [values.length];
      expect(read({ dataType, dims, ...typed })).toEqual({ element, shape: dims, values });
    },
  );

  test("gives the name", () => {
    const bytes = tensorBytes({ name: "größe", dataType: 1, dims: [], floatData: [1] });
    expect(readTensorFile("t.pb", bytes).name).toBe("größe");
  });

  test("a tensor without dims is a scalar, one with an axis of 0 is empty", () => {
    expect(read({ dataType: 1, floatData: [2] })).toEqual({
      element: "f32",
      shape: [],
      values: [2],
    });
    expect(read({ dataType: 1, dims: [2, 0, 3] })).toEqual({
      element: "f32",
      shape: [2, 0, 3],
      values: [],
    });
  });

  test("repeated fields that are not packed are read, in order", () => {
    const data = [1, -1, 300].flatMap((value) => [
      0x38,
      ...onnx.TensorProto.encode({ int64Data: [value] })
        .finish()
        .slice(2),
    ]);
    const bytes = Uint8Array.from([0x08, 3, 0x10, 7, ...data]);
    expect([...readTensorFile("t.pb", bytes).tensor.data]).toEqual([1n, -1n, 300n]);
  });
});

describe("readTensorFile() refuses", () => {
  const refused: readonly (readonly [string, onnx.ITensorProto, string])[] = [
    [
      "raw data that is too short",
      { name: "w", dataType: 1, dims: [3], rawData: new Uint8Array(11) },
      "Cannot read tensor w: expected 12 bytes, got 11",
    ],
    [
      "raw data that is too long",
      { name: "w", dataType: 22, dims: [3], rawData: new Uint8Array(3) },
      "Cannot read tensor w: expected 2 bytes, got 3",
    ],
    [
      "too few typed elements",
      { name: "w", dataType: 7, dims: [3], int64Data: [1, 2] },
      "Cannot read tensor w: expected 3 elements, got 2",
    ],
    [
      "the field of another type",
      { name: "w", dataType: 1, dims: [2], int64Data: [1, 2] },
      "Cannot read tensor w: expected f32 in field 4, got field 7",
    ],
    [
      "two fields at once",
      { name: "w", dataType: 1, dims: [1], floatData: [1], rawData: new Uint8Array(4) },
      "Cannot read tensor w: expected elements in one field, got in several",
    ],
    [
      "no elements where there must be some",
      { name: "w", dataType: 1, dims: [2, 2] },
      "Cannot read tensor w: expected 4 elements, got none",
    ],
    [
      "negative sizes",
      { name: "w", dataType: 1, dims: [2, -1] },
      "Cannot read tensor w: expected sizes of 0 and more, got -1",
    ],
    [
      "more elements than can be counted",
      { name: "w", dataType: 1, dims: [2 ** 31, 2 ** 31], floatData: [1] },
      "Cannot count the elements of a tensor of shape 2147483648x2147483648: " +
        "expected at most 2^53 - 1, got more",
    ],
    [
      "strings",
      { name: "w", dataType: 8, dims: [1], stringData: [Uint8Array.of(65)] },
      "Cannot read tensor w: expected a numeric element type of onnx 1.23, got STRING",
    ],
    [
      "complex numbers",
      { name: "w", dataType: 14, dims: [1], floatData: [1, 2] },
      "Cannot read tensor w: expected a numeric element type of onnx 1.23, got COMPLEX64",
    ],
    [
      "unknown types",
      { name: "w", dataType: 99, dims: [1], floatData: [1] },
      "Cannot read tensor w: expected a numeric element type of onnx 1.23, got data type 99",
    ],
    [
      "external data",
      {
        name: "w",
        dataType: 1,
        dims: [1],
        dataLocation: 1,
        externalData: [{ key: "location", value: "w.bin" }],
      },
      "Cannot read tensor w: expected its elements in the same file, got a reference to w.bin",
    ],
    [
      "external data without a place",
      { name: "w", dataType: 1, dims: [1], dataLocation: 1 },
      "Cannot read tensor w: expected external data with a location, got none",
    ],
    [
      "external data at a negative offset",
      {
        name: "w",
        dataType: 1,
        dims: [1],
        dataLocation: 1,
        externalData: [
          { key: "location", value: "w.bin" },
          { key: "offset", value: "-4" },
        ],
      },
      "Cannot read tensor w: expected a whole number as offset of external data, got -4",
    ],
  ];

  test.each(refused)("%s", (_, proto, message) => {
    expect(() => readTensorFile("t.pb", tensorBytes(proto))).toThrow(message);
  });

  test("varints that do not end, in time that grows with their number only", () => {
    const data = new Uint8Array(1 << 20).fill(0x80);
    const head = Uint8Array.of(0x08, 1, 0x10, 7, 0x3a, 0x80, 0x80, 0x40);
    const bytes = new Uint8Array([...head, ...data]);
    expect(() => readTensorFile("t.pb", bytes)).toThrow(
      "Cannot read tensor : expected integers of at most 10 bytes, got a longer one",
    );
  });

  test("more axes than anyone has", () => {
    const proto = { name: "w", dataType: 1, dims: new Array(1025).fill(1), floatData: [1] };
    expect(() => readTensorFile("t.pb", tensorBytes(proto))).toThrow(
      "expected at most 1024 axes, got more",
    );
  });
});
