import { type ElementType, elementBits, isFloat } from "../../../graph/element-type.ts";
import { unpackByteElements } from "../../../graph/packed.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import type { Carrier } from "../../../graph/tensor.ts";
import { elementTypeOf } from "./element-names.ts";
import type { ElementName } from "./type.ts";

/** A decimal number, rounded to double precision first as MLIR does it, or the bits of a float. */
export function floatOf(element: ElementType, text: string): number {
  const bits = bitsIn(text);
  if (bits !== undefined) return Number(elementOfBits(element, bits)[0]);
  const value = Number(text);
  return element === "f64" ? value : roundToFloat(element as "f32", value);
}

/** Whether two texts are the same number of a type, -0 being another number than 0. */
export function equalFloats(type: ElementName, a: string, b: string): boolean {
  if (a === b) return true;
  const element = elementTypeOf(type);
  if (element === undefined || !isFloat(element)) return false;
  return Object.is(floatOf(element, a), floatOf(element, b));
}

/** The bits of a float that is written in hexadecimal; undefined for a number. */
export function bitsIn(text: string): bigint | undefined {
  return /^-?0x/.test(text) ? BigInt(text.slice(text.indexOf("0"))) : undefined;
}

/** One element from its bits: a NaN keeps them there, which it may not as a number. */
export function elementOfBits(element: ElementType, bits: bigint): Carrier {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, bits, true);
  return unpackByteElements(element, bytes.subarray(0, Math.ceil(elementBits(element) / 8)), 1);
}
