/** A protocol buffer message without its schema: what looks like a message is one. */
export interface WireField {
  readonly field: number;
  readonly content: WireContent;
}

export type WireContent =
  | { readonly kind: "varint"; readonly value: bigint }
  | { readonly kind: "fixed"; readonly wire: 1 | 5; readonly bytes: Uint8Array }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "message"; readonly fields: readonly WireField[] };

const DEEPEST = 12;
/** Weights stay bytes: to look inside takes long and finds nothing. */
const LARGEST_GUESS = 4096;

/** The fields of a message; undefined where the bytes are none. */
export function parseWire(bytes: Uint8Array, depth = 0): WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  const take = (length: number): Uint8Array | undefined => {
    if (at + length > bytes.length) return undefined;
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    if (key === undefined || key >> 3n === 0n || key > 0xffff_ffffn) return undefined;
    const content = readContent(Number(key & 7n), varint, take, depth);
    if (content === undefined) return undefined;
    fields.push({ field: Number(key >> 3n), content });
  }
  return fields;
}

function readContent(
  wire: number,
  varint: () => bigint | undefined,
  take: (length: number) => Uint8Array | undefined,
  depth: number,
): WireContent | undefined {
  if (wire === 0) {
    const value = varint();
    return value === undefined ? undefined : { kind: "varint", value };
  }
  if (wire === 1 || wire === 5) {
    const bytes = take(wire === 1 ? 8 : 4);
    return bytes === undefined ? undefined : { kind: "fixed", wire, bytes };
  }
  if (wire !== 2) return undefined;
  const length = varint();
  const bytes = length === undefined ? undefined : take(Number(length));
  if (bytes === undefined) return undefined;
  const small = bytes.length > 0 && (depth < 2 || bytes.length < LARGEST_GUESS) && depth < DEEPEST;
  const fields = small ? parseWire(bytes, depth + 1) : undefined;
  return fields === undefined ? { kind: "bytes", bytes } : { kind: "message", fields };
}

/** The bytes of a message, with the right length in front of every part. */
export function writeWire(fields: readonly WireField[]): Uint8Array {
  return joinBytes(fields.map(writeField));
}

function writeField({ field, content }: WireField): Uint8Array {
  const key = (wire: number) => writeVarint(BigInt(field * 8 + wire));
  switch (content.kind) {
    case "varint":
      return joinBytes([key(0), writeVarint(content.value)]);
    case "fixed":
      return joinBytes([key(content.wire), content.bytes]);
    case "bytes":
      return joinBytes([key(2), writeVarint(BigInt(content.bytes.length)), content.bytes]);
    case "message": {
      const bytes = writeWire(content.fields);
      return joinBytes([key(2), writeVarint(BigInt(bytes.length)), bytes]);
    }
    default:
      return content satisfies never;
  }
}

/** A varint; negative values take ten bytes, as in protocol buffers. */
export function writeVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
