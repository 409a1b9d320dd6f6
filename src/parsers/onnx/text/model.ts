import { attribute } from "./attributes.ts";
import { graphField, nodeList, type TextValue, value, valueField, valueList } from "./graph.ts";
import { integer } from "./literals.ts";
import { ProtoWriter } from "./proto-writer.ts";
import { stringPairs } from "./tensor.ts";
import { TokenReader } from "./token-reader.ts";
import { quotable, quoted } from "./types.ts";

/** How the value of a keyword is written. */
type HeaderValue = "integer" | "string" | "opsets" | "pairs";
type Header = ReadonlyMap<string, HeaderValue>;

const MODEL_HEADER: Header = new Map([
  ["ir_version", "integer"],
  ["opset_import", "opsets"],
  ["producer_name", "string"],
  ["producer_version", "string"],
  ["domain", "string"],
  ["model_version", "integer"],
  ["doc_string", "string"],
  ["metadata_props", "pairs"],
]);

const FUNCTION_HEADER: Header = new Map([
  ["opset_import", "opsets"],
  ["doc_string", "string"],
  ["domain", "string"],
  ["overload", "string"],
]);

/** True for a word that can begin the header of a model. */
export function isModelKeyword(word: string): boolean {
  return MODEL_HEADER.has(word);
}

/**
 * `model ::= [other-data-list] graph function*`, as the bytes of a `ModelProto`.
 *
 * Source: onnx 1.23 `docs/Syntax.md` and `onnx/defs/parser.cc`.
 *
 * @throws {AceError} `malformed-model` with line and column
 */
export function modelFromSyntax(text: string): Uint8Array {
  const t = new TokenReader(text);
  const out = new ProtoWriter("ModelProto");
  if (t.at("<")) header(t, out, MODEL_HEADER);
  graphField(t, out, "graph");
  while (t.kind !== "end") out.within("functions", () => functionBody(t, out));
  return out.bytes;
}

/** `other-data-list ::= '<' other-data (',' other-data)* '>'`, `other-data ::= id ':' value` */
function header(t: TokenReader, out: ProtoWriter, keywords: Header): void {
  t.expect("<");
  t.items(">", () => {
    const kind = t.kind === "word" ? keywords.get(t.text) : undefined;
    if (kind === undefined) t.fail(`one of ${[...keywords.keys()].join(", ")}`);
    const keyword = t.next();
    t.expect(":", `after ${keyword}`);
    headerValue(t, out, keyword, kind);
  });
}

function headerValue(t: TokenReader, out: ProtoWriter, keyword: string, kind: HeaderValue): void {
  switch (kind) {
    case "integer":
      out.put(keyword, integer(t));
      return;
    case "string":
      out.put(keyword, quoted(t));
      return;
    case "pairs":
      stringPairs(t, out, keyword);
      return;
    case "opsets":
      valueList(t, "[", "]", () => out.within(keyword, () => opset(t, out)));
      return;
    default:
      kind satisfies never;
  }
}

function opset(t: TokenReader, out: ProtoWriter): void {
  out.put("domain", quoted(t, "a domain in quotes"));
  t.expect(":", "and a version");
  out.put(
    "version",
    integer(t, { expected: "a version", least: 0, most: Number.MAX_SAFE_INTEGER }),
  );
}

/** `function ::= [other-data-list] id [fun-attr-list] inputs '=>' outputs ['<' value-infos '>'] node-list` */
function functionBody(t: TokenReader, out: ProtoWriter): void {
  if (t.at("<")) header(t, out, FUNCTION_HEADER);
  out.put("name", quotable(t, "the name of a function"));
  if (t.at("<")) valueList(t, "<", ">", () => functionAttribute(t, out));
  const add = (field: string, one: TextValue) => {
    out.put(field, one.name);
    if (one.type !== undefined) valueField(out, "value_info", one);
  };
  valueList(t, "(", ")", () => add("input", value(t)));
  t.expect("=>", "after the inputs");
  valueList(t, "(", ")", () => add("output", value(t)));
  if (t.at("<")) valueList(t, "<", ">", () => valueField(out, "value_info", value(t)));
  nodeList(t, out);
}

/** `id | attr`: an attribute that must be given, or one with its default. */
function functionAttribute(t: TokenReader, out: ProtoWriter): void {
  const name = quotable(t, "the name of an attribute");
  if (t.at(":") || t.at("=")) {
    out.within("attribute_proto", () => attribute(t, out, name, graphField));
  } else {
    out.put("attribute", name);
  }
}
