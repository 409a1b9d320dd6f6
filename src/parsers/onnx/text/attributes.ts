import { atFloat, atSpelledFloat, float, integer } from "./literals.ts";
import type { ProtoWriter } from "./proto-writer.ts";
import { ENUMS } from "./schema.ts";
import { tensorField } from "./tensor.ts";
import type { TokenReader } from "./token-reader.ts";
import { atType, parseType, quotable, quoted, writeType } from "./types.ts";

/** Writes the graph ahead as a field; `name` is known where its name was read already. */
export type GraphField = (t: TokenReader, out: ProtoWriter, field: string, name?: string) => void;

/** A kind of value: the field of one, and of a list. */
const FIELDS = {
  float: { one: "f", list: "floats" },
  int: { one: "i", list: "ints" },
  string: { one: "s", list: "strings" },
  tensor: { one: "t", list: "tensors" },
  graph: { one: "g", list: "graphs" },
  type_proto: { one: "tp", list: "type_protos" },
} as const;
type Kind = keyof typeof FIELDS;

/** `attr-list ::= '<' attr (',' attr)* '>'` */
export function attributeList(t: TokenReader, out: ProtoWriter, graph: GraphField): void {
  t.expect("<");
  t.items(">", () => {
    const name = t.takeKind("word", "the name of an attribute");
    out.within("attribute", () => attribute(t, out, name, graph));
  });
}

/** `attr ::= id [':' id] '=' attr-value`, after its name */
export function attribute(t: TokenReader, out: ProtoWriter, name: string, graph: GraphField): void {
  out.put("name", name);
  const declared = t.take(":") ? declaredType(t) : "";
  t.expect("=", `and a value of attribute ${name}`);
  if (t.take("@")) {
    out.put("ref_attr_name", quotable(t, "the name of an attribute"));
    if (declared !== "") putType(out, declared);
  } else if (t.take("[")) {
    putType(out, list(t, out, singular(declared), declared, graph));
  } else {
    putType(out, value(t, out, declared, "one", graph));
  }
}

function putType(out: ProtoWriter, type: string): void {
  out.put("type", ENUMS.type[type.toUpperCase()] as number);
}

function declaredType(t: TokenReader): string {
  const known = t.kind === "word" && Object.hasOwn(ENUMS.type, t.text.toUpperCase());
  return known ? t.next() : t.fail("a type of attributes");
}

function singular(declared: string): string {
  return declared.endsWith("s") ? declared.slice(0, -1) : declared;
}

/** `attr-value-list`, after its bracket; an empty one must have its type declared. */
function list(
  t: TokenReader,
  out: ProtoWriter,
  kind: string,
  declared: string,
  graph: GraphField,
): string {
  if (t.at("]")) {
    if (!declared.endsWith("s")) t.fail("a declared list type before an empty list", "]");
    t.next();
    return declared;
  }
  let found = kind;
  t.items("]", () => {
    found = value(t, out, found, "list", graph);
  });
  return `${found}s`;
}

/**
 * `single-attr-value` of the kind that is wanted, or of any kind where that is ""; its kind. An
 * integer is a float where a float is wanted.
 */
function value(
  t: TokenReader,
  out: ProtoWriter,
  wanted: string,
  count: "one" | "list",
  graph: GraphField,
): Kind {
  const isName = t.kind === "word" || t.kind === "string";
  if (isName && !atSpelledFloat(t)) return named(t, out, wanted, count, graph);
  const negative = t.take("-");
  const kind = wanted === "float" || atFloat(t) ? "float" : "int";
  if (kind === "int" && !negative && t.kind !== "integer") t.fail("a value of an attribute");
  expectKind(t, wanted, kind);
  const number = kind === "int" ? integer(t, { negative }) : float(t, "f32", negative);
  out.put(FIELDS[kind][count], number);
  return kind;
}

function expectKind(t: TokenReader, wanted: string, kind: Kind): void {
  if (wanted !== "" && wanted !== kind) t.fail(`a value of type ${wanted}`, `${kind} ${t.shown}`);
}

/** What begins with a word or a string: a type, a tensor, a string or a graph. */
function named(
  t: TokenReader,
  out: ProtoWriter,
  wanted: string,
  count: "one" | "list",
  graph: GraphField,
): Kind {
  if (atType(t)) return typeOrTensor(t, out, wanted, count);
  const isString = t.kind === "string";
  if (wanted !== "" && wanted !== "graph" && !(isString && wanted === "string")) {
    t.fail(`a value of type ${wanted}`);
  }
  const text = isString ? quoted(t) : t.next();
  const kind = isString && !t.at("(") ? "string" : "graph";
  expectKind(t, wanted, kind);
  const field = FIELDS[kind][count];
  if (kind === "string") out.put(field, text);
  else graph(t, out, field, text);
  return kind;
}

/** `type`, or `tensor-constant ::= tensor-type [quotable-id] ['='] constant-data`. */
function typeOrTensor(
  t: TokenReader,
  out: ProtoWriter,
  wanted: string,
  count: "one" | "list",
): Kind {
  const type = parseType(t);
  const hasName = t.kind === "word" || t.kind === "string";
  const kind = hasName || t.at("=") || t.at("{") || t.at("[") ? "tensor" : "type_proto";
  expectKind(t, wanted, kind);
  const field = FIELDS[kind][count];
  if (kind === "type_proto") {
    writeType(out, field, type);
  } else {
    const name = hasName ? quotable(t) : "";
    t.take("=");
    tensorField(t, out, field, name, type);
  }
  return kind;
}
