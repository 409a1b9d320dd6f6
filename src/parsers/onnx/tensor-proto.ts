import { AceError, within } from "../../errors.ts";
import { type ElementType, elementBits } from "../../graph/element-type.ts";
import type { StoredTensor } from "../../graph/graph.ts";
import { isCoded, packedByteLength, unpackElements, unpackPart } from "../../graph/packed.ts";
import {
  allocate,
  type Carrier,
  carrierOf,
  expectHoldable,
  type Tensor,
  tensorOf,
} from "../../graph/tensor.ts";
import { elementCount, type TensorType, TypeTable } from "../../graph/tensor-type.ts";
import { bufferSource } from "../../io/byte-source.ts";
import { requireElementType } from "./data-type.ts";
import { readEntry } from "./entries.ts";
import { type Range, WireReader } from "./wire.ts";

/** Where the bytes of a tensor stored beside the model are. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  /** Undefined: to the end of the file. */
  readonly length: number | undefined;
}

/** Reads a range of a file beside the model. */
export type ExternalFiles = (data: ExternalData, tensor: string) => Uint8Array;

/** A tensor of a file whose elements are still there. */
export interface StoredOnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly data: TensorBytes;
}

type TensorBytes =
  | { readonly kind: "raw"; readonly range: Range }
  | { readonly kind: "typed"; readonly field: number; readonly ranges: readonly Range[] }
  | { readonly kind: "external"; readonly data: ExternalData }
  | { readonly kind: "none" };

const MOST_AXES = 1024;
const FLOAT_DATA = 4;
const INT32_DATA = 5;
const STRING_DATA = 6;
const INT64_DATA = 7;
const RAW_DATA = 9;
const DOUBLE_DATA = 10;
const UINT64_DATA = 11;

/** Reads a `TensorProto` without its elements. */
export function readTensorProto(reader: WireReader, range: Range): StoredOnnxTensor {
  const dims: number[] = [];
  const typed: TypedRange[] = [];
  let external: Map<string, string> | undefined;
  let name = "";
  let dataType = 0;
  let raw: Range | undefined;
  let isExternal = false;
  reader.fields(range, (field, wire) => {
    switch (field) {
      case 1:
        reader.varints(reader.scalars(wire), (dim) => {
          if (dims.push(dim) > MOST_AXES) malformed(name, `at most ${MOST_AXES} axes`, "more");
        });
        return;
      case 2:
        dataType = reader.integer(wire);
        return;
      case FLOAT_DATA:
      case INT32_DATA:
      case INT64_DATA:
      case DOUBLE_DATA:
      case UINT64_DATA:
        typed.push({ field, range: reader.scalars(wire) });
        return;
      case STRING_DATA:
        reader.range(wire);
        return;
      case 8:
        name = reader.string(wire);
        return;
      case RAW_DATA:
        raw = reader.range(wire);
        return;
      case 13:
        external ??= new Map();
        external.set(...readEntry(reader, reader.range(wire)));
        return;
      case 14:
        isExternal = reader.integer(wire) === 1;
        return;
      default:
    }
  });
  const data = isExternal ? externalBytes(external, name) : tensorBytes(raw, typed, name);
  for (const dim of dims) if (dim < 0) malformed(name, "sizes of 0 and more", `${dim}`);
  return { name, dims, dataType, data };
}

interface TypedRange {
  readonly field: number;
  readonly range: Range;
}

function tensorBytes(
  raw: Range | undefined,
  typed: readonly TypedRange[],
  tensor: string,
): TensorBytes {
  const filled = typed.filter(({ range }) => range.length > 0);
  const [first] = filled;
  if (first === undefined) {
    return raw === undefined ? { kind: "none" } : { kind: "raw", range: raw };
  }
  const { field } = first;
  if (filled.some((part) => part.field !== field) || (raw !== undefined && raw.length > 0)) {
    malformed(tensor, "elements in one field", "in several");
  }
  return { kind: "typed", field, ranges: filled.map(({ range }) => range) };
}

