import type { Attribute, Attributes } from "../program/attribute.ts";
import type { Region, Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import type { OperationReader, Parts, Syntax } from "./reader.ts";

const NO_REGIONS: readonly Region[] = [];

/** How the value of `key = value` among the operands is read, and the attribute that it is. */
type Keyed = readonly [attribute: string, read: (reader: OperationReader) => Attribute];

/** `%a, %b, key = value {attributes} : types`: the form of most operations. */
export function readPlain(
  reader: OperationReader,
  results: number,
  keys: Readonly<Record<string, Keyed>> = {},
): Parts {
  const operands: Value[] = [];
  let own: Map<string, Attribute> | undefined;
  const s = reader.scanner;
  if (!s.sees(":") && !s.sees("{")) {
    do {
      if (s.sees("%")) operands.push(reader.operand());
      else {
        own ??= new Map();
        readKeyed(reader, keys, own);
      }
    } while (s.take(","));
  }
  return finish(reader, operands.slice(), own, results);
}

function readKeyed(
  reader: OperationReader,
  keys: Readonly<Record<string, Keyed>>,
  attributes: Map<string, Attribute>,
): void {
  const s = reader.scanner;
  if (s.sees("dense<")) {
    attributes.set("value", reader.attributes.attribute());
    return;
  }
  const key = s.word("an operand, or an attribute");
  s.expect("=");
  const keyed = Object.hasOwn(keys, key) ? keys[key] : undefined;
  const [name, read] = keyed ?? [key, (r: OperationReader) => r.attributes.untyped()];
  attributes.set(name, read(reader));
}

/** Attributes and types: the end of an operation. */
export function finish(
  reader: OperationReader,
  operands: readonly Value[],
  own: Map<string, Attribute> | undefined,
  results: number,
  regions: readonly Region[] = NO_REGIONS,
): Parts {
  const attributes = withOthers(reader, own);
  return { operands, attributes, regions, results: readTypes(reader, operands, results) };
}

/** The attributes of an operation's own form, and those of a dictionary where one is ahead. */
export function withOthers(
  { attributes, scanner }: OperationReader,
  own: Map<string, Attribute> | undefined,
): Attributes {
  if (own === undefined || own.size === 0) return attributes.optionalDictionary();
  if (scanner.sees("{")) attributes.addDictionary(own);
  return own;
}

/** The same where the dictionary follows a word. */
export function withAttributes(reader: OperationReader, own: Map<string, Attribute>): Attributes {
  if (reader.scanner.takeWord("attributes")) reader.attributes.addDictionary(own);
  return own;
}

/**
 * `: (T, T) -> T`, `: T, T -> T`, `: T to T` as casts have it, or `: T, T`: types of the operands,
 * the last ones also of the results; a single one may be that of all.
 */
function readTypes(
  reader: OperationReader,
  operands: readonly Value[],
  results: number,
): readonly Type[] {
  const s = reader.scanner;
  if (!s.take(":")) return results === 0 ? [] : s.fail(": and types");
  const { at } = s;
  if (s.sees("(")) return reader.functionTypeAhead(operands);
  const types = reader.types.commaList();
  if (s.take("->") || s.takeWord("to")) {
    reader.expectTypes(operands, types, at);
    return reader.types.results();
  }
  if (types.length === operands.length) reader.expectTypes(operands, types, at);
  else if (types.length === 1) expectAll(reader, operands, types[0] as Type, at);
  return types.slice(types.length - results);
}

function expectAll(
  reader: OperationReader,
  operands: readonly Value[],
  type: Type,
  at: number,
): void {
  reader.expectTypes(
    operands,
    operands.map(() => type),
    at,
  );
}

/** The same with attributes whose keys are not their names. */
export const plain =
  (keys: Readonly<Record<string, Keyed>>): Syntax =>
  (reader, results) =>
    readPlain(reader, results, keys);

/** `[0, 1]`. */
export const integers = (reader: OperationReader) => reader.attributes.integers();

/** A word of an enumeration: `FFT`. */
export function wordOf(enumeration: string) {
  return ({ scanner }: OperationReader): Attribute => ({
    kind: "dialect",
    name: "stablehlo",
    body: `${enumeration} ${scanner.word()}`,
  });
}

export function integerOf(type: string) {
  return ({ scanner }: OperationReader): Attribute => ({
    kind: "integer",
    value: BigInt(scanner.integer()),
    type,
  });
}

export function arrayOf(values: readonly bigint[]): Attribute {
  return { kind: "array", element: "i64", values };
}

const precision = wordOf("precision");

/** `<...>` as an attribute of its dialect. */
export function bracketed({ scanner }: OperationReader, name: string): Attribute {
  scanner.expect("<");
  return { kind: "dialect", name, body: scanner.enclosed(">") };
}

/** `[DEFAULT, HIGHEST]`. */
export function readPrecision(reader: OperationReader): Attribute {
  const { scanner } = reader;
  const items: Attribute[] = [];
  scanner.expect("[");
  scanner.items("]", () => items.push(precision(reader)));
  return { kind: "list", items };
}
