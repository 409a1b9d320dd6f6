import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { type Field, ProtoSource, type Range } from "./proto/wire.ts";

const HEAD = 1 << 16;

/** True for HLO text: `HloModule` after white space and comments. */
export function isHloText(source: ByteSource): boolean {
  const head = Buffer.from(source.read(0, Math.min(HEAD, source.size))).toString("latin1");
  let at = 0;
  for (;;) {
    while (at < head.length && head.charCodeAt(at) <= 32) at++;
    const isLine = head.startsWith("//", at);
    if (!isLine && !head.startsWith("/*", at)) break;
    const end = head.indexOf(isLine ? "\n" : "*/", at + 2);
    if (end < 0) return false;
    at = end + (isLine ? 1 : 2);
  }
  return /^HloModule\s/.test(head.slice(at, at + 10));
}

/** True for an `HloModuleProto`, also within an `HloProto` or a snapshot. */
export function isHloProto(source: ByteSource): boolean {
  return moduleRange(new ProtoSource(source)) !== undefined;
}

const MOST_WRAPPERS = 3;

/**
 * Where the `HloModuleProto` of a file is. `HloProto`, `HloUnoptimizedSnapshot` and, around the
 * former, `HloSnapshot` have it as field 1, where a module has its name.
 */
export function moduleRange(proto: ProtoSource): Range | undefined {
  let range: Range = { offset: 0, length: proto.source.size };
  try {
    for (let level = 0; level < MOST_WRAPPERS; level++) {
      if (isModule(proto, range)) return range;
      const [first] = proto.fields(range);
      if (first === undefined || first.number !== 1 || first.wire !== 2) return undefined;
      range = first.range;
    }
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
  }
  return undefined;
}

/** Names and computations stand first in a module; what comes later is not looked at. */
function isModule(proto: ProtoSource, range: Range): boolean {
  let hasName = false;
  for (const field of proto.fields(range)) {
    if (field.number > 19 || field.wire === 1 || field.wire === 5) return false;
    if (field.number === 3) return hasName && field.wire === 2 && isComputation(proto, field);
    if (field.number <= 2 && field.wire !== 2) return false;
    if (field.number === 1) hasName = isWord(proto, field);
  }
  return false;
}

/** A name and instructions, the first of which has a name and an opcode. */
function isComputation(proto: ProtoSource, { range }: Field): boolean {
  const [name, instruction] = proto.fields(range);
  if (name?.number !== 1 || name.wire !== 2 || !isWord(proto, name)) return false;
  if (instruction?.number !== 2 || instruction.wire !== 2) return false;
  const [first, opcode] = proto.fields(instruction.range);
  const isNamed = first?.number === 1 && first.wire === 2 && isWord(proto, first);
  return isNamed && opcode?.number === 2 && opcode.wire === 2 && isWord(proto, opcode);
}

const LONGEST_NAME = 1 << 12;

/** A name in visible characters. */
function isWord(proto: ProtoSource, { range }: Field): boolean {
  if (range.length === 0 || range.length > LONGEST_NAME) return false;
  return proto.read(range).every((byte) => byte > 32 && byte !== 127);
}
