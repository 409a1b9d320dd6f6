import type { ElementName } from "../stablehlo/program/type.ts";

/** Name in HLO text, number in protos, field of its elements in `LiteralProto`, name in MLIR. */
type Row = readonly [text: string, number: number, literal: number, element: ElementName];

/** Source: XLA `PrimitiveType` and `LiteralProto` in xla_data.proto. */
const ROWS: readonly Row[] = [
  ["pred", 1, 2, "i1"],
  ["s1", 30, 30, "si1"],
  ["s2", 26, 26, "i2"],
  ["s4", 21, 21, "i4"],
  ["s8", 2, 15, "i8"],
  ["s16", 3, 17, "i16"],
  ["s32", 4, 4, "i32"],
  ["s64", 5, 5, "i64"],
  ["u1", 31, 31, "ui1"],
  ["u2", 27, 27, "ui2"],
  ["u4", 22, 22, "ui4"],
  ["u8", 6, 3, "ui8"],
  ["u16", 7, 16, "ui16"],
  ["u32", 8, 6, "ui32"],
  ["u64", 9, 7, "ui64"],
  ["f16", 10, 11, "f16"],
  ["f32", 11, 8, "f32"],
  ["bf16", 16, 13, "bf16"],
  ["f64", 12, 9, "f64"],
  ["f8e5m2", 19, 19, "f8E5M2"],
  ["f8e4m3", 28, 28, "f8E4M3"],
  ["f8e4m3fn", 20, 20, "f8E4M3FN"],
  ["f8e4m3b11fnuz", 23, 23, "f8E4M3B11FNUZ"],
  ["f8e3m4", 29, 29, "f8E3M4"],
  ["f8e5m2fnuz", 24, 24, "f8E5M2FNUZ"],
  ["f8e4m3fnuz", 25, 25, "f8E4M3FNUZ"],
  ["f4e2m1fn", 32, 32, "f4E2M1FN"],
  ["f8e8m0fnu", 33, 33, "f8E8M0FNU"],
  ["c64", 15, 12, "complex<f32>"],
  ["c128", 18, 18, "complex<f64>"],
];

const BY_TEXT: ReadonlyMap<string, ElementName> = new Map(ROWS.map((row) => [row[0], row[3]]));
const BY_NUMBER: ReadonlyMap<number, ElementName> = new Map(ROWS.map((row) => [row[1], row[3]]));
const LITERAL_FIELDS: ReadonlyMap<ElementName, number> = new Map(
  ROWS.map((row) => [row[3], row[2]]),
);

/** The name in MLIR of an element type of HLO text, `s32`. */
export function elementOfText(text: string): ElementName | undefined {
  return BY_TEXT.get(text);
}

/** The name in MLIR of a number of `PrimitiveType`. */
export function elementOfNumber(number: number): ElementName | undefined {
  return BY_NUMBER.get(number);
}

/** The field of `LiteralProto` that holds elements of a type. */
export function literalField(element: ElementName): number | undefined {
  return LITERAL_FIELDS.get(element);
}

/** Numbers of `PrimitiveType` that are no arrays. */
export const TUPLE = 13;
export const OPAQUE = 14;
export const TOKEN = 17;
