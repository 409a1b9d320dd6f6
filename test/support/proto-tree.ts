import protobuf from "protobufjs/minimal.js";
import { fieldOf, isMessage, MESSAGES } from "../../src/parsers/onnx/text/schema.ts";

/** Fields of a message by name, in file order; numbers as their bits. */
export type ProtoTree = Readonly<Record<string, readonly (ProtoTree | string)[]>>;

/**
 * What a message says, whatever way it is encoded: packed or not, fields in any order. Empty texts
 * are left out: an absent one means the same.
 */
export function protoTree(bytes: Uint8Array, message = "ModelProto"): ProtoTree {
  const reader = new protobuf.Reader(bytes);
  const tree: Record<string, (ProtoTree | string)[]> = {};
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    const name = nameOf(message, key >>> 3);
    const values = valuesOf(reader, fieldOf(message, name)?.[1] as string, key & 7);
    tree[name] = [...(tree[name] ?? []), ...values];
  }
  const told = Object.entries(tree).filter(([, values]) => values.some((value) => value !== ""));
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(message: string, number: number): string {
  for (const [name, [known]] of Object.entries(MESSAGES[message] ?? {})) {
    if (known === number) return name;
  }
  throw new Error(`${message} has no field ${number}`);
}

function valuesOf(reader: protobuf.Reader, kind: string, wire: number): (ProtoTree | string)[] {
  if (isMessage(kind)) return [protoTree(reader.bytes(), kind)];
  if (kind === "string" || kind === "bytes")
    return [Buffer.from(reader.bytes()).toString("latin1")];
  if (wire !== 2) return [scalarOf(reader, kind)];
  const packed = new protobuf.Reader(reader.bytes());
  const values: string[] = [];
  while (packed.pos < packed.len) values.push(scalarOf(packed, kind));
  return values;
}

function scalarOf(reader: protobuf.Reader, kind: string): string {
  if (kind === "float") return `${reader.fixed32()}`;
  if (kind === "double") return `${reader.fixed32()} ${reader.fixed32()}`;
  const { low, high } = reader.int64() as unknown as { low: number; high: number };
  return `${(BigInt(high) << 32n) | BigInt(low >>> 0)}`;
}
