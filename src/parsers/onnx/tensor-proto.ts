import { readEntry } from "./entries.ts";
import { malformedTensor } from "./malformed-tensor.ts";
import { DOUBLE_DATA, FLOAT_DATA, INT32_DATA, INT64_DATA, UINT64_DATA } from "./typed-elements.ts";
import type { Range, WireReader } from "./wire.ts";

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
const STRING_DATA = 6;
const RAW_DATA = 9;

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
          if (dims.push(dim) > MOST_AXES)
            malformedTensor(name, `at most ${MOST_AXES} axes`, "more");
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
  for (const dim of dims) if (dim < 0) malformedTensor(name, "sizes of 0 and more", `${dim}`);
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
    malformedTensor(tensor, "elements in one field", "in several");
  }
  return { kind: "typed", field, ranges: filled.map(({ range }) => range) };
}

function externalBytes(
  entries: ReadonlyMap<string, string> | undefined,
  tensor: string,
): TensorBytes {
  const location = entries?.get("location");
  if (location === undefined)
    return malformedTensor(tensor, "external data with a location", "none");
  const number = (key: string): number | undefined => {
    const text = entries?.get(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    return malformedTensor(tensor, `a whole number as ${key} of external data`, text);
  };
  return {
    kind: "external",
    data: { location, offset: number("offset") ?? 0, length: number("length") },
  };
}
