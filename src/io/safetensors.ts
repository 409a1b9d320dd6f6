import { AceError } from "../errors.ts";
import { type ElementType, elementBits } from "../graph/element-type.ts";
import type { StoredTensor } from "../graph/graph.ts";
import { packElements, unpackPart } from "../graph/packed.ts";
import { type Tensor, tensorOf } from "../graph/tensor.ts";
import { elementCount, TypeTable } from "../graph/tensor-type.ts";
import type { ByteSource } from "./byte-source.ts";
import { malformed } from "./malformed.ts";
import {
  formatHeader,
  parseHeader,
  type SafetensorsEntry,
  safetensorsRank,
} from "./safetensors-header.ts";

/** As the reference implementation has it, in bytes. */
const LARGEST_HEADER = 100_000_000;
const LARGEST_FILE = 2 ** 32;
const LENGTH_SIZE = 8;

/** Integers that the format does not have, and what they are written as, by value. */
const STAND_INS: Readonly<Partial<Record<ElementType, ElementType>>> = {
  i4: "i8",
  i2: "i8",
  u4: "u8",
  u2: "u8",
};

/**
 * The tensors of a safetensors file by name; elements are read when they are asked for.
 *
 * Elements of 4 and 6 bits are packed as `packed.ts` has it.
 *
 * @throws {AceError} `malformed-tensor`; `unsupported-type` for complex numbers
 *
 * Source: safetensors, Format.
 */
export function readSafetensors(
  source: ByteSource,
  types: TypeTable = new TypeTable(),
): Map<string, StoredTensor> {
  const size = headerSize(source);
  const dataStart = LENGTH_SIZE + size;
  const entries = parseHeader(source.read(LENGTH_SIZE, size), source.size - dataStart);
  return new Map(entries.map((entry) => [entry.name, stored(source, dataStart, entry, types)]));
}

/**
 * A safetensors file, laid out as the reference implementation does it. Integers of 4 and 2 bits,
 * which the format does not have, are written by value as 8-bit ones.
 *
 * @throws {AceError} `unsupported-type` where packed elements do not end at a whole byte; `too-large`
 *   beyond 4 GiB
 */
export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const ordered = Array.from(tensors, ([name, tensor]) => ({ name, ...storable(name, tensor) }));
  ordered.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = ordered.map(({ name, element, shape, bytes }): SafetensorsEntry => {
    const start = end;
    end += bytes.length;
    return { name, element, shape, start, end };
  });
  const header = formatHeader(entries);
  const file = newFile(header.length + end);
  file.set(header);
  for (const [i, { start }] of entries.entries()) {
    file.set((ordered[i] as { bytes: Uint8Array }).bytes, header.length + start);
  }
  return file;
}

function headerSize(source: ByteSource): number {
  if (source.size < LENGTH_SIZE) throw fault(`${LENGTH_SIZE} bytes and more`, `${source.size}`);
  const prefix = source.read(0, LENGTH_SIZE);
  const view = new DataView(prefix.buffer, prefix.byteOffset, LENGTH_SIZE);
  const size = view.getBigUint64(0, true);
  const most = Math.min(LARGEST_HEADER, source.size - LENGTH_SIZE);
  if (size > BigInt(most)) throw fault(`a header of at most ${most} bytes`, `${size}`);
  return Number(size);
}

function stored(
  source: ByteSource,
  dataStart: number,
  { element, shape, start }: SafetensorsEntry,
  types: TypeTable,
): StoredTensor {
  const type = types.intern(element, shape);
  const bytesAt = (offset: number, length: number) =>
    source.read(dataStart + start + offset, length);
  const part = (from: number, count: number) =>
    unpackPart(element, { start: from, count }, bytesAt);
  return { type, read: () => tensorOf(type, part(0, elementCount(shape))), part };
}

function storable(name: string, { type: { element, shape }, data }: Tensor) {
  const written = STAND_INS[element] ?? element;
  const bits = elementBits(written);
  if (written !== "bool" && (bits * data.length) % 8 !== 0) throw fractional(name, element);
  const rank = safetensorsRank(written);
  return { element: written, shape, rank, bytes: packElements(written, data) };
}

function newFile(size: number): Uint8Array {
  if (size <= LARGEST_FILE) return new Uint8Array(size);
  throw new AceError("too-large", {
    action: "write",
    subject: "a safetensors file",
    expected: `at most ${LARGEST_FILE} bytes`,
    got: `${size}`,
  });
}

function fractional(name: string, element: ElementType): AceError {
  const expected = "elements that fill whole bytes";
  return new AceError(
    "unsupported-type",
    { action: "write", subject: `tensor ${name}`, expected, got: `a part of one with ${element}` },
    { where: { tensor: name } },
  );
}

function fault(expected: string, got: string): AceError {
  return malformed("the safetensors file", expected, got);
}
