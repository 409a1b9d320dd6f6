import { integer } from "./literals.ts";
import type { ProtoWriter } from "./proto-writer.ts";
import type { TokenReader } from "./token-reader.ts";

/** A dimension: a size, a symbol, or `?`. */
export type TextDim = number | string | undefined;

/** A type as it is written; `shape` is undefined where brackets are empty: any rank. */
export type TextType =
  | { readonly kind: "tensor" | "sparse_tensor"; readonly tensor: TextTensorType }
  | { readonly kind: "seq" | "optional"; readonly element: TextType }
  | { readonly kind: "map"; readonly key: string; readonly value: TextType }
  | { readonly kind: "opaque"; readonly domain: string; readonly name: string };

export interface TextTensorType {
  readonly element: string;
  readonly shape: readonly TextDim[] | undefined;
}

/** `TensorProto.DataType` by the names of the syntax. */
const DATA_TYPES: ReadonlyMap<string, number> = new Map([
  ["float", 1],
  ["uint8", 2],
  ["int8", 3],
  ["uint16", 4],
  ["int16", 5],
  ["int32", 6],
  ["int64", 7],
  ["string", 8],
  ["bool", 9],
  ["float16", 10],
  ["double", 11],
  ["uint32", 12],
  ["uint64", 13],
  ["complex64", 14],
  ["complex128", 15],
  ["bfloat16", 16],
  ["float8e4m3fn", 17],
  ["float8e4m3fnuz", 18],
  ["float8e5m2", 19],
  ["float8e5m2fnuz", 20],
  ["uint4", 21],
  ["int4", 22],
  ["float4e2m1", 23],
  ["float8e8m0", 24],
  ["uint2", 25],
  ["int2", 26],
  ["float6e2m3", 27],
  ["float6e3m2", 28],
]);

const SAFE = { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER };

const WITH_PARTS: ReadonlySet<string> = new Set([
  "seq",
  "map",
  "optional",
  "sparse_tensor",
  "opaque",
]);

/** True where the word is the name of an element type or begins a type. */
export function isTypeName(word: string): boolean {
  return DATA_TYPES.has(word) || WITH_PARTS.has(word);
}

/** True where a type is ahead: names of types are reserved. */
export function atType(t: TokenReader): boolean {
  return t.kind === "word" && isTypeName(t.text);
}

/** Number of an element type that the syntax has. */
export function dataTypeOf(element: string): number {
  return DATA_TYPES.get(element) as number;
}

/** `type ::= tensor-type | seq(type) | map(prim-type, type) | optional(type) | …` */
export function parseType(t: TokenReader): TextType {
  if (t.kind === "word" && DATA_TYPES.has(t.text)) {
    return { kind: "tensor", tensor: tensorType(t) };
  }
  if (!atType(t)) t.fail("a type");
  const outer = t.next();
  t.expect("(", `after ${outer}`);
  const type = t.nested(() => constructed(t, outer));
  t.expect(")");
  return type;
}

function constructed(t: TokenReader, outer: string): TextType {
  switch (outer) {
    case "map": {
      const key = elementName(t);
      t.expect(",");
      return { kind: "map", key, value: parseType(t) };
    }
    case "sparse_tensor":
      return { kind: outer, tensor: tensorType(t) };
    case "opaque":
      return opaqueType(t);
    default:
      return { kind: outer as "seq" | "optional", element: parseType(t) };
  }
}

/** `tensor-type ::= prim-type ['[' [tensor-dims] ']']`; without brackets a scalar. */
function tensorType(t: TokenReader): TextTensorType {
  const element = elementName(t);
  if (!t.take("[")) return { element, shape: [] };
  if (t.take("]")) return { element, shape: undefined };
  const shape: TextDim[] = [];
  t.items("]", () => shape.push(dimension(t)));
  return { element, shape };
}

function elementName(t: TokenReader): string {
  return t.kind === "word" && DATA_TYPES.has(t.text) ? t.next() : t.fail("an element type");
}

/** `tensor-dim ::= '?' | quotable-id | int-constant` */
function dimension(t: TokenReader): TextDim {
  if (t.take("?")) return undefined;
  if (t.kind === "word") return t.next();
  if (t.kind === "string") return unescaped(t.next());
  return Number(integer(t, { expected: "a dimension", ...SAFE }));
}

/** `opaque-type ::= opaque([[qualified-id ','] id])` */
function opaqueType(t: TokenReader): TextType {
  if (t.at(")")) return { kind: "opaque", domain: "", name: "" };
  const first = qualified(t, "a name");
  if (!t.take(",")) return { kind: "opaque", domain: "", name: first };
  return { kind: "opaque", domain: first, name: t.takeKind("word", "a name") };
}

/** `qualified-id ::= id ('.' id)*` */
export function qualified(t: TokenReader, expected: string): string {
  let id = t.takeKind("word", expected);
  while (t.take(".")) id += `.${t.takeKind("word", expected)}`;
  return id;
}

/** `quotable-id ::= id | quoted-str` */
export function quotable(t: TokenReader, expected = "a name"): string {
  if (t.kind === "string") return unescaped(t.next());
  return t.takeKind("word", expected);
}

/** `quoted-str`. */
export function quoted(t: TokenReader, expected = "a string in quotes"): string {
  return unescaped(t.takeKind("string", expected));
}

/** A backslash makes the next character itself. */
function unescaped(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\s\S])/g, "$1") : text;
}

/** Writes a field that is a `TypeProto`. */
export function writeType(out: ProtoWriter, field: string, type: TextType): void {
  out.within(field, () => {
    switch (type.kind) {
      case "tensor":
      case "sparse_tensor":
        return out.within(`${type.kind}_type`, () => writeTensorType(out, type.tensor));
      case "seq":
        return out.within("sequence_type", () => writeType(out, "elem_type", type.element));
      case "optional":
        return out.within("optional_type", () => writeType(out, "elem_type", type.element));
      case "map":
        return out.within("map_type", () => {
          out.put("key_type", dataTypeOf(type.key));
          writeType(out, "value_type", type.value);
        });
      case "opaque":
        return out.within("opaque_type", () => {
          out.put("domain", type.domain);
          out.put("name", type.name);
        });
      default:
        return type satisfies never;
    }
  });
}

function writeTensorType(out: ProtoWriter, { element, shape }: TextTensorType): void {
  out.put("elem_type", dataTypeOf(element));
  if (shape === undefined) return;
  out.within("shape", () => {
    for (const dim of shape) {
      out.within("dim", () => {
        if (dim === undefined) return;
        out.put(typeof dim === "number" ? "dim_value" : "dim_param", dim);
      });
    }
  });
}
