/** Floats of 16 bits and more, which count as "unquantized". */
export const WIDE_FLOATS = ["f64", "f32", "f16", "bf16"] as const;
/** Floats of 8 bits and fewer, which are quantized by themselves. */
export const SMALL_FLOATS = [
  "f8e4m3fn",
  "f8e4m3fnuz",
  "f8e4m3b11fnuz",
  "f8e4m3",
  "f8e5m2",
  "f8e5m2fnuz",
  "f8e3m4",
  "f8e8m0",
  "f6e2m3",
  "f6e3m2",
  "f4e2m1",
] as const;
export const SIGNED_INTEGERS = ["i64", "i32", "i16", "i8", "i4", "i2"] as const;
export const UNSIGNED_INTEGERS = ["u64", "u32", "u16", "u8", "u4", "u2"] as const;

export type WideFloat = (typeof WIDE_FLOATS)[number];
export type SmallFloat = (typeof SMALL_FLOATS)[number];
export type FloatType = WideFloat | SmallFloat;
export type SignedInteger = (typeof SIGNED_INTEGERS)[number];
export type UnsignedInteger = (typeof UNSIGNED_INTEGERS)[number];
export type IntegerType = SignedInteger | UnsignedInteger;
/** What one element of a tensor is. Bit patterns are those of the StableHLO and ONNX texts. */
export type ElementType = FloatType | IntegerType | "bool";

const FLOATS: ReadonlySet<string> = new Set([...WIDE_FLOATS, ...SMALL_FLOATS]);
const SMALL: ReadonlySet<string> = new Set(SMALL_FLOATS);
const SIGNED: ReadonlySet<string> = new Set(SIGNED_INTEGERS);
const UNSIGNED: ReadonlySet<string> = new Set(UNSIGNED_INTEGERS);

export function isFloat(type: ElementType): type is FloatType {
  return FLOATS.has(type);
}

export function isSmallFloat(type: ElementType): type is SmallFloat {
  return SMALL.has(type);
}

export function isSigned(type: ElementType): type is SignedInteger {
  return SIGNED.has(type);
}

export function isInteger(type: ElementType): type is IntegerType {
  return SIGNED.has(type) || UNSIGNED.has(type);
}

/** True where elements are carried as JavaScript bigint. */
export function isBigInteger(type: ElementType): type is "i64" | "u64" {
  return type === "i64" || type === "u64";
}

/** Every element type, widest first within its kind. */
export const ELEMENT_TYPES: readonly ElementType[] = [
  ...WIDE_FLOATS,
  ...SMALL_FLOATS,
  ...SIGNED_INTEGERS,
  ...UNSIGNED_INTEGERS,
  "bool",
];

const BITS = new Map<ElementType, number>(
  ELEMENT_TYPES.map((type) => [type, type === "bool" ? 1 : Number(/\d+/.exec(type)?.[0])]),
);

/** Width of one element in bits as a value; a bool is 1 (a byte where it is stored alone). */
export function elementBits(type: ElementType): number {
  return BITS.get(type) as number;
}

/** Smallest and largest integer of the type; a bool is 0 to 1. */
export function integerRange(type: IntegerType | "bool"): readonly [bigint, bigint] {
  const bits = BigInt(elementBits(type));
  return isSigned(type)
    ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
    : [0n, (1n << bits) - 1n];
}
