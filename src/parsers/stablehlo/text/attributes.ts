import { type Attribute, type Attributes, NO_ATTRIBUTES } from "../program/attribute.ts";
import type { TensorForm } from "../program/type.ts";
import { MlirElements, resourceElements } from "./elements.ts";
import { KnownTexts } from "./known-texts.ts";
import type { LocationReader } from "./locations.ts";
import type { Resources } from "./resources.ts";
import type { Scanner } from "./scanner.ts";
import type { TypeReader } from "./types.ts";

const UNIT: Attribute = { kind: "unit" };
const TRUE: Attribute = { kind: "bool", value: true };
const FALSE: Attribute = { kind: "bool", value: false };

/** Reads attributes. */
export class AttributeReader {
  readonly #scanner: Scanner;
  readonly #types: TypeReader;
  readonly #locations: LocationReader;
  readonly #resources: Resources;
  readonly #attribute = () => this.attribute();
  readonly #dictionaries = new KnownTexts<Attributes>("}");
  readonly #integers = new KnownTexts<Attribute>("]");

  constructor(
    scanner: Scanner,
    types: TypeReader,
    locations: LocationReader,
    resources: Resources,
  ) {
    this.#scanner = scanner;
    this.#types = types;
    this.#locations = locations;
    this.#resources = resources;
  }

  /** `{a = 1, b}` where it is ahead. */
  optionalDictionary(): Attributes {
    return this.#scanner.sees("{") ? this.dictionary() : NO_ATTRIBUTES;
  }

  dictionary(): Attributes {
    const s = this.#scanner;
    return this.#dictionaries.get(s, () => {
      const entries = new Map<string, Attribute>();
      s.expect("{");
      s.nested(() => s.items("}", () => this.#entry(entries)));
      return entries.size === 0 ? NO_ATTRIBUTES : entries;
    });
  }

  /** Adds those of a dictionary to others. */
  addDictionary(entries: Map<string, Attribute>): void {
    const { at } = this.#scanner;
    for (const [name, value] of this.dictionary()) {
      if (entries.has(name)) {
        this.#scanner.failAt(at, "attributes with different names", `two ${name}`);
      }
      entries.set(name, value);
    }
  }

  /** Source: MLIR `attribute-value`. */
  attribute(): Attribute {
    const s = this.#scanner;
    if (s.seesNumber) return this.#number();
    if (s.sees('"')) return { kind: "string", value: s.string() };
    if (s.sees("[")) return { kind: "list", items: this.list() };
    if (s.sees("{")) return { kind: "dictionary", entries: this.dictionary() };
    if (s.sees("@")) return { kind: "symbol", path: this.symbol() };
    if (s.sees("#")) return this.#dialect();
    return this.#worded();
  }

  /** The same, but that a number has no type: what follows it is something else. */
  untyped(): Attribute {
    const s = this.#scanner;
    if (!s.seesNumber) return this.attribute();
    const text = s.number();
    return text.includes(".")
      ? { kind: "float", text, type: "f64" }
      : { kind: "integer", value: BigInt(text), type: "i64" };
  }

  /** `[a, b]`. */
  list(): readonly Attribute[] {
    const s = this.#scanner;
    s.expect("[");
    return s.nested(() => s.listUpTo("]", this.#attribute));
  }

  /** `@a::@b`. */
  symbol(): readonly string[] {
    const s = this.#scanner;
    const first = s.suffix("@");
    if (!s.sees("::")) return [first];
    const path = [first];
    while (s.take("::")) path.push(s.suffix("@"));
    return path;
  }

  /** `[1, 2]`, as an array of 64-bit integers. */
  integers(): Attribute {
    const s = this.#scanner;
    return this.#integers.get(s, () => {
      s.expect("[");
      const values = s.listUpTo("]", () => BigInt(s.integer()));
      return { kind: "array", element: "i64", values };
    });
  }

