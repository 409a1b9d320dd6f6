import { ELEMENT_TYPES, type ElementType } from "../../../graph/element-type.ts";
import type { ElementName } from "./type.ts";

/** Element types whose name here is not the name in MLIR in small letters. */
const OTHERS: Readonly<Record<string, ElementType>> = {
  i1: "bool",
  f8E8M0FNU: "f8e8m0",
  f6E2M3FN: "f6e2m3",
  f6E3M2FN: "f6e3m2",
  f4E2M1FN: "f4e2m1",
};

const KNOWN: ReadonlySet<string> = new Set(ELEMENT_TYPES);

/** What the elements of a type are in a graph; undefined for complex, quantized and other types. */
export function elementTypeOf(name: ElementName): ElementType | undefined {
  const other = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
  if (other !== undefined) return other;
  const own = name.replace(/^ui/, "u").replace(/^si/, "i").toLowerCase();
  return KNOWN.has(own) ? (own as ElementType) : undefined;
}

/** The type of both parts of complex elements; undefined for others. */
export function complexPart(name: ElementName): ElementName | undefined {
  return /^complex<(.+)>$/.exec(name)?.[1];
}
