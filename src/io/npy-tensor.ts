import { AceError } from "../errors.ts";
import { type ElementType, elementBits, isFloat, isSigned } from "../graph/element-type.ts";
import {
  type Codes,
  decodeElements,
  encodeElements,
  isCoded,
  packElements,
  unpackElements,
} from "../graph/packed.ts";
import { type Tensor, tensorOf } from "../graph/tensor.ts";
import { elementCount, equalShapes, formatShape, type TensorType } from "../graph/tensor-type.ts";
import type { NpyArray } from "./npy.ts";

/** How a tensor is written whose element type numpy does not have. */
export interface NpyStandIn {
  readonly dtype: "i1" | "u1" | "u2";
  /** True: the elements' bit patterns, one an element; false: their values. */
  readonly bits: boolean;
}

const DTYPES: Readonly<Partial<Record<ElementType, string>>> = {
  f64: "f8",
  f32: "f4",
  f16: "f2",
  i64: "i8",
  i32: "i4",
  i16: "i2",
  i8: "i1",
  u64: "u8",
  u32: "u4",
  u16: "u2",
  u8: "u1",
  bool: "b1",
};
const ELEMENTS = new Map(
  Object.entries(DTYPES).map(([element, dtype]) => [dtype, element as ElementType]),
);

/** The element type that an array has by itself; undefined for raw bits. */
export function elementOf(dtype: string): ElementType | undefined {
  return ELEMENTS.get(dtype);
}

/** True where {@link toTensor} reads elements of this type from an array of this dtype. */
export function canHold(dtype: string, element: ElementType): boolean {
  const isValue = (element === "i4" || element === "i2") && dtype === "i1";
  return dtype === DTYPES[element] || isValue || rawDtypes(element).includes(dtype);
}

/** How {@link toArray} writes elements whose type numpy does not have; undefined where it has it. */
export function npyStandIn(element: ElementType): NpyStandIn | undefined {
  if (DTYPES[element] !== undefined) return undefined;
  if (!isFloat(element)) return { dtype: isSigned(element) ? "i1" : "u1", bits: false };
  return { dtype: elementBits(element) === 16 ? "u2" : "u1", bits: true };
}

/**
 * An array as a tensor of the type that a graph's input has.
 *
 * The array's own type must be that type. Types that numpy does not have are read bit for bit from
 * unsigned or void elements, one an element: bf16 from two bytes, others from one; i4 and i2 also
 * by value from int8.
 *
 * @throws {AceError} `shape-mismatch`; `type-mismatch`; `malformed-tensor` for codes and values that
 *   the type does not have
 */
export function toTensor(array: NpyArray, expected: TensorType, name: string): Tensor {
  const { element, shape } = expected;
  if (!equalShapes(array.shape, shape)) {
    const got = `shape ${formatShape(array.shape)}`;
    throw refused("shape-mismatch", name, `shape ${formatShape(shape)}`, got);
  }
  if (array.dtype === DTYPES[element]) {
    return tensorOf(expected, unpackElements(element, array.data, elementCount(shape)));
  }
  if (isCoded(element) && rawDtypes(element).includes(array.dtype)) {
    const codes = codesIn(array);
    checkRange(codes, codeRange(element), element, name);
    return tensorOf(expected, decodeElements(element, codes));
  }
  if ((element === "i4" || element === "i2") && array.dtype === "i1") {
    const half = 2 ** (elementBits(element) - 1);
    const values = new Int8Array(array.data);
    checkRange(values, (value) => value >= -half && value < half, element, name);
    return tensorOf(expected, values);
  }
  throw mismatch(array.dtype, element, name);
}

/** A tensor as numpy can store it; see {@link npyStandIn} for types that numpy does not have. */
export function toArray({ type: { element, shape }, data }: Tensor): NpyArray {
  const standIn = npyStandIn(element);
  if (standIn === undefined) {
    return { shape, dtype: DTYPES[element] as string, data: packElements(element, data) };
  }
  const stored = standIn.bits && isCoded(element) ? encodeElements(element, data) : data;
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  return { shape, dtype: standIn.dtype, data: bytes };
}

/** Arrays whose elements are read as the bits of a type that numpy does not have. */
function rawDtypes(element: ElementType): readonly string[] {
  if (DTYPES[element] !== undefined) return [];
  return elementBits(element) === 16 ? ["u2", "V2"] : ["u1", "V1"];
}

function codesIn({ dtype, data }: NpyArray): Codes {
  return dtype.endsWith("2") ? new Uint16Array(new Uint8Array(data).buffer) : data;
}

/** Which codes exist; a negative i4 or i2 may have its sign in all eight bits. */
function codeRange(element: ElementType): (code: number) => boolean {
  const codes = 2 ** elementBits(element);
  if (!isSigned(element)) return (code) => code < codes;
  return (code) => code < codes || code >= 256 - codes / 2;
}

function checkRange(
  data: Codes | Int8Array,
  inside: (value: number) => boolean,
  element: ElementType,
  name: string,
): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!inside(value)) {
      throw refused("malformed-tensor", name, `elements of ${element}`, `${value} at ${i}`);
    }
  }
}

function mismatch(got: string, element: ElementType, name: string): AceError {
  const dtype = DTYPES[element];
  if (dtype !== undefined) {
    const hint = `convert it with array.astype("${dtype}")`;
    return refused("type-mismatch", name, `${element} (${dtype})`, got, hint);
  }
  const bits = `the bits of ${element} as ${rawDtypes(element).join(" or ")}`;
  const value = element === "i4" || element === "i2" ? ", or its values as i1" : "";
  return refused("type-mismatch", name, `${bits}${value}`, got);
}

function refused(
  code: "shape-mismatch" | "type-mismatch" | "malformed-tensor",
  name: string,
  expected: string,
  got: string,
  hint?: string,
): AceError {
  return new AceError(
    code,
    { action: "use", subject: `the array for ${name}`, expected, got },
    { where: { tensor: name }, ...(hint === undefined ? {} : { hint }) },
  );
}
