import type { Range, WireReader } from "./wire.ts";

/** A dimension: a size, a symbol, or nothing said. */
export type OnnxDim = number | string | undefined;

/** What a file says of a value's type; `shape` is undefined where the rank is not said. */
export interface OnnxType {
  readonly kind: "tensor" | "sequence" | "optional" | "other";
  readonly dataType: number;
  readonly shape: readonly OnnxDim[] | undefined;
  /** What a sequence or optional holds. */
  readonly element?: OnnxType;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType | undefined;
}

/** Reads a `ValueInfoProto`. */
export function readValue(reader: WireReader, range: Range): OnnxValue {
  let name = "";
  let type: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) name = reader.string(wire);
    if (field === 2) type = readType(reader, reader.range(wire));
  });
  return { name, type };
}

/** Fields of `TypeProto`; what it does not know else (maps, sparse tensors) is another kind. */
const TENSOR = 1;
const SEQUENCE = 4;
const DENOTATION = 6;
const OPTIONAL = 9;
const DEEPEST_TYPE = 16;

function readType(reader: WireReader, range: Range, depth = 0): OnnxType | undefined {
  let type: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === TENSOR) type = readTensorType(reader, reader.range(wire));
    else if ((field === SEQUENCE || field === OPTIONAL) && depth < DEEPEST_TYPE) {
      const element = readElementType(reader, reader.range(wire), depth);
      const kind = field === SEQUENCE ? "sequence" : "optional";
      type = { ...OTHER, kind, ...(element === undefined ? {} : { element }) };
    } else if (field !== DENOTATION) type = OTHER;
  });
  return type;
}

const OTHER: OnnxType = { kind: "other", dataType: 0, shape: undefined };

function readElementType(reader: WireReader, range: Range, depth: number): OnnxType | undefined {
  let element: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) element = readType(reader, reader.range(wire), depth + 1);
  });
  return element;
}

function readTensorType(reader: WireReader, range: Range): OnnxType {
  let dataType = 0;
  let shape: OnnxDim[] | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) dataType = reader.integer(wire);
    if (field === 2) {
      const dims: OnnxDim[] = [];
      reader.fields(reader.range(wire), (inner, innerWire) => {
        if (inner === 1) dims.push(readDim(reader, reader.range(innerWire)));
      });
      shape = dims;
    }
  });
  return { kind: "tensor", dataType, shape };
}

function readDim(reader: WireReader, range: Range): OnnxDim {
  let dim: OnnxDim;
  reader.fields(range, (field, wire) => {
    if (field === 1) dim = reader.integer(wire);
    if (field === 2) dim = reader.string(wire) || undefined;
  });
  return dim;
}
