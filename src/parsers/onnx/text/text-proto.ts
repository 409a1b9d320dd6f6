import { float, integer } from "./literals.ts";
import { type ProtoValue, ProtoWriter } from "./proto-writer.ts";
import { ENUMS, fieldOf, isMessage } from "./schema.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * A `ModelProto` in protocol buffer text, as its bytes.
 *
 * Source: Protocol Buffers, Text Format Language Specification; without hexadecimal and octal
 * numbers, extensions and `Any`.
 *
 * @throws {AceError} `malformed-model` with line and column
 */
export function modelFromTextProto(text: string): Uint8Array {
  const t = new TokenReader(text, "\"'");
  const out = new ProtoWriter("ModelProto");
  while (t.kind !== "end") field(t, out);
  return out.bytes;
}

/** `name ':' scalar | name [':'] message | name ':' '[' … ']'`, then a separator or none. */
function field(t: TokenReader, out: ProtoWriter): void {
  const known = t.kind === "word" ? fieldOf(out.message, t.text) : undefined;
  if (known === undefined) t.fail(`a field of ${out.message}`);
  const name = t.next();
  const [, kind] = known;
  const one = isMessage(kind) ? () => message(t, out, name) : () => out.put(name, scalar(t, kind));
  const colon = t.take(":");
  if (!colon && !isMessage(kind)) t.fail(`: after ${name}`);
  if (!colon || !t.take("[")) one();
  else if (!t.take("]")) t.items("]", one);
  if (!t.take(",")) t.take(";");
}

/** `'{' field* '}' | '<' field* '>'` */
function message(t: TokenReader, out: ProtoWriter, name: string): void {
  const close = t.take("<") ? ">" : "}";
  if (close === "}") t.expect("{", `and the fields of ${name}`);
  t.nested(() =>
    out.within(name, () => {
      while (!t.take(close)) field(t, out);
    }),
  );
}

function scalar(t: TokenReader, kind: string): ProtoValue {
  switch (kind) {
    case "string":
    case "bytes":
      return strings(t);
    case "float":
      return withoutSuffix(t, float(t, "f32"));
    case "double":
      return withoutSuffix(t, float(t, "f64"));
    case "int":
      return integer(t, { most: 2n ** 64n - 1n });
    default:
      return enumValue(t, ENUMS[kind as keyof typeof ENUMS]);
  }
}

/** `1.5f` is 1.5. */
function withoutSuffix(t: TokenReader, value: number): number {
  if (t.kind === "word" && (t.text === "f" || t.text === "F")) t.next();
  return value;
}

function enumValue(t: TokenReader, names: Readonly<Record<string, number>>): ProtoValue {
  if (t.kind === "integer") return integer(t);
  const value = Object.hasOwn(names, t.text) ? names[t.text] : undefined;
  if (t.kind !== "word" || value === undefined) return t.fail("the name of an enum's value");
  t.next();
  return value;
}

/** Strings one after the other are one. */
function strings(t: TokenReader): Uint8Array {
  const parts: Uint8Array[] = [];
  do parts.push(unescaped(t));
  while (t.kind === "string");
  return parts.length === 1 ? (parts[0] as Uint8Array) : concatenated(parts);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "?": 63,
  "\\": 92,
  "'": 39,
  '"': 34,
};

const BACKSLASH = 92;

/** Bytes of a string: `\n`, `\303`, `\xc3` and their like are one byte each. */
function unescaped(t: TokenReader): Uint8Array {
  if (t.kind !== "string") t.fail("a string in quotes");
  const bytes = new TextEncoder().encode(t.text);
  let to = 0;
  for (let at = 0; at < bytes.length; to++) {
    if (bytes[at] === BACKSLASH) {
      const [byte, length] = escaped(t, bytes, at + 1);
      bytes[to] = byte;
      at += 1 + length;
    } else {
      bytes[to] = bytes[at++] as number;
    }
  }
  t.next();
  return bytes.subarray(0, to);
}

const MOST_ESCAPED = 4;

/** The byte that is written after a backslash, and how long that is. */
function escaped(t: TokenReader, bytes: Uint8Array, at: number): readonly [number, number] {
  const ahead = String.fromCharCode(...bytes.subarray(at, at + MOST_ESCAPED));
  const simple = Object.hasOwn(SIMPLE, ahead.charAt(0)) ? SIMPLE[ahead.charAt(0)] : undefined;
  if (simple !== undefined) return [simple, 1];
  const octal = /^[0-7]{1,3}/.exec(ahead)?.[0];
  if (octal !== undefined && Number.parseInt(octal, 8) < 256) {
    return [Number.parseInt(octal, 8), octal.length];
  }
  const hex = /^x([0-9a-fA-F]{1,2})/i.exec(ahead)?.[1];
  if (hex !== undefined) return [Number.parseInt(hex, 16), 1 + hex.length];
  return t.fail("an escape sequence of protocol buffer text", `\\${ahead}`);
}
