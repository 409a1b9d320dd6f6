import type { Random } from "./random.ts";
import {
  joinBytes,
  parseWire,
  type WireContent,
  type WireField,
  writeVarint,
  writeWire,
} from "./wire-tree.ts";

type ByteMutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;
type FieldMutation = (
  fields: readonly WireField[],
  at: number,
  random: Random,
) => readonly WireField[];

/** A file with a few random changes: of its bytes, or, more often, of fields with lengths kept right. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  for (let left = random.pick([1, 1, 1, 2, 4]); left > 0; left--) {
    const fields = random.below(6) === 0 ? undefined : parseWire(mutated);
    mutated =
      fields === undefined
        ? random.pick(BYTE_MUTATIONS)(mutated, random, other)
        : writeWire(mutateFields(fields, random));
  }
  return mutated;
}

const BYTE_MUTATIONS: readonly ByteMutation[] = [flipBits, truncate, splice, editLength, insert];

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  if (copy.length === 0) return copy;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(copy.length);
    copy[at] = (copy[at] as number) ^ (1 << random.below(8));
  }
  return copy;
}

function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, random.below(bytes.length + 1));
}

/** A piece of another file, or of this one, over or between the bytes. */
function splice(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const from = random.below(2) === 0 ? other : bytes;
  const start = random.below(from.length + 1);
  const piece = from.subarray(start, start + random.below(64));
  const at = random.below(bytes.length + 1);
  const skipped = random.below(2) === 0 ? piece.length : 0;
  return joinBytes([bytes.subarray(0, at), piece, bytes.subarray(at + skipped)]);
}

/** A byte that may be a length, made wrong. */
function editLength(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  return joinBytes([
    bytes.subarray(0, at),
    writeVarint(strangeInteger(random)),
    bytes.subarray(at + 1),
  ]);
}

function insert(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const piece = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256));
  return joinBytes([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/** Walks down to some field and changes it. */
function mutateFields(fields: readonly WireField[], random: Random): readonly WireField[] {
  if (fields.length === 0) return fields;
  const at = random.below(fields.length);
  const { field, content } = fields[at] as WireField;
  if (content.kind === "message" && content.fields.length > 0 && random.below(4) > 0) {
    const inner: WireContent = { kind: "message", fields: mutateFields(content.fields, random) };
    return fields.with(at, { field, content: inner });
  }
  return random.pick(FIELD_MUTATIONS)(fields, at, random);
}

const strange: FieldMutation = (fields, at, random) =>
  changed(fields, at, (content) => strangeContent(content, random));

const FIELD_MUTATIONS: readonly FieldMutation[] = [
  (fields, at) => fields.toSpliced(at, 1),
  (fields, at) => fields.toSpliced(at, 0, fields[at] as WireField),
  (fields, at, random) =>
    fields.toSpliced(random.below(fields.length + 1), 0, fields[at] as WireField),
  strange,
  strange,
  strange,
  strange,
  strange,
  renumber,
];

function renumber(fields: readonly WireField[], at: number, random: Random): readonly WireField[] {
  return fields.with(at, { ...(fields[at] as WireField), field: 1 + random.below(30) });
}

function changed(
  fields: readonly WireField[],
  at: number,
  change: (content: WireContent) => WireContent,
): readonly WireField[] {
  const field = fields[at] as WireField;
  return fields.with(at, { ...field, content: change(field.content) });
}

function strangeContent(content: WireContent, random: Random): WireContent {
  switch (content.kind) {
    case "varint":
      return { kind: "varint", value: strangeInteger(random) };
    case "fixed":
      return { ...content, bytes: flipBits(content.bytes, random) };
    case "bytes":
      return { kind: "bytes", bytes: strangeBytes(content.bytes, random) };
    case "message":
      return random.below(4) === 0
        ? { kind: "bytes", bytes: strangeBytes(writeWire(content.fields), random) }
        : { kind: "message", fields: mutateFields(content.fields, random) };
    default:
      return content satisfies never;
  }
}

function strangeBytes(bytes: Uint8Array, random: Random): Uint8Array {
  switch (random.below(10)) {
    case 0:
      return flipBits(bytes, random);
    case 1:
      return truncate(bytes, random);
    case 2:
      return writeVarint(strangeInteger(random));
    case 3:
      return insert(bytes, random);
    default:
      return new TextEncoder().encode(random.pick(WORDS));
  }
}

/** Names that models use: of operators, attributes, tensors, domains. */
const WORDS: readonly string[] = (
  "|x|y|a|b|c|w|axis|axes|perm|pads|group|strides|dilations|kernel_shape|value|to|keepdims|ceil_mode|" +
  "auto_pad|SAME_UPPER|output_shape|output_padding|block_size|alpha|beta|transA|k|equation|ij,jk->ik|" +
  "Conv|ConvTranspose|Gemm|MatMul|Einsum|Reshape|Expand|Tile|Pad|Slice|Split|Concat|Gather|Shape|Range|" +
  "ConstantOfShape|Constant|Cast|Transpose|MaxPool|AveragePool|GlobalAveragePool|ReduceSum|TopK|OneHot|" +
  "Resize|DepthToSpace|QuantizeLinear|DequantizeLinear|QLinearConv|MatMulInteger|LSTM|Loop|If|Scan|" +
  "Quant|BipolarQuant|qonnx.custom_op.general|com.microsoft|MatMulNBits|ScatterND|CumSum|NonZero"
).split("|");

/** Small numbers of either sign, and those where sizes and types of integers end. */
function strangeInteger(random: Random): bigint {
  const small = BigInt(random.below(33) - 2);
  const power = 1n << BigInt(random.below(64));
  return random.pick([small, small, power, power - 1n, -power, BigInt(random.next())]);
}
