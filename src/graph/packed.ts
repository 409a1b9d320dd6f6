import { AceError } from "../errors.ts";
import { type ElementType, elementBits, isSigned } from "./element-type.ts";
import { encodeFloat, encodeNan, floatTable } from "./float-code.ts";
import { floatFormat } from "./float-format.ts";
import { allocate, type Carrier } from "./tensor.ts";

/** Types whose elements at rest are not the bytes of their carrier. */
const CODED_TYPES = [
  "f16",
  "bf16",
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
  "i4",
  "u4",
  "i2",
  "u2",
] as const satisfies readonly ElementType[];
export type CodedType = (typeof CODED_TYPES)[number];
type CodedInteger = "i4" | "u4" | "i2" | "u2";

/** Bit patterns, one an entry: two bytes for f16 and bf16, else one. */
export type Codes = Uint8Array | Uint16Array;

const CODED: ReadonlySet<string> = new Set(CODED_TYPES);
const CODED_INTEGERS: ReadonlySet<string> = new Set(["i4", "u4", "i2", "u2"]);

export function isCoded(element: ElementType): element is CodedType {
  return CODED.has(element);
}

/** Bytes that `count` elements take at rest: whole bytes at the end of the last element only. */
export function packedByteLength(element: ElementType, count: number): number {
  const bits = element === "bool" ? 8 : elementBits(element);
  return bits < 8 ? Math.ceil((count * bits) / 8) : count * (bits / 8);
}

/**
 * Elements from their bytes, which are copied and may start anywhere.
 *
 * Little-endian. Elements of 2, 4 and 6 bits follow one another from the lowest bit of the first
 * byte; a bool is a byte, true unless 0. Bits that fill up the last byte are ignored.
 *
 * @throws {AceError} `malformed-tensor` when there are more or fewer bytes than `count` elements
 *   take; `too-large`
 *
 * Source: ONNX `TensorProto.raw_data`; the byte order of machine and file is taken to be the same.
 */
export function unpackElements(element: ElementType, bytes: Uint8Array, count: number): Carrier {
  const expected = packedByteLength(element, count);
  if (bytes.length !== expected) {
    throw new AceError("malformed-tensor", {
      action: "unpack",
      subject: `${count} elements of ${element}`,
      expected: `${expected} bytes`,
      got: `${bytes.length}`,
    });
  }
  if (isCoded(element)) return decodeElements(element, unpackCodes(element, bytes, count));
  const data = allocate(element, count);
  if (element === "bool") markTrue(data, bytes);
  else new Uint8Array(data.buffer).set(bytes);
  return data;
}

/** The same where elements of fewer than 8 bits take a byte each; bits above theirs are ignored. */
export function unpackByteElements(
  element: ElementType,
  bytes: Uint8Array,
  count: number,
): Carrier {
  const isNarrow = isCoded(element) && elementBits(element) < 8;
  return isNarrow ? decodeElements(element, bytes) : unpackElements(element, bytes, count);
}

/**
 * Bytes of elements, as {@link unpackElements} reads them; they may share memory with `data`.
 *
 * Floats that the type does not hold are rounded; of integers only the low bits count.
 */
export function packElements(element: ElementType, data: Carrier): Uint8Array {
  if (!isCoded(element)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const codes = encodeElements(element, data);
  const bits = elementBits(element);
  return bits < 8 ? packBits(codes, bits) : new Uint8Array(codes.buffer);
}

/** Elements from their bit patterns; bits above the type's width are ignored. NaNs stay apart. */
export function decodeElements(element: CodedType, codes: Codes): Carrier {
  const data = allocate(element, codes.length);
  if (isCodedInteger(element)) {
    const unused = 32 - elementBits(element);
    const signed = isSigned(element);
    for (let i = 0; i < data.length; i++) {
      const high = (codes[i] as number) << unused;
      data[i] = signed ? high >> unused : high >>> unused;
    }
    return data;
  }
  const values = new Uint32Array(floatTable(element).buffer);
  const words = new Uint32Array(data.buffer);
  const mask = values.length - 1;
  for (let i = 0; i < words.length; i++) words[i] = values[(codes[i] as number) & mask] as number;
  return data;
}

/** Bit patterns of elements, bits above the type's width 0. */
export function encodeElements(element: CodedType, data: Carrier): Codes {
  const bits = elementBits(element);
  const codes = bits === 16 ? new Uint16Array(data.length) : new Uint8Array(data.length);
  const mask = 2 ** bits - 1;
  if (isCodedInteger(element)) {
    for (let i = 0; i < codes.length; i++) codes[i] = Number(data[i]) & mask;
    return codes;
  }
  const hasNan = floatFormat(element).nanCode !== null;
  const words = hasNan && data instanceof Float32Array ? wordsOf(data) : undefined;
  for (let i = 0; i < codes.length; i++) {
    const value = Number(data[i]);
    const word = Number.isNaN(value) ? words?.[i] : undefined;
    codes[i] = word === undefined ? encodeFloat(element, value) : encodeNan(element, word);
  }
  return codes;
}

function wordsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

function isCodedInteger(element: CodedType): element is CodedInteger {
  return CODED_INTEGERS.has(element);
}

function markTrue(data: Carrier, bytes: Uint8Array): void {
  for (let i = 0; i < data.length; i++) data[i] = bytes[i] === 0 ? 0 : 1;
}

function unpackCodes(element: CodedType, bytes: Uint8Array, count: number): Codes {
  const bits = elementBits(element);
  if (bits === 16) return new Uint16Array(new Uint8Array(bytes).buffer);
  return bits === 8 ? bytes : unpackBits(bytes, bits, count);
}

function unpackBits(bytes: Uint8Array, bits: number, count: number): Uint8Array {
  const codes = new Uint8Array(count);
  const mask = (1 << bits) - 1;
  let held = 0;
  let heldBits = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (heldBits < bits) {
      held |= (bytes[next++] as number) << heldBits;
      heldBits += 8;
    }
    codes[i] = held & mask;
    held >>>= bits;
    heldBits -= bits;
  }
  return codes;
}

function packBits(codes: Codes, bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((codes.length * bits) / 8));
  let held = 0;
  let heldBits = 0;
  let next = 0;
  for (let i = 0; i < codes.length; i++) {
    held |= (codes[i] as number) << heldBits;
    heldBits += bits;
    if (heldBits < 8) continue;
    bytes[next++] = held;
    held >>>= 8;
    heldBits -= 8;
  }
  if (heldBits > 0) bytes[next] = held;
  return bytes;
}

/**
 * A run of `count` elements from `start` on; those that share bytes are read from the beginning.
 *
 * @param bytesAt - reads a range of the packed bytes
 */
export function unpackPart(
  element: ElementType,
  { start, count }: { readonly start: number; readonly count: number },
  bytesAt: (offset: number, length: number) => Uint8Array,
): Carrier {
  const first = elementBits(element) < 8 && element !== "bool" ? 0 : start;
  const length = start + count - first;
  const bytes = bytesAt(packedByteLength(element, first), packedByteLength(element, length));
  return unpackElements(element, bytes, length).subarray(start - first);
}
