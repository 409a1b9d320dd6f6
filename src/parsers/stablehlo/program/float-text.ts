import { type ElementType, elementBits, isFloat } from "../../../graph/element-type.ts";
import { decodeElements, isCoded } from "../../../graph/packed.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import { elementTypeOf } from "./element-names.ts";
import type { ElementName } from "./type.ts";

/** A decimal number, rounded to double precision first as MLIR does it, or the bits of a float. */
export function floatOf(element: ElementType, text: string): number {
  if (/^-?0x/.test(text)) return floatOfBits(element, BigInt(text.slice(text.indexOf("0"))));
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

function floatOfBits(element: ElementType, bits: bigint): number {
  if (isCoded(element)) {
    const code = Number(BigInt.asUintN(elementBits(element), bits));
    const codes = elementBits(element) < 16 ? Uint8Array.of(code) : Uint16Array.of(code);
    return Number(decodeElements(element, codes)[0]);
  }
  const view = new DataView(new ArrayBuffer(8));
  if (element === "f32") view.setUint32(0, Number(BigInt.asUintN(32, bits)));
  else view.setBigUint64(0, bits);
  return element === "f32" ? view.getFloat32(0) : view.getFloat64(0);
}
