import { within } from "../../errors.ts";
import type { ElementType } from "../../graph/element-type.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { malformed } from "../../io/malformed.ts";
import { type ByteRange, type MsgpackValue, readMsgpack } from "../../io/msgpack.ts";
import { chunkedArray } from "./chunked-array.ts";
import { numberWeight } from "./number-weight.ts";
import { arrayWeight, byteCount, type LazyArray, type Weight } from "./weight.ts";

/** Extension types of Flax. */
const ARRAY = 1;
const SCALAR = 3;
const CHUNKED = "__msgpack_chunked_array__";

/** An element type by numpy's name for it; `named` where numpy itself has none. */
const DTYPES: ReadonlyMap<string, { readonly dtype: string; readonly named?: ElementType }> =
  new Map([
    ...["float64", "int64", "uint64"].map((name) => [name, { dtype: `${name[0]}8` }] as const),
    ...["float32", "int32", "uint32"].map((name) => [name, { dtype: `${name[0]}4` }] as const),
    ...["float16", "int16", "uint16"].map((name) => [name, { dtype: `${name[0]}2` }] as const),
    ...["int8", "uint8"].map((name) => [name, { dtype: `${name[0]}1` }] as const),
    ["bool", { dtype: "b1" }],
    ["bfloat16", { dtype: "V2", named: "bf16" }],
    ["float8_e3m4", { dtype: "V1", named: "f8e3m4" }],
    ["float8_e4m3", { dtype: "V1", named: "f8e4m3" }],
    ["float8_e4m3fn", { dtype: "V1", named: "f8e4m3fn" }],
    ["float8_e4m3fnuz", { dtype: "V1", named: "f8e4m3fnuz" }],
    ["float8_e4m3b11fnuz", { dtype: "V1", named: "f8e4m3b11fnuz" }],
    ["float8_e5m2", { dtype: "V1", named: "f8e5m2" }],
    ["float8_e5m2fnuz", { dtype: "V1", named: "f8e5m2fnuz" }],
    ["float8_e8m0fnu", { dtype: "V1", named: "f8e8m0" }],
    ["float6_e2m3fn", { dtype: "V1", named: "f6e2m3" }],
    ["float6_e3m2fn", { dtype: "V1", named: "f6e3m2" }],
    ["float4_e2m1fn", { dtype: "V1", named: "f4e2m1" }],
    ["int4", { dtype: "V1", named: "i4" }],
    ["uint4", { dtype: "V1", named: "u4" }],
    ["int2", { dtype: "V1", named: "i2" }],
    ["uint2", { dtype: "V1", named: "u2" }],
  ]);

/** An array as Flax writes it: shape, name of the element type, bytes. */
interface FlaxArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly range: ByteRange;
}

/**
 * The arrays and numbers of a tree of parameters that Flax serialized; elements stay in the file.
 * Text, complex numbers and what is empty are left out.
 *
 * @throws {AceError} `malformed-tensor`, `too-large`
 *
 * Source: flax.serialization, `msgpack_serialize`.
 */
export function readFlaxMsgpack(source: ByteSource): Weight[] {
  const weights: Weight[] = [];
  collect(source, readMsgpack(source), [], weights);
  return weights;
}

function collect(
  source: ByteSource,
  value: MsgpackValue,
  path: readonly string[],
  weights: Weight[],
): void {
  switch (value.kind) {
    case "map":
      if (value.entries.has(CHUNKED)) weights.push(chunked(source, value.entries, path));
      else for (const [key, item] of value.entries) collect(source, item, [...path, key], weights);
      return;
    case "list":
      for (const [i, item] of value.items.entries()) {
        collect(source, item, [...path, `${i}`], weights);
      }
      return;
    case "extension":
      if (value.type === ARRAY || value.type === SCALAR) {
        const array = within({ tensor: path.join("/") }, () => flaxArray(source, value.range));
        weights.push(arrayWeight(path, array.dtype, lazy(source, array)));
      }
      return;
    case "boolean":
    case "integer":
    case "float":
      weights.push(numberWeight(path, value));
      return;
    case "nil":
    case "text":
    case "binary":
      return;
    default:
      value satisfies never;
  }
}

function flaxArray(source: ByteSource, range: ByteRange): FlaxArray {
  const value = readMsgpack(source, range);
  const [sizes, name, bytes] = value.kind === "list" ? value.items : [];
  if (sizes?.kind !== "list" || name?.kind !== "text" || bytes?.kind !== "binary") {
    throw malformed("an array of Flax", "a shape, a type and bytes", "other values");
  }
  const shape = sizes.items.map(sizeOf);
  const dtype = DTYPES.get(name.value)?.dtype;
  const expected = dtype === undefined ? bytes.range.length : byteCount(dtype, shape);
  if (bytes.range.length !== expected) {
    throw malformed("an array of Flax", `${expected} bytes`, `${bytes.range.length}`);
  }
  return { shape, dtype: name.value, range: bytes.range };
}

function sizeOf(value: MsgpackValue): number {
  if (value.kind === "integer" && typeof value.value === "number" && value.value >= 0) {
    return value.value;
  }
  throw malformed("an array of Flax", "sizes of 0 and more", `one of kind ${value.kind}`);
}

/** An element type that is not known holds nothing that a graph has. */
function lazy(source: ByteSource, { shape, dtype, range }: FlaxArray): LazyArray {
  const part = (offset: number, length: number) => source.read(range.offset + offset, length);
  const type = DTYPES.get(dtype) ?? { dtype: "" };
  return { ...type, shape, read: () => part(0, range.length), part };
}

/** An array of more than 1 GiB, which Flax cuts into flat pieces. */
function chunked(
  source: ByteSource,
  entries: ReadonlyMap<string, MsgpackValue>,
  path: readonly string[],
): Weight {
  return within({ tensor: path.join("/") }, () => {
    const shape = inOrder(entries.get("shape")).map(sizeOf);
    const pieces = inOrder(entries.get("chunks")).map((piece) => {
      if (piece.kind === "extension" && piece.type === ARRAY) return flaxArray(source, piece.range);
      throw malformed("an array of Flax", "pieces that are arrays", `one of kind ${piece.kind}`);
    });
    const [dtype = ""] = new Set(pieces.map((piece) => piece.dtype));
    const count = pieces.reduce((sum, piece) => sum + elementCount(piece.shape), 0);
    if (count !== elementCount(shape) || pieces.some((piece) => piece.dtype !== dtype)) {
      throw malformed("an array of Flax", "pieces that make up the whole", "others");
    }
    const arrays = pieces.map((piece) => lazy(source, piece));
    const lengths = pieces.map(({ range }) => range.length);
    return arrayWeight(path, dtype, chunkedArray(shape, arrays, lengths));
  });
}

/** The values of a map whose keys count from 0. */
function inOrder(value: MsgpackValue | undefined): readonly MsgpackValue[] {
  if (value?.kind !== "map")
    throw malformed("an array of Flax", "a map of pieces", "another value");
  return Array.from({ length: value.entries.size }, (_, i) => {
    const item = value.entries.get(`${i}`);
    if (item === undefined) throw malformed("an array of Flax", `a piece ${i}`, "none");
    return item;
  });
}
