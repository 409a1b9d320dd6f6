import { within } from "../../errors.ts";
import type { ElementType } from "../../graph/element-type.ts";
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
import { elementCount, type TensorType, type TypeTable } from "../../graph/tensor-type.ts";
import { requireElementType } from "./data-type.ts";
import { malformedTensor } from "./malformed-tensor.ts";
import type { ExternalFiles, StoredOnnxTensor } from "./tensor-proto.ts";
import { typedElements } from "./typed-elements.ts";
import type { Range, WireReader } from "./wire.ts";

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
    malformedTensor(tensor.name, `${expected} bytes`, `${data.range.length}`);
  }
  if (data.kind === "none" && count > 0) malformedTensor(tensor.name, `${count} elements`, "none");
  if (data.kind === "external" && data.data.length !== undefined && data.data.length !== expected) {
    malformedTensor(tensor.name, `${expected} external bytes`, `${data.data.length}`);
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
