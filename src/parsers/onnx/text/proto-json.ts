import { AceError } from "../../../errors.ts";
import { float, integer } from "./literals.ts";
import { type ProtoValue, ProtoWriter } from "./proto-writer.ts";
import { ENUMS, fieldOf, isMessage } from "./schema.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * A `ModelProto` in the JSON of protocol buffers, as its bytes.
 *
 * Source: Protocol Buffers, ProtoJSON Format; names of fields in both spellings.
 *
 * @throws {AceError} `malformed-model` with line and column
 */
export function modelFromProtoJson(text: string): Uint8Array {
  const t = new TokenReader(text);
  const out = new ProtoWriter("ModelProto");
  t.expect("{");
  object(t, out);
  if (t.kind !== "end") t.fail("the end of the text");
  return out.bytes;
}

/** Fields of a message, after its brace. */
function object(t: TokenReader, out: ProtoWriter): void {
  if (!t.take("}")) t.items("}", () => field(t, out));
}

function field(t: TokenReader, out: ProtoWriter): void {
  const name = t.kind === "string" ? snakeCase(t.text) : "";
  const known = fieldOf(out.message, name);
  if (known === undefined) t.fail(`a field of ${out.message}`);
  t.next();
  t.expect(":", `after ${name}`);
  const [, kind] = known;
  const one = isMessage(kind) ? () => message(t, out, name) : () => out.put(name, scalar(t, kind));
  if (t.kind === "word" && t.text === "null") t.next();
  else if (!t.take("[")) one();
  else if (!t.take("]")) t.items("]", one);
}

/** `irVersion` is `ir_version`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function message(t: TokenReader, out: ProtoWriter, name: string): void {
  t.expect("{", `and the fields of ${name}`);
  t.nested(() => out.within(name, () => object(t, out)));
}

function scalar(t: TokenReader, kind: string): ProtoValue {
  switch (kind) {
    case "string":
      return string(t);
    case "bytes":
      return base64(t);
    case "float":
      return number(t, (digits) => float(digits, "f32"));
    case "double":
      return number(t, (digits) => float(digits, "f64"));
    case "int":
      return number(t, (digits) => integer(digits, { most: 2n ** 64n - 1n }));
    default:
      return enumValue(t, ENUMS[kind as keyof typeof ENUMS]);
  }
}

/** A number, in quotes or not. */
function number(t: TokenReader, read: (t: TokenReader) => ProtoValue): ProtoValue {
  if (t.kind !== "string") return read(t);
  const value = numberIn(t.text, read) ?? t.fail("a number, in quotes or not");
  t.next();
  return value;
}

function numberIn(text: string, read: (t: TokenReader) => ProtoValue): ProtoValue | undefined {
  try {
    const digits = new TokenReader(text);
    const value = read(digits);
    return digits.kind === "end" ? value : undefined;
  } catch (error) {
    if (error instanceof AceError) return undefined;
    throw error;
  }
}

function enumValue(t: TokenReader, names: Readonly<Record<string, number>>): ProtoValue {
  if (t.kind !== "string") return integer(t);
  const value = Object.hasOwn(names, t.text) ? names[t.text] : undefined;
  if (value === undefined) return t.fail("the name of an enum's value");
  t.next();
  return value;
}

function string(t: TokenReader): string {
  const text = stringAhead(t);
  t.next();
  return text;
}

function stringAhead(t: TokenReader): string {
  if (t.kind !== "string") t.fail("a string in quotes");
  try {
    return JSON.parse(`"${t.text}"`) as string;
  } catch {
    return t.fail("a string as JSON has it");
  }
}

/** Bytes in base64, in its alphabet for addresses too, padded or not. */
function base64(t: TokenReader): Uint8Array {
  const text = stringAhead(t).replaceAll("-", "+").replaceAll("_", "/");
  let characters: string;
  try {
    characters = atob(text);
  } catch {
    return t.fail("bytes in base64");
  }
  t.next();
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
