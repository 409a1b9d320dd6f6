import { float, integer } from "./literals.ts";
import type { ProtoWriter } from "./proto-writer.ts";
import type { TokenReader } from "./token-reader.ts";
import { dataTypeOf, quoted, type TextDim, type TextType } from "./types.ts";

/** How the elements of a type are written, and in which field they are kept. */
interface Entries {
  readonly field: string;
  readonly read: (t: TokenReader, element: string) => number | bigint;
  /** Elements in one entry: 2 and more where they are packed, half where two make one. */
  readonly elements: number;
}

/** Integers, and floats below 32 bits as their bit patterns, from `least` to `most`. */
const inInt32 = (least: number, most: number, elements = 1): Entries => ({
  field: "int32_data",
  read: (t, element) => integer(t, { expected: `an integer of ${element}`, least, most }),
  elements,
});

const BYTE = inInt32(-0x80, 0xff);
const PATTERN = inInt32(-0x8000, 0xffff);
const PAIR = inInt32(-0x80, 0xff, 2);
const FOUR = inInt32(-0x80, 0xff, 4);

const unsigned = (most: number | bigint): Entries => ({
  field: "uint64_data",
  read: (t, element) => integer(t, { expected: `an integer of ${element}`, least: 0, most }),
  elements: 1,
});

const floats = (elements: number): Entries => ({
  field: "float_data",
  read: (t) => float(t, "f32"),
  elements,
});

const doubles = (elements: number): Entries => ({
  field: "double_data",
  read: (t) => float(t, "f64"),
  elements,
});

/** Source: onnx 1.23 `OnnxParser::Parse(TensorProto&, …)`. */
const ENTRIES: Readonly<Record<string, Entries>> = {
  bool: inInt32(0, 1),
  int8: inInt32(-0x80, 0x7f),
  uint8: inInt32(0, 0xff),
  int16: inInt32(-0x8000, 0x7fff),
  uint16: inInt32(0, 0xffff),
  int32: inInt32(-(2 ** 31), 2 ** 31 - 1),
  int64: {
    field: "int64_data",
    read: (t) => integer(t, { expected: "an integer of int64" }),
    elements: 1,
  },
  uint32: unsigned(2 ** 32 - 1),
  uint64: unsigned(2n ** 64n - 1n),
  float16: PATTERN,
  bfloat16: PATTERN,
  float8e4m3fn: BYTE,
  float8e4m3fnuz: BYTE,
  float8e5m2: BYTE,
  float8e5m2fnuz: BYTE,
  float8e8m0: BYTE,
  float6e2m3: BYTE,
  float6e3m2: BYTE,
  float4e2m1: PAIR,
  int4: PAIR,
  uint4: PAIR,
  int2: FOUR,
  uint2: FOUR,
  float: floats(1),
  complex64: floats(0.5),
  double: doubles(1),
  complex128: doubles(0.5),
};

/** `constant-data` of a tensor of `type`, as a field that is a `TensorProto`. */
export function tensorField(
  t: TokenReader,
  out: ProtoWriter,
  field: string,
  name: string,
  type: TextType | undefined,
): void {
  if (type?.kind !== "tensor") t.fail(`a tensor type before the elements of ${name || "a tensor"}`);
  const { element, shape } = type.tensor;
  const dims = (shape ?? [undefined]).map((dim) => size(t, dim, name));
  out.within(field, () => {
    out.packed("dims", (put) => dims.forEach(put));
    out.put("data_type", dataTypeOf(element));
    out.put("name", name);
    if (t.at("[")) externalData(t, out);
    else internalData(t, out, element, dims);
  });
}

function size(t: TokenReader, dim: TextDim, name: string): number {
  if (typeof dim === "number" && dim >= 0) return dim;
  return t.fail(`sizes of 0 and more before the elements of ${name || "a tensor"}`);
}

/** `internal-data ::= '{' [prim-constants] '}'` */
function internalData(
  t: TokenReader,
  out: ProtoWriter,
  element: string,
  dims: readonly number[],
): void {
  if (t.at(".")) t.fail(`the elements of ${element}`, "... where the printer left them out");
  t.expect("{", "and elements");
  const count = element === "string" ? strings(t, out) : numbers(t, out, element);
  const perEntry = element === "string" ? 1 : (ENTRIES[element] as Entries).elements;
  const expected = Math.ceil(dims.reduce((product, dim) => product * dim, 1) / perEntry);
  if (count !== expected) t.fail(entriesText(expected, element, perEntry), `${count}`);
  t.next();
}

/** Numbers up to the brace that closes them, as one packed field; how many they are. */
function numbers(t: TokenReader, out: ProtoWriter, element: string): number {
  const { field, read } = ENTRIES[element] as Entries;
  if (t.at("}")) return 0;
  let count = 0;
  out.packed(field, (put) => {
    count = entries(t, () => put(read(t, element)));
  });
  return count;
}

function strings(t: TokenReader, out: ProtoWriter): number {
  return t.at("}") ? 0 : entries(t, () => out.put("string_data", quoted(t)));
}

/** Entries up to the brace, which stays ahead; how many they are. */
function entries(t: TokenReader, entry: () => void): number {
  let count = 0;
  do {
    entry();
    count++;
  } while (t.take(","));
  return t.at("}") ? count : t.fail(", or }");
}

function entriesText(count: number, element: string, perEntry: number): string {
  const packed = perEntry > 1 ? `, each of ${perEntry} packed elements` : "";
  return `${count} ${count === 1 ? "entry" : "entries"} of ${element}${packed}`;
}

/** `external-data ::= str-str-list` */
function externalData(t: TokenReader, out: ProtoWriter): void {
  stringPairs(t, out, "external_data");
  out.put("data_location", 1);
}

/** `str-str-list ::= '[' [str-str (',' str-str)*] ']'`, as entries of a field. */
export function stringPairs(t: TokenReader, out: ProtoWriter, field: string): void {
  t.expect("[");
  if (!t.take("]")) t.items("]", () => out.within(field, () => pair(t, out)));
}

function pair(t: TokenReader, out: ProtoWriter): void {
  out.put("key", quoted(t));
  t.expect(":", "and a value");
  out.put("value", quoted(t));
}
