import { AceError } from "../errors.ts";
import type { ElementType } from "../graph/element-type.ts";
import { packedByteLength } from "../graph/packed.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { malformed } from "./malformed.ts";

/** A tensor as the header of a safetensors file declares it. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly element: ElementType;
  readonly shape: readonly number[];
  /** In bytes from the end of the header. */
  readonly start: number;
  readonly end: number;
}

/** In the order of the format's own list, which is that of alignment. */
const ELEMENTS: ReadonlyMap<string, ElementType> = new Map([
  ["BOOL", "bool"],
  ["F4", "f4e2m1"],
  ["F6_E2M3", "f6e2m3"],
  ["F6_E3M2", "f6e3m2"],
  ["U8", "u8"],
  ["I8", "i8"],
  ["F8_E5M2", "f8e5m2"],
  ["F8_E4M3", "f8e4m3fn"],
  ["F8_E8M0", "f8e8m0"],
  ["F8_E4M3FNUZ", "f8e4m3fnuz"],
  ["F8_E5M2FNUZ", "f8e5m2fnuz"],
  ["I16", "i16"],
  ["U16", "u16"],
  ["F16", "f16"],
  ["BF16", "bf16"],
  ["I32", "i32"],
  ["U32", "u32"],
  ["F32", "f32"],
  ["F64", "f64"],
  ["I64", "i64"],
  ["U64", "u64"],
]);
const DTYPES = Array.from(ELEMENTS, ([dtype, element]) => ({ dtype, element }));

/** Entry with text about the file, no tensor. */
const METADATA = "__metadata__";
const ALIGNMENT = 8;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Place of a type in the format's list; −1 for types that it does not have. */
export function safetensorsRank(element: ElementType): number {
  return DTYPES.findIndex((known) => known.element === element);
}

/**
 * Reads the JSON header. The tensors fill the rest of the file, without gaps or overlaps.
 *
 * @param dataSize - bytes after the header
 * @throws {AceError} `malformed-tensor`, `unsupported-type`
 *
 * Source: safetensors, Format.
 */
export function parseHeader(bytes: Uint8Array, dataSize: number): SafetensorsEntry[] {
  const entries = Object.entries(parseObject(bytes))
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => parseEntry(name, value));
  let filled = 0;
  for (const { name, start, end } of entries.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    if (start !== filled) throw entryFault(name, `data from byte ${filled}`, `from ${start}`);
    filled = end;
  }
  if (filled !== dataSize) throw fault(`${filled} bytes of data`, `${dataSize}`);
  return entries;
}

/** The header of a file that holds `entries`, padded with spaces, with its length in front. */
export function formatHeader(entries: readonly SafetensorsEntry[]): Uint8Array {
  const members = entries.map(({ name, element, shape, start, end }) => {
    const dtype = DTYPES[safetensorsRank(element)]?.dtype;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [start, end] })}`;
  });
  const json = new TextEncoder().encode(`{${members.join(",")}}`);
  const length = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, 8);
  return header;
}

function parseObject(bytes: Uint8Array): object {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw fault("a header in JSON", "other bytes", cause);
  }
  if (isObject(value)) return value;
  throw fault("a header that is an object", "another value");
}

function parseEntry(name: string, value: unknown): SafetensorsEntry {
  if (!isObject(value)) throw entryFault(name, "an object", "another value");
  const { dtype, shape, data_offsets: offsets } = value;
  const element = typeof dtype === "string" ? ELEMENTS.get(dtype) : undefined;
  if (element === undefined) throw unknownType(name, dtype);
  if (!isSizes(shape)) throw entryFault(name, "a shape", "another value");
  if (!isSizes(offsets) || offsets.length !== 2) throw entryFault(name, "two offsets", "others");
  const [start, end] = offsets as [number, number];
  const expected = packedByteLength(element, elementCount(shape));
  if (end - start !== expected) throw entryFault(name, `${expected} bytes`, `${end - start}`);
  return { name, element, shape, start, end };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function unknownType(name: string, dtype: unknown): AceError {
  const got = typeof dtype === "string" ? dtype.slice(0, 40) : "another value";
  return new AceError(
    "unsupported-type",
    { action: "read", subject: `tensor ${name}`, expected: "a real dtype of safetensors", got },
    { where: { tensor: name } },
  );
}

function entryFault(name: string, expected: string, got: string): AceError {
  return malformed(`tensor ${name}`, expected, got).at({ tensor: name });
}

function fault(expected: string, got: string, cause?: unknown): AceError {
  return malformed("the safetensors file", expected, got, cause);
}
