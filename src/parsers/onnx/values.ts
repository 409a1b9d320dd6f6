import type { Range, WireReader } from "./wire.ts";

/** A dimension: a size, a symbol, or nothing said. */
export type OnnxDim = number | string | undefined;

/** What a file says of a value's type; `shape` is undefined where the rank is not said. */
export interface OnnxType {
  readonly kind: "tensor" | "other";
  readonly dataType: number;
  readonly shape: readonly OnnxDim[] | undefined;
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

function readType(reader: WireReader, range: Range): OnnxType | undefined {
  let type: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) type = readTensorType(reader, reader.range(wire));
    else if (field !== 6) type = { kind: "other", dataType: 0, shape: undefined };
  });
  return type;
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
