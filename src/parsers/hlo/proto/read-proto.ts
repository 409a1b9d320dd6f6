import type { HloComputation, HloInstruction, HloModule } from "../hlo-module.ts";
import { renumbered } from "../order.ts";
import { TypeTable } from "../type-table.ts";
import { type RawInstruction, readInstructionProto } from "./instruction.ts";
import { frontendAttributes } from "./messages.ts";
import type { Field, ProtoSource, Range } from "./wire.ts";

interface RawComputation {
  readonly name: string;
  readonly id: bigint;
  readonly rootId: bigint;
  readonly instructions: readonly RawInstruction[];
  readonly at: number;
}

/**
 * An `HloModuleProto`.
 *
 * @throws {AceError} `malformed-model` with the byte offset
 *
 * Source: XLA, hlo.proto.
 */
export function readModuleProto(proto: ProtoSource, range: Range): HloModule {
  const types = new TypeTable();
  const attributes = new Map<string, string>();
  const raw: RawComputation[] = [];
  let [name, entryName] = ["", ""];
  let entryId: bigint | undefined;
  for (const field of proto.fields(range)) {
    if (field.number === 1) name = proto.string(field);
    else if (field.number === 2) entryName = proto.string(field);
    else if (field.number === 3) raw.push(readComputation(proto, proto.range(field), types));
    else if (field.number === 6) entryId = field.integer;
    else readAttribute(proto, field, attributes);
  }
  const names = namesById(proto, raw);
  const computations = new Map(raw.map((one) => [one.name, ordered(proto, one, names)]));
  const wanted = entryId === undefined ? entryName : (names.get(entryId) ?? entryName);
  const entry =
    computations.get(wanted) ?? proto.fail(range.offset, "the entry computation", "none of its id");
  return { name, attributes, computations, entry, place: (at) => proto.place(at) };
}

function readAttribute(proto: ProtoSource, field: Field, attributes: Map<string, string>): void {
  if (field.number === 7) attributes.set("is_scheduled", "true");
  if (field.number === 8) attributes.set("input_output_alias", aliases(proto, field));
  if (field.number !== 19) return;
  const text = frontendAttributes(proto, field);
  if (text !== undefined) attributes.set("frontend_attributes", text);
}

/** `HloInputOutputAliasProto` as `{ {0}: (1, {}, may-alias) }`. */
function aliases(proto: ProtoSource, field: Field): string {
  const entries: string[] = [];
  for (const entry of proto.fields(proto.range(field))) {
    const output: bigint[] = [];
    const parameter: bigint[] = [];
    let number = 0;
    for (const inner of proto.fields(proto.range(entry))) {
      if (inner.number === 1) proto.integers(inner, output);
      else if (inner.number === 2) number = proto.integer(inner);
      else if (inner.number === 3) proto.integers(inner, parameter);
    }
    entries.push(`{${output.join(", ")}}: (${number}, {${parameter.join(", ")}})`);
  }
  return `{ ${entries.join(", ")} }`;
}

function namesById(
  proto: ProtoSource,
  computations: readonly RawComputation[],
): ReadonlyMap<bigint, string> {
  const names = new Map<bigint, string>();
  const seen = new Set<string>();
  for (const { name, id, at } of computations) {
    if (names.has(id)) proto.fail(at, "computations of different ids", `two of ${id}`);
    if (seen.has(name)) proto.fail(at, "computations of different names", `two ${name}`);
    names.set(id, name);
    seen.add(name);
  }
  return names;
}

function readComputation(proto: ProtoSource, range: Range, types: TypeTable): RawComputation {
  const instructions: RawInstruction[] = [];
  let name = "";
  let [id, rootId] = [0n, 0n];
  for (const field of proto.fields(range)) {
    if (field.number === 1) name = proto.string(field);
    else if (field.number === 5) id = field.integer;
    else if (field.number === 6) rootId = field.integer;
    else if (field.number === 2) {
      instructions.push(readInstructionProto(proto, proto.range(field), types));
    }
  }
  return { name, id, rootId, instructions, at: range.offset };
}

/** Ids become numbers and names; definitions come first. */
function ordered(
  proto: ProtoSource,
  { name, at, rootId, instructions }: RawComputation,
  names: ReadonlyMap<bigint, string>,
): HloComputation {
  const places = placesOf(proto, instructions);
  const needs = instructions.map((one) =>
    one.operandIds.map(
      (id) => places.get(id) ?? proto.fail(one.at, `an instruction of id ${id} in ${name}`, "none"),
    ),
  );
  const root = places.get(rootId) ?? proto.fail(at, `a root of ${name}`, "none of its id");
  const found =
    renumbered(needs) ??
    proto.fail(at, "instructions that do not need each other", `a circle in ${name}`);
  const all = found.order.map((index) => {
    const raw = instructions[index] as RawInstruction;
    addComputations(proto, raw, names);
    return finished(raw, found.needs(index));
  });
  return { name, at, instructions: all, root: found.places[root] as number };
}

function finished(raw: RawInstruction, operands: readonly number[]): HloInstruction {
  const { name, opcode, shape, attributes, parameter, literal, at } = raw;
  return { name, opcode, shape, attributes, parameter, literal, at, operands };
}

/** Where the instruction of an id stands. */
function placesOf(
  proto: ProtoSource,
  instructions: readonly RawInstruction[],
): ReadonlyMap<bigint, number> {
  const whole = new Map<bigint, number>();
  instructions.forEach(({ id, at, name }, index) => {
    if (whole.has(id)) proto.fail(at, "instructions of different ids", `two of ${id}, ${name}`);
    whole.set(id, index);
  });
  return whole;
}

/** Opcode → the keys that the text has for its computations, in their order. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  while: ["body", "condition"],
  "select-and-scatter": ["select", "scatter"],
  fusion: ["calls"],
  "async-start": ["calls"],
  "async-update": ["calls"],
  "async-done": ["calls"],
};

/** Opcodes that have a list of computations, whatever its length. */
const LISTED: ReadonlySet<string> = new Set(["conditional", "custom-call"]);

function addComputations(
  proto: ProtoSource,
  { opcode, computationIds, attributes, at }: RawInstruction,
  names: ReadonlyMap<bigint, string>,
): void {
  if (computationIds.length === 0) return;
  const called = computationIds.map(
    (id) => names.get(id) ?? proto.fail(at, `a computation of id ${id}`, "none"),
  );
  const list = opcode === "conditional" ? "branch_computations" : "called_computations";
  const keys = (Object.hasOwn(KEYS, opcode) ? KEYS[opcode] : undefined) ?? ["to_apply"];
  if (LISTED.has(opcode) || called.length > keys.length) {
    attributes.set(list, `{${called.join(", ")}}`);
  } else {
    called.forEach((name, i) => {
      attributes.set(keys[i] as string, name);
    });
  }
}
