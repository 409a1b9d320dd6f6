import { attributeList } from "./attributes.ts";
import type { ProtoWriter } from "./proto-writer.ts";
import { tensorField } from "./tensor.ts";
import type { TokenReader } from "./token-reader.ts";
import { atType, parseType, quotable, type TextType, writeType } from "./types.ts";

/** A name with the type that is written before it. */
export interface TextValue {
  readonly name: string;
  readonly type: TextType | undefined;
}

/** `graph ::= quotable-id input-list '=>' output-list [initializer-list] node-list` */
export function graphField(
  t: TokenReader,
  out: ProtoWriter,
  field: string,
  name = quotable(t, "the name of a graph"),
): void {
  t.nested(() =>
    out.within(field, () => {
      out.put("name", name);
      inputList(t, out);
      t.expect("=>", "after the inputs");
      valueList(t, "(", ")", () => valueField(out, "output", value(t)));
      if (t.at("<")) valueList(t, "<", ">", () => valueOrInitializer(t, out, "value_info"));
      nodeList(t, out);
    }),
  );
}

/** `input-list ::= '(' [value-info-or-initializers] ')'`; onnx's own parser may go without. */
function inputList(t: TokenReader, out: ProtoWriter): void {
  if (t.at("=>")) return;
  valueList(t, "(", ")", () => valueOrInitializer(t, out, "input"));
}

/** What `item` reads, between marks and separated by commas. */
export function valueList(t: TokenReader, open: string, close: string, item: () => void): void {
  t.expect(open);
  if (!t.take(close)) t.items(close, item);
}

/** `value-info ::= [type] quotable-id` */
export function value(t: TokenReader): TextValue {
  const type = atType(t) ? parseType(t) : undefined;
  return { type, name: quotable(t, "a type or a name") };
}

/** A field that is a `ValueInfoProto`. */
export function valueField(out: ProtoWriter, field: string, { name, type }: TextValue): void {
  out.within(field, () => {
    out.put("name", name);
    if (type !== undefined) writeType(out, "type", type);
  });
}

/** `value-info ['=' constant-data]`: an input may have an initial value, others are one or the other. */
function valueOrInitializer(t: TokenReader, out: ProtoWriter, field: "input" | "value_info"): void {
  const { name, type } = value(t);
  const stored = t.take("=");
  if (field === "input" || !stored) valueField(out, field, { name, type });
  if (stored) tensorField(t, out, "initializer", name, type);
}

/** `node-list ::= '{' node* '}'` */
export function nodeList(t: TokenReader, out: ProtoWriter): void {
  t.expect("{", "and nodes");
  while (!t.take("}")) out.within("node", () => node(t, out));
}

/** `node ::= ['[' quotable-id ']'] [ids] '=' qualified-id [':' id] [attr-list] '(' [ids] ')' [attr-list]` */
function node(t: TokenReader, out: ProtoWriter): void {
  if (t.take("[")) {
    if (!t.at("]")) out.put("name", quotable(t));
    t.expect("]", "after the name of a node");
  }
  idList(t, (id) => out.put("output", id));
  t.expect("=", "and an operator");
  operator(t, out);
  const before = t.at("<");
  if (before) attributeList(t, out, graphField);
  t.expect("(", "and the inputs of a node");
  idList(t, (id) => out.put("input", id));
  if (!t.take(")")) t.fail(", or ) after an input");
  if (!before && t.at("<")) attributeList(t, out, graphField);
}

/** The last part of `qualified-id` is the operator, what is before it the domain. */
function operator(t: TokenReader, out: ProtoWriter): void {
  const parts = [t.takeKind("word", "an operator")];
  while (t.take(".")) parts.push(t.takeKind("word", "an operator"));
  out.put("op_type", parts.pop() as string);
  if (parts.length > 0) out.put("domain", parts.join("."));
  if (t.take(":")) out.put("overload", t.takeKind("word", "an overload"));
}

/**
 * `quotable-id-list` where ids may be absent: `(, x)` has an empty first one, and a last comma
 * adds none.
 */
function idList(t: TokenReader, visit: (id: string) => void): void {
  for (;;) {
    const present = t.kind === "word" || t.kind === "string";
    if (!present && !t.at(",")) return;
    visit(present ? quotable(t) : "");
    if (!t.take(",")) return;
  }
}
