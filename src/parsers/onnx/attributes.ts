import { AceError } from "../../errors.ts";
import { readTensorProto, type StoredOnnxTensor } from "./tensor-proto.ts";
import type { Range, WireReader } from "./wire.ts";

/** A decoded `AttributeProto`; graphs stay ranges. A reference names an attribute of the function. */
export type OnnxAttribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: StoredOnnxTensor }
  | { readonly kind: "graph"; readonly value: Range }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "reference"; readonly value: string }
  | { readonly kind: "other" };

const KINDS: ReadonlyMap<number, OnnxAttribute["kind"]> = new Map([
  [1, "float"],
  [2, "int"],
  [3, "string"],
  [4, "tensor"],
  [5, "graph"],
  [6, "floats"],
  [7, "ints"],
  [8, "strings"],
] as const);

/** Reads the attributes of the node in `range`. */
export function readAttributes(
  reader: WireReader,
  range: Range,
): ReadonlyMap<string, OnnxAttribute> {
  const attributes = new Map<string, OnnxAttribute>();
  reader.fields(range, (field, wire) => {
    if (field === 5) attributes.set(...readAttribute(reader, reader.range(wire)));
  });
  return attributes;
}

interface RawAttribute {
  float: number;
  int: number;
  bytes: string;
  tensor: Range | undefined;
  graph: Range | undefined;
  readonly floats: number[];
  readonly ints: number[];
  readonly strings: string[];
  reference: string;
}

/** Reads an `AttributeProto`: its name and value. */
export function readAttribute(reader: WireReader, range: Range): readonly [string, OnnxAttribute] {
  const raw: RawAttribute = {
    float: 0,
    int: 0,
    bytes: "",
    tensor: undefined,
    graph: undefined,
    floats: [],
    ints: [],
    strings: [],
    reference: "",
  };
  let name = "";
  let type = 0;
  let last = 0;
  reader.fields(range, (field, wire) => {
    if (field === 1) name = reader.string(wire);
    else if (field === 20) type = reader.integer(wire);
    else if (readValue(reader, raw, field, wire)) last = field;
  });
  const kind = KINDS.get(type) ?? kindOfField(last);
  return [name, decode(reader, raw, kind, name)];
}

/** Old files leave the type out; then the field that is filled tells it. */
function kindOfField(field: number): OnnxAttribute["kind"] {
  const kinds: Readonly<Record<number, OnnxAttribute["kind"]>> = {
    2: "float",
    3: "int",
    4: "string",
    5: "tensor",
    6: "graph",
    7: "floats",
    8: "ints",
    9: "strings",
  };
  return kinds[field] ?? "other";
}

function readValue(reader: WireReader, raw: RawAttribute, field: number, wire: number): boolean {
  if (field === 2) raw.float = reader.float(wire);
  else if (field === 3) raw.int = reader.clampedInteger(wire);
  else if (field === 4) raw.bytes = reader.string(wire);
  else if (field === 5) raw.tensor = reader.range(wire);
  else if (field === 6) raw.graph = reader.range(wire);
  else if (field === 7) pushFloats(reader, reader.scalars(wire), raw.floats);
  else if (field === 8) pushIntegers(reader, wire, raw.ints);
  else if (field === 9) raw.strings.push(reader.string(wire));
  else if (field === 21) raw.reference = reader.string(wire);
  else return false;
  return true;
}

/** Integers of attributes are sizes, axes and flags; the extremes of int64 mean "to the end". */
function pushIntegers(reader: WireReader, wire: number, to: number[]): void {
  if (wire === 0) {
    to.push(reader.clampedInteger(wire));
    return;
  }
  const range = reader.range(wire);
  reader.varints(range, (value) => to.push(value));
}

function pushFloats(reader: WireReader, range: Range, to: number[]): void {
  const bytes = reader.read(range);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) to.push(view.getFloat32(at, true));
}

function decode(
  reader: WireReader,
  raw: RawAttribute,
  kind: OnnxAttribute["kind"],
  name: string,
): OnnxAttribute {
  if (raw.reference !== "") return { kind: "reference", value: raw.reference };
  switch (kind) {
    case "float":
      return { kind, value: raw.float };
    case "int":
      return { kind, value: raw.int };
    case "string":
      return { kind, value: raw.bytes };
    case "tensor":
      return { kind, value: readTensorProto(reader, present(raw.tensor, name)) };
    case "graph":
      return { kind, value: present(raw.graph, name) };
    case "floats":
      return { kind, value: raw.floats };
    case "ints":
      return { kind, value: raw.ints };
    case "strings":
      return { kind, value: raw.strings };
    default:
      return { kind: "other" };
  }
}

function present(range: Range | undefined, name: string): Range {
  if (range !== undefined) return range;
  throw new AceError("malformed-model", {
    action: "read",
    subject: `attribute ${name}`,
    expected: "a value of the type that it states",
    got: "none",
  });
}
