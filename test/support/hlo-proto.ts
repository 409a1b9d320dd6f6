import protobuf from "protobufjs/minimal.js";
import type { Elements } from "../../src/parsers/stablehlo/program/attribute.ts";
import { fromProto, functionNamed } from "./hlo.ts";

/** Number of `PrimitiveType`, field of `LiteralProto`. */
const TYPES = { f32: [11, 8], c64: [15, 12] } as const;

interface InstructionSpec {
  readonly name: string;
  readonly opcode: string;
  readonly id: number;
  readonly operands?: readonly number[];
  readonly calls?: readonly number[];
  readonly shape?: Uint8Array;
  readonly literal?: Uint8Array;
  /** Field → integer. */
  readonly integers?: Readonly<Record<number, number>>;
  /** Field → bytes. */
  readonly bytes?: Readonly<Record<number, Uint8Array>>;
}

/** `ShapeProto` of an array. */
export function shapeProto(
  element: number,
  sizes: readonly number[],
  minorToMajor?: readonly number[],
  hasTiles = false,
): Uint8Array {
  const writer = new protobuf.Writer().uint32(16).int32(element);
  packed(writer, 3, sizes);
  if (minorToMajor !== undefined) {
    const layout = packed(new protobuf.Writer(), 1, minorToMajor);
    if (hasTiles) layout.uint32(50).bytes(packed(new protobuf.Writer(), 1, [2, 2]).finish());
    writer.uint32(42).bytes(layout.finish());
  }
  return writer.finish();
}

/** An `HloInstructionProto`. */
export function instructionProto(spec: InstructionSpec): Uint8Array {
  const writer = new protobuf.Writer().uint32(10).string(spec.name).uint32(18).string(spec.opcode);
  writer.uint32(26).bytes(spec.shape ?? shapeProto(11, [2], [0]));
  if (spec.literal !== undefined) writer.uint32(66).bytes(spec.literal);
  for (const [field, value] of Object.entries(spec.integers ?? {})) {
    writer.uint32(Number(field) << 3).int64(value);
  }
  for (const [field, value] of Object.entries(spec.bytes ?? {})) {
    writer.uint32((Number(field) << 3) | 2).bytes(value);
  }
  writer.uint32(35 << 3).int64(spec.id);
  packed(writer, 36, spec.operands ?? []);
  packed(writer, 38, spec.calls ?? []);
  return writer.finish();
}

/** An `HloComputationProto`, whose root is its last instruction. */
export function computationProto(
  name: string,
  id: number,
  instructions: readonly InstructionSpec[],
): Uint8Array {
  const writer = new protobuf.Writer().uint32(10).string(name);
  for (const one of instructions) writer.uint32(18).bytes(instructionProto(one));
  writer.uint32(40).int64(id);
  return writer
    .uint32(48)
    .int64(instructions.at(-1)?.id ?? 0)
    .finish();
}

/** An `HloModuleProto`, whose entry is its last computation, of id `entry`. */
export function hloModuleProto(computations: readonly Uint8Array[], entry: number): Uint8Array {
  const writer = new protobuf.Writer().uint32(10).string("m").uint32(18).string("e");
  for (const one of computations) writer.uint32(26).bytes(one);
  return writer.uint32(48).int64(entry).finish();
}

/** A message with another as its field 1. */
export function wrapped(bytes: Uint8Array): Uint8Array {
  return new protobuf.Writer().uint32(10).bytes(bytes).finish();
}

/** Writes a constant and reads it again. */
export class LiteralWriter {
  readonly #fields: readonly [number, number];
  readonly #shape: Uint8Array;
  readonly #literalShape: Uint8Array;

  constructor(
    element: keyof typeof TYPES,
    sizes: readonly number[],
    minorToMajor: readonly number[],
    options: { readonly hasTiles?: boolean; readonly literalShape?: readonly number[] } = {},
  ) {
    this.#fields = TYPES[element];
    const [number] = this.#fields;
    this.#shape = shapeProto(number, sizes, minorToMajor);
    const literalSizes = options.literalShape ?? sizes;
    this.#literalShape = shapeProto(number, literalSizes, minorToMajor, options.hasTiles);
  }

  elements(numbers: readonly number[], { isPacked = true } = {}): Elements {
    const [, field] = this.#fields;
    const literal = new protobuf.Writer().uint32(10).bytes(this.#literalShape);
    if (isPacked) {
      const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
      literal.uint32((field << 3) | 2).bytes(bytes);
    } else {
      for (const value of numbers) literal.uint32((field << 3) | 5).float(value);
    }
    const constant = { name: "c", opcode: "constant", id: 1, shape: this.#shape };
    const instructions = [{ ...constant, literal: literal.finish() }];
    const program = fromProto(hloModuleProto([computationProto("e", 1, instructions)], 1));
    const value = functionNamed(program, "main").body.operations[0]?.attributes.get("value");
    if (value?.kind !== "elements") throw new Error("there is no constant");
    return value.elements;
  }
}

function packed(
  writer: protobuf.Writer,
  field: number,
  values: readonly number[],
): protobuf.Writer {
  if (values.length === 0) return writer;
  writer.uint32((field << 3) | 2).fork();
  for (const value of values) writer.int64(value);
  return writer.ldelim();
}
