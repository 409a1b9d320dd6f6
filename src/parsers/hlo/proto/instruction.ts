import { quoted } from "../attribute-text.ts";
import type { HloInstruction } from "../hlo-module.ts";
import type { TypeTable } from "../type-table.ts";
import { ProtoElements } from "./literal.ts";
import * as messages from "./messages.ts";
import { readShapeProto } from "./shape.ts";
import type { Field, ProtoSource, Range } from "./wire.ts";

/** An instruction whose operands and computations are still ids. */
export interface RawInstruction extends Omit<HloInstruction, "operands" | "attributes"> {
  readonly attributes: Map<string, string>;
  readonly id: bigint;
  readonly operandIds: readonly bigint[];
  readonly computationIds: readonly bigint[];
}

/** Says the value of a field as HLO text would. */
type Speller = (proto: ProtoSource, field: Field) => string | undefined;

const integer: Speller = (proto, field) => `${proto.integer(field)}`;
const flag: Speller = (proto, field) => (proto.integer(field) === 0 ? undefined : "true");
const word: Speller = (proto, field) => proto.string(field);
const string: Speller = (proto, field) => quoted(proto.string(field));
/** Text of a backend: raw where it is a dictionary. */
const configuration: Speller = (proto, field) => {
  const text = proto.string(field);
  if (text === "") return undefined;
  return text.startsWith("{") ? text : quoted(text);
};
const one: Speller = (proto, field) =>
  proto.integer(field) === 0 ? undefined : `${proto.integer(field)}`;
const named =
  (names: readonly string[]): Speller =>
  (proto, field) =>
    names[proto.integer(field)] ?? proto.fail(field.range.offset, "a known value", "another");

/** Field of `HloInstructionProto` → key of the attribute in text, and how its value is spelled. */
const FIELDS: ReadonlyMap<number, readonly [key: string, spell: Speller]> = new Map([
  [7, ["metadata", messages.metadata]],
  [11, ["kind", word]],
  [13, ["index", integer]],
  [15, ["window", messages.window]],
  [16, ["dim_labels", messages.dimensionLabels]],
  [18, ["exponent_bits", integer]],
  [19, ["mantissa_bits", integer]],
  [21, ["padding", messages.padding]],
  [23, ["distribution", named(["rng_invalid", "rng_uniform", "rng_normal"])]],
  [24, ["epsilon", messages.single]],
  [25, ["feature_index", integer]],
  [26, ["channel_id", one]],
  [28, ["custom_call_target", string]],
  [31, ["fft_type", named(["FFT", "IFFT", "RFFT", "IRFFT"])]],
  [40, ["sharding", messages.sharding]],
  [43, ["backend_config", configuration]],
  [50, ["feature_group_count", one]],
  [58, ["batch_group_count", one]],
  [60, ["is_stable", flag]],
  [63, ["direction", word]],
  [65, ["custom_call_has_side_effect", flag]],
  [67, ["indices_are_sorted", flag]],
  [68, ["frontend_attributes", messages.frontendAttributes]],
  [69, ["unique_indices", flag]],
  [70, ["algorithm", named(["rng_default", "rng_three_fry", "rng_philox"])]],
  [71, ["use_global_device_ids", flag]],
  [72, ["type", word]],
  [77, ["api_version", integer]],
  [81, ["k", integer]],
  [85, ["largest", flag]],
  [87, ["replica_groups", messages.deviceList]],
  [89, ["is_composite", flag]],
] as const);

/** Messages that give several attributes at once. */
const SPREAD: ReadonlyMap<
  number,
  (proto: ProtoSource, field: Field, attributes: Map<string, string>) => void
> = new Map([
  [30, messages.dotNumbers],
  [33, messages.gatherNumbers],
  [48, messages.scatterNumbers],
  [51, messages.precision],
  [59, messages.triangularSolve],
  [62, messages.cholesky],
]);

/** Repeated integers: field → key. */
const LISTS: ReadonlyMap<number, string> = new Map([
  [14, "dimensions"],
  [20, "dynamic_slice_sizes"],
  [32, "fft_length"],
  [34, "slice_sizes"],
]);

