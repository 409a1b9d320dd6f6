import { exponentOf, powerOfTwo } from "./double-bits.ts";
import { elementBits, type FloatType } from "./element-type.ts";
import { type FloatFormat, floatFormat } from "./float-format.ts";
import { roundToFloat } from "./small-float.ts";

/** Float types whose bit patterns are JavaScript numbers. */
export type CodedFloat = Exclude<FloatType, "f64">;

const single = new Float32Array(1);
const singleCode = new Uint32Array(single.buffer);
const tables = new Map<CodedFloat, Float32Array>();

/**
 * Bit pattern of a value, which is rounded first where the type does not hold it.
 *
 * NaN is the positive quiet one; see `roundToFloat` for types without NaN.
 */
export function encodeFloat(type: CodedFloat, value: number): number {
  const rounded = roundToFloat(type, value);
  const format = floatFormat(type);
  if (Number.isNaN(rounded)) return format.nanCode as number;
  if (type === "f32") {
    single[0] = rounded;
    return singleCode[0] as number;
  }
  const magnitude = Math.abs(rounded);
  if (type === "f8e8m0") return exponentOf(magnitude) + format.bias;
  const negative = rounded < 0 || Object.is(rounded, -0);
  return (negative ? signBit(format) : 0) + encodeMagnitude(format, magnitude);
}

function encodeMagnitude(format: FloatFormat, magnitude: number): number {
  if (magnitude === Number.POSITIVE_INFINITY) return format.infinityCode as number;
  const { mantissaBits, bias } = format;
  const exponent = Math.max(exponentOf(magnitude), 1 - bias);
  const steps = magnitude / powerOfTwo(exponent - mantissaBits);
  return ((exponent + bias - 1) << mantissaBits) + steps;
}

/** Value of a bit pattern; bits above the type's width are ignored. */
export function decodeFloat(type: CodedFloat, code: number): number {
  if (type === "f32") {
    singleCode[0] = code;
    return single[0] as number;
  }
  const values = floatTable(type);
  return values[code & (values.length - 1)] as number;
}

/**
 * Bit pattern of a NaN with the sign and the payload of one of f32, where the type has several of them.
 *
 * @param word - bit pattern in f32
 */
export function encodeNan(type: Exclude<CodedFloat, "f32">, word: number): number {
  const format = floatFormat(type);
  const { mantissaBits, infinityCode, nanCode } = format;
  const payload = (word >>> (23 - mantissaBits)) & ((1 << mantissaBits) - 1);
  const quiet = nanCode as number;
  const positive = infinityCode === null || payload === 0 ? quiet : infinityCode + payload;
  return word >>> 31 === 1 && hasNegativeNan(type) ? positive | signBit(format) : positive;
}

/** Values of all bit patterns of a float type of 16 bits and fewer, in their order. */
export function floatTable(type: Exclude<CodedFloat, "f32">): Float32Array {
  let table = tables.get(type);
  if (table === undefined) {
    const format = floatFormat(type);
    table = new Float32Array(2 ** elementBits(type));
    const words = new Uint32Array(table.buffer);
    for (let code = 0; code < table.length; code++) {
      table[code] = type === "f8e8m0" ? decodePower(format, code) : decode(format, code);
      if (Number.isNaN(table[code])) words[code] = decodeNan(type, code);
    }
    tables.set(type, table);
  }
  return table;
}

/** Bit pattern in f32 of a NaN: its sign and its payload, where the type has several of them. */
function decodeNan(type: Exclude<CodedFloat, "f32">, code: number): number {
  const format = floatFormat(type);
  const payload = format.infinityCode === null ? 1 << 22 : code << (23 - format.mantissaBits);
  const isNegative = hasNegativeNan(type) && code >= signBit(format);
  return ((isNegative ? 0xff800000 : 0x7f800000) | (payload & 0x7fffff)) >>> 0;
}

/** True for types with NaNs of both signs. */
function hasNegativeNan(type: CodedFloat): boolean {
  const format = floatFormat(type);
  return type !== "f8e8m0" && format.nanCode !== null && format.nanCode < signBit(format);
}

function decodePower(format: FloatFormat, code: number): number {
  return code === format.nanCode ? Number.NaN : powerOfTwo(code - format.bias);
}

function decode(format: FloatFormat, code: number): number {
  const { mantissaBits, bias, infinityCode, nanCode } = format;
  const magnitude = code & (signBit(format) - 1);
  const sign = magnitude === code ? 1 : -1;
  if (code === nanCode || magnitude === nanCode) return Number.NaN;
  if (infinityCode !== null && magnitude >= infinityCode) {
    return magnitude === infinityCode ? sign / 0 : Number.NaN;
  }
  const field = magnitude >> mantissaBits;
  const fraction = magnitude & ((1 << mantissaBits) - 1);
  const leading = field === 0 ? 0 : 1 << mantissaBits;
  return sign * (leading + fraction) * powerOfTwo(Math.max(field, 1) - bias - mantissaBits);
}

function signBit({ exponentBits, mantissaBits }: FloatFormat): number {
  return 1 << (exponentBits + mantissaBits);
}