function externalBytes(
  entries: ReadonlyMap<string, string> | undefined,
  tensor: string,
): TensorBytes {
  const location = entries?.get("location");
  if (location === undefined) return malformed(tensor, "external data with a location", "none");
  const number = (key: string): number | undefined => {
    const text = entries?.get(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    return malformed(tensor, `a whole number as ${key} of external data`, text);
  };
  return {
    kind: "external",
    data: { location, offset: number("offset") ?? 0, length: number("length") },
  };
}

/**
 * A stored tensor as the graph holds it: its type now, its elements when they are asked for.
 *
 * @throws {AceError} `unsupported-type`, `malformed-tensor`
 */
export function storedTensor(
  tensor: StoredOnnxTensor,
  reader: WireReader,
  external: ExternalFiles,
  types: TypeTable,
): StoredTensor {
  const element = requireElementType(tensor.dataType, tensor.name);
  const type = types.intern(element, tensor.dims);
  checkLength(tensor, element, elementCount(type.shape));
  const read = () => readElements(tensor, type, reader, external);
  const part = (range: Part) => readPart(tensor, type, range, reader, external);
  return {
    type,
    read: () => within({ tensor: tensor.name }, read),
    part: (start, count) => within({ tensor: tensor.name }, () => part({ start, count })),
  };
}

/** A run of elements, row-major. */
interface Part {
  readonly start: number;
  readonly count: number;
}

/** A run of elements; those of typed fields and packed ones are read from the beginning. */
function readPart(
  tensor: StoredOnnxTensor,
  type: TensorType,
  { start, count }: Part,
  reader: WireReader,
  external: ExternalFiles,
): Carrier {
  const { data } = tensor;
  const { element } = type;
  if (data.kind === "typed" || data.kind === "none") {
    return readElements(tensor, type, reader, external).data.subarray(start, start + count);
  }
  if (data.kind === "raw" && !isCoded(element) && element !== "bool") {
    return rawPart(reader, data.range.offset, element, { start, count });
  }
  return unpackPart(element, { start, count }, (offset, length) =>
    data.kind === "raw"
      ? reader.source.read(data.range.offset + offset, length)
      : external({ ...data.data, offset: data.data.offset + offset, length }, tensor.name),
  );
}

/** Where parts of tensors are read to, one after the other. */
let scratch = new ArrayBuffer(0);

/** A run of elements that have the same bytes in their carrier. */
function rawPart(
  { source }: WireReader,
  offset: number,
  element: ElementType,
  { start, count }: Part,
): Carrier {
  const carrier = carrierOf(element);
  const size = carrier.BYTES_PER_ELEMENT;
  if (scratch.byteLength < count * size) scratch = new ArrayBuffer(count * size);
  source.readInto(offset + start * size, new Uint8Array(scratch, 0, count * size));
  return new carrier(scratch, 0, count);
}

/** What can be checked without reading: the length of raw bytes against the type. */
function checkLength(tensor: StoredOnnxTensor, element: ElementType, count: number): void {
  const expected = packedByteLength(element, count);
  const { data } = tensor;
  if (data.kind === "raw" && data.range.length !== expected) {
    malformed(tensor.name, `${expected} bytes`, `${data.range.length}`);
  }
  if (data.kind === "none" && count > 0) malformed(tensor.name, `${count} elements`, "none");
  if (data.kind === "external" && data.data.length !== undefined && data.data.length !== expected) {
    malformed(tensor.name, `${expected} external bytes`, `${data.data.length}`);
  }
}

function readElements(
  tensor: StoredOnnxTensor,
  type: TensorType,
  reader: WireReader,
  external: ExternalFiles,
): Tensor {
  const count = elementCount(type.shape);
  expectHoldable(count);
  const { data } = tensor;
  switch (data.kind) {
    case "raw":
      return tensorOf(type, rawElements(reader, data.range.offset, type.element, count));
    case "external": {
      const length = packedByteLength(type.element, count);
      const bytes = external({ ...data.data, length }, tensor.name);
      return tensorOf(type, unpackElements(type.element, bytes, count));
    }
    case "typed": {
      const bytes = joined(reader, data.ranges);
      return tensorOf(type, typedElements(tensor.name, data.field, type.element, bytes, count));
    }
    case "none":
      return tensorOf(type, allocate(type.element, count));
    default:
      return data satisfies never;
  }
}

/** Elements that begin at `offset`, read straight into their carrier where it has the same bytes. */
function rawElements(
  { source }: WireReader,
  offset: number,
  element: ElementType,
  count: number,
): Carrier {
  if (isCoded(element) || element === "bool") {
    const bytes = source.read(offset, packedByteLength(element, count));
    return unpackElements(element, bytes, count);
  }
  const data = allocate(element, count);
  source.readInto(offset, new Uint8Array(data.buffer));
  return data;
}

/** The bytes of some ranges; old files have one for each element. */
function joined(reader: WireReader, ranges: readonly Range[]): Uint8Array {
  const [first] = ranges;
  if (first !== undefined && ranges.length === 1) {
    return reader.source.read(first.offset, first.length);
  }
  const whole = new Uint8Array(ranges.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const range of ranges) {
    whole.set(reader.read(range), at);
    at += range.length;
  }
  return whole;
}

/** Which typed field holds which element types; everything else is in `int32_data`. */
const TYPED_FIELDS: Partial<Record<ElementType, number>> = {
  f32: FLOAT_DATA,
  f64: DOUBLE_DATA,
  i64: INT64_DATA,
  u64: UINT64_DATA,
  u32: UINT64_DATA,
};

function typedElements(
  tensor: string,
  field: number,
  element: ElementType,
  bytes: Uint8Array,
  count: number,
): Carrier {
  const expected = TYPED_FIELDS[element] ?? INT32_DATA;
  if (field !== expected) malformed(tensor, `${element} in field ${expected}`, `field ${field}`);
  if (field === FLOAT_DATA || field === DOUBLE_DATA) return unpackElements(element, bytes, count);
  const values = varints(tensor, bytes);
  if (element === "i64" || element === "u64" || element === "u32" || element === "i32") {
    return wholeNumbers(tensor, element, values, count);
  }
  return unpackElements(element, narrowBytes(element, values), count);
}

function wholeNumbers(
  tensor: string,
  element: ElementType,
  values: readonly bigint[],
  count: number,
): Carrier {
  if (values.length !== count) malformed(tensor, `${count} elements`, `${values.length}`);
  const data = allocate(element, count);
  const big = element === "i64" || element === "u64";
  values.forEach((value, i) => {
    data[i] = (big ? value : Number(value)) as never;
  });
  return data;
}

/**
 * Elements in `int32_data` as raw bytes: 16-bit types take two bytes; of the others an entry is one
 * byte, which holds as many elements as fit, but a single 6-bit one.
 */
function narrowBytes(element: ElementType, values: readonly bigint[]): Uint8Array {
  const entryBits = packedByteLength(element, 1) === 2 ? 16 : elementBits(element) === 6 ? 6 : 8;
  const bytes = new Uint8Array(Math.ceil((values.length * entryBits) / 8));
  values.forEach((value, i) => {
    const code = Number(BigInt.asUintN(entryBits, value)) << ((i * entryBits) % 8);
    const at = Math.floor((i * entryBits) / 8);
    bytes[at] = (bytes[at] as number) | (code & 0xff);
    if (code > 0xff) bytes[at + 1] = code >> 8;
  });
  return bytes;
}

const LAST_SHIFT = 63n;

/** Varints of a packed field, as int64. */
function varints(tensor: string, bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      values.push(BigInt.asIntN(64, value));
      value = 0n;
      shift = 0n;
    } else if (shift > LAST_SHIFT) {
      malformed(tensor, "integers of at most 10 bytes", "a longer one");
    }
  }
  return values;
}

function malformed(tensor: string, expected: string, got: string): never {
  throw new AceError(
    "malformed-tensor",
    { action: "read", subject: `tensor ${tensor}`, expected, got },
    { where: { tensor } },
  );
}

/** Reads a file that holds one `TensorProto` with its elements inside. */
export function readTensorFile(name: string, bytes: Uint8Array): { name: string; tensor: Tensor } {
  const reader = new WireReader(bufferSource(name, bytes));
  const whole = { offset: 0, length: bytes.length };
  return within({ file: name }, () => readWholeTensor(reader, whole));
}

/** A `TensorProto` with its elements, which must be inside. */
export function readWholeTensor(
  reader: WireReader,
  range: Range,
): { name: string; tensor: Tensor } {
  const proto = readTensorProto(reader, range);
  const stored = storedTensor(proto, reader, noExternalData, new TypeTable());
  return { name: proto.name, tensor: stored.read() };
}

function noExternalData(data: ExternalData, tensor: string): never {
  throw new AceError(
    "missing-data",
    {
      action: "read",
      subject: `tensor ${tensor}`,
      expected: "its elements in the same file",
      got: `a reference to ${data.location}`,
    },
    { where: { tensor } },
  );
}