  #entry(entries: Map<string, Attribute>): void {
    const s = this.#scanner;
    const at = s.at;
    const name = s.sees('"') ? s.string() : s.word("the name of an attribute");
    if (entries.has(name)) s.failAt(at, "attributes with different names", `two ${name}`);
    entries.set(name, s.take("=") ? this.attribute() : UNIT);
  }

  #number(): Attribute {
    const s = this.#scanner;
    const at = s.at;
    const text = s.number();
    const isFloat = text.includes(".");
    const type = s.take(":") ? this.#scalar() : isFloat ? "f64" : "i64";
    if (/^(?:b|t)?f/.test(type)) return { kind: "float", text, type };
    if (!/^-?\d+$|^-?0x[\da-fA-F]+$/.test(text)) s.failAt(at, "a whole number", text);
    const digits = text.startsWith("-") ? text.slice(1) : text;
    const value = text.startsWith("-") ? -BigInt(digits) : BigInt(digits);
    return { kind: "integer", value, type };
  }

  #scalar(): string {
    const { at } = this.#scanner;
    const type = this.#types.type();
    if (type.kind === "scalar") return type.element;
    return this.#scanner.failAt(at, "a scalar type", type.kind);
  }

  /** `#name`, `#dialect.name<...>`, `#dialect<name ...>`, `#sdy<manual_axes{...}>`. */
  #dialect(): Attribute {
    const s = this.#scanner;
    const name = s.suffix("#");
    if (!s.take("<")) {
      return name.includes(".")
        ? { kind: "dialect", name, body: undefined }
        : { kind: "alias", name };
    }
    return { kind: "dialect", name, body: s.enclosed(">") };
  }

  #worded(): Attribute {
    const s = this.#scanner;
    if (s.takeWord("true")) return TRUE;
    if (s.takeWord("false")) return FALSE;
    if (s.takeWord("unit")) return UNIT;
    if (s.seesWord("loc")) return { kind: "location", location: this.#locations.location() };
    if (s.takeWord("array")) return this.#array();
    if (s.takeWord("dense")) return { kind: "elements", elements: this.#dense() };
    if (s.takeWord("dense_resource")) return { kind: "elements", elements: this.#resource() };
    if (RAW.some((word) => s.seesWord(word))) {
      const name = s.word();
      s.expect("<");
      return { kind: "dialect", name, body: s.enclosed(">") };
    }
    return { kind: "type", type: this.#types.type() };
  }

  /** Source: MLIR `dense-array-attribute`. */
  #array(): Attribute {
    const s = this.#scanner;
    s.expect("<");
    const element = this.#scalar();
    const values: (bigint | string)[] = [];
    if (s.take(">")) return { kind: "array", element, values };
    s.expect(":");
    s.items(">", () => {
      if (s.takeWord("true")) values.push(1n);
      else if (s.takeWord("false")) values.push(0n);
      else if (element === "i1") values.push(s.integer() === 0 ? 0n : 1n);
      else if (/^[us]?i|^index/.test(element)) values.push(BigInt(s.integer()));
      else values.push(s.number());
    });
    return { kind: "array", element, values };
  }

  /** Source: MLIR `dense-elements-attribute`; what is between the brackets stays unread. */
  #dense(): MlirElements {
    const s = this.#scanner;
    s.expect("<");
    const start = s.at;
    const end = denseEnd(s.bytes, start);
    if (end === undefined) return s.fail("elements that end with >");
    s.goTo(end + 1);
    s.expect(":");
    return new MlirElements(this.#tensor(), s.bytes, start, end);
  }

  #resource() {
    const s = this.#scanner;
    s.expect("<");
    const name = s.sees('"') ? s.string() : s.word("the name of a resource");
    s.expect(">");
    s.expect(":");
    return resourceElements(this.#tensor(), name, this.#resources);
  }

  #tensor(): TensorForm {
    const { at } = this.#scanner;
    const type = this.#types.type();
    if (type.kind === "tensor") return type;
    return this.#scanner.failAt(at, "a tensor's type", type.kind);
  }
}

/** Attributes of MLIR itself that are only carried along. */
const RAW = ["affine_map", "affine_set", "strided", "sparse", "distinct"];

const QUOTE = 34;
const GREATER = 62;

/** Where the elements end: numbers have no `>`, and a string runs to its quote. */
function denseEnd(bytes: Buffer, start: number): number | undefined {
  const from = bytes[start] === QUOTE ? bytes.indexOf(QUOTE, start + 1) : start;
  const end = from < 0 ? -1 : bytes.indexOf(GREATER, from);
  return end < 0 ? undefined : end;
}