/** Attributes that the text always has for an opcode, and a proto leaves out where they are 0. */
const ALWAYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  broadcast: { dimensions: "{}" },
  "get-tuple-element": { index: "0" },
  iota: { iota_dimension: "0" },
  reduce: { dimensions: "{}" },
  reverse: { dimensions: "{}" },
  transpose: { dimensions: "{}" },
  gather: { slice_sizes: "{}" },
  "dynamic-slice": { dynamic_slice_sizes: "{}" },
  "reduce-precision": { exponent_bits: "0", mantissa_bits: "0" },
  "rng-bit-generator": { algorithm: "rng_default" },
  fft: { fft_type: "FFT" },
  slice: { slice: "{}" },
  "batch-norm-training": { epsilon: "0", feature_index: "0" },
  "batch-norm-inference": { epsilon: "0", feature_index: "0" },
  "batch-norm-grad": { epsilon: "0", feature_index: "0" },
};

/** What has been read of an instruction. */
class Draft {
  name = "";
  opcode = "";
  shape: HloInstruction["shape"] | undefined;
  literal: Range | undefined;
  id = 0n;
  parameter = 0;
  readonly attributes = new Map<string, string>();
  readonly operandIds: bigint[] = [];
  readonly computationIds: bigint[] = [];
  readonly lists = new Map<string, bigint[]>();
  /** Parts of attributes that are repeated messages. */
  readonly parts = new Map<string, string[]>();
}

/** Repeated messages: field → key of the list in text, and how each is spelled. */
const PARTS: ReadonlyMap<number, readonly [key: string, spell: typeof messages.slice]> = new Map([
  [17, ["slice", messages.slice]],
  [49, ["replica_groups", messages.group]],
  [52, ["source_target_pairs", messages.pair]],
] as const);

/** An `HloInstructionProto`, its attributes said as HLO text says them. */
export function readInstructionProto(
  proto: ProtoSource,
  range: Range,
  types: TypeTable,
): RawInstruction {
  const draft = new Draft();
  for (const field of proto.fields(range)) readField(proto, field, draft, types);
  const { name, opcode, shape, attributes, literal, parameter } = draft;
  const { id, operandIds, computationIds } = draft;
  for (const [key, values] of draft.lists) attributes.set(key, `{${values.join(",")}}`);
  for (const [key, texts] of draft.parts) attributes.set(key, `{${texts.join(", ")}}`);
  complete(opcode, attributes);
  if (shape === undefined) return proto.fail(range.offset, `a shape of ${name}`, "none");
  const { type } = shape;
  const elements =
    literal === undefined || type.kind !== "tensor"
      ? undefined
      : new ProtoElements(type, proto, literal, types);
  return {
    ...{ name, opcode, shape, attributes, id, operandIds, computationIds, at: range.offset },
    parameter: opcode === "parameter" ? parameter : undefined,
    literal: elements,
  };
}

function readField(proto: ProtoSource, field: Field, draft: Draft, types: TypeTable): void {
  switch (field.number) {
    case 1:
      draft.name = proto.string(field);
      break;
    case 2:
      draft.opcode = proto.string(field);
      break;
    case 3:
      draft.shape = readShapeProto(proto, field, types);
      break;
    case 8:
      draft.literal = proto.range(field);
      break;
    case 9:
      draft.parameter = proto.integer(field);
      break;
    case 35:
      draft.id = field.integer;
      break;
    case 36:
      proto.integers(field, draft.operandIds);
      break;
    case 38:
      proto.integers(field, draft.computationIds);
      break;
    default:
      readAttribute(proto, field, draft);
  }
}

function readAttribute(proto: ProtoSource, field: Field, draft: Draft): void {
  const list = LISTS.get(field.number);
  const known = FIELDS.get(field.number);
  const part = PARTS.get(field.number);
  if (list !== undefined) {
    proto.integers(field, entryOf(draft.lists, list));
  } else if (known !== undefined) {
    const [key, spell] = known;
    const value = spell(proto, field);
    if (value !== undefined && value !== "") draft.attributes.set(key, value);
  } else if (part !== undefined) {
    const [key, spell] = part;
    entryOf(draft.parts, key).push(spell(proto, field));
  } else {
    SPREAD.get(field.number)?.(proto, field, draft.attributes);
  }
}

function entryOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}

/** What the text spells in other words, or where the proto says nothing. */
function complete(opcode: string, attributes: Map<string, string>): void {
  const dimensions = attributes.get("dimensions");
  if (opcode === "iota" && dimensions !== undefined) {
    attributes.set("iota_dimension", dimensions.slice(1, -1));
    attributes.delete("dimensions");
  }
  const always = Object.hasOwn(ALWAYS, opcode) ? ALWAYS[opcode] : undefined;
  for (const [key, value] of Object.entries(always ?? {})) {
    if (!attributes.has(key)) attributes.set(key, value);
  }
}
