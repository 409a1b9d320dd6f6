import type { ByteSource } from "../../../io/byte-source.ts";
import { type Attribute, type Attributes, NO_ATTRIBUTES } from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import type { Module, Operation, Program, ProgramFunction } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import { OperationReader } from "./reader.ts";
import { syntaxOf } from "./syntax.ts";

/**
 * The modules of a text of MLIR; constants stay unread.
 *
 * @throws {AceError} `malformed-model` with line and column
 */
export function readStableHloText(source: ByteSource): Program {
  const reader = new OperationReader(source.read(0, source.size), syntaxOf);
  const sections: Operation[][] = [[]];
  const locations = new Map<string, Location>();
  const attributes = new Map<string, Attribute>();
  const s = reader.scanner;
  while (!s.isAtEnd) {
    const { separators } = s;
    if (sections.length <= separators) sections.push([]);
    if (s.sees("#")) readAlias(reader, locations, attributes);
    else if (s.sees("!")) readTypeAlias(reader);
    else if (s.sees("{-#")) readResources(reader);
    else sections.at(-1)?.push(...reader.topLevel());
  }
  const modules = sections.flatMap((operations) => modulesOf(reader, operations));
  return { format: "stablehlo", modules, aliases: { locations, attributes }, remarks: [] };
}

/** `#name = loc(...)` or `#name = attribute`. */
function readAlias(
  reader: OperationReader,
  locations: Map<string, Location>,
  attributes: Map<string, Attribute>,
): void {
  const s = reader.scanner;
  const name = s.suffix("#");
  s.expect("=");
  if (s.seesWord("loc")) locations.set(name, reader.locations.location());
  else attributes.set(name, reader.attributes.attribute());
}

function readTypeAlias(reader: OperationReader): void {
  const name = reader.scanner.suffix("!");
  reader.scanner.expect("=");
  reader.types.defineAlias(name, reader.types.type());
}

/** `{-# dialect_resources: { builtin: { name: "0x..." } } #-}`. */
function readResources(reader: OperationReader): void {
  const s = reader.scanner;
  const entries = (each: (name: string) => void) => {
    s.expect("{");
    s.nested(() =>
      s.items("}", () => {
        const name = s.sees('"') ? s.string() : s.word();
        s.expect(":");
        each(name);
      }),
    );
  };
  s.expect("{-#");
  while (!s.take("#-}")) {
    s.word("the name of a part");
    s.expect(":");
    entries(() =>
      entries((name) => {
        const start = s.at + 1;
        const end = s.bytes.indexOf(34, start);
        if (!s.sees('"') || end < 0) s.fail("a string");
        s.goTo(end + 1);
        reader.resources.define(name, start, end);
      }),
    );
    s.take(",");
  }
}

/** The modules of a part of the text; functions outside of any are in one without a name. */
function modulesOf(reader: OperationReader, operations: readonly Operation[]): readonly Module[] {
  const inner = operations.filter(({ name }) => name === "builtin.module");
  const loose = operations.filter(({ name }) => name !== "builtin.module");
  const modules = inner.map((operation) => moduleOf(reader, operation));
  return loose.length === 0 ? modules : [...modules, moduleWith(reader, "", NO_ATTRIBUTES, loose)];
}

function moduleOf(reader: OperationReader, { attributes, regions }: Operation): Module {
  const name = attributes.get("sym_name");
  const text = name?.kind === "string" ? name.value : "";
  const others = new Map([...attributes].filter(([key]) => key !== "sym_name"));
  return moduleWith(reader, text, others, regions[0]?.operations ?? []);
}

function moduleWith(
  reader: OperationReader,
  name: string,
  attributes: Attributes,
  operations: readonly Operation[],
): Module {
  const functions = new Map<string, ProgramFunction>();
  const symbols = new Map<string, Operation>();
  const modules: Module[] = [];
  const fail = ({ at }: Operation, expected: string, got: string) =>
    reader.scanner.failAt(at, expected, got);
  for (const operation of operations) {
    if (operation.name === "builtin.module") modules.push(moduleOf(reader, operation));
    else if (operation.name === "func.func") {
      const made = functionOf(operation, fail);
      if (functions.has(made.name)) fail(operation, "functions with different names", made.name);
      functions.set(made.name, made);
    } else {
      const symbol = operation.attributes.get("sym_name");
      if (symbol?.kind === "string") symbols.set(symbol.value, operation);
      else fail(operation, "a function or a symbol", operation.name);
    }
  }
  return { name, attributes, functions, symbols, modules };
}

const OWN_ATTRIBUTES = new Set([
  "sym_name",
  "sym_visibility",
  "function_type",
  "arg_attrs",
  "res_attrs",
]);

function functionOf(
  operation: Operation,
  fail: (operation: Operation, expected: string, got: string) => never,
): ProgramFunction {
  const { attributes, regions, location, at } = operation;
  const name = attributes.get("sym_name");
  const type = attributes.get("function_type");
  if (name?.kind !== "string") return fail(operation, "a function with a name", "none");
  if (type?.kind !== "type" || type.type.kind !== "function") {
    return fail(operation, "the type of a function", type?.kind ?? "none");
  }
  const { inputs, results } = type.type;
  const [region] = regions;
  const body =
    region === undefined || region.operations.length === 0
      ? { arguments: inputs.map(unnamed), operations: [] }
      : region;
  const visibility = attributes.get("sym_visibility");
  return {
    name: name.value,
    isPublic: visibility?.kind !== "string" || visibility.value === "public",
    argumentAttributes: attributesOf(attributes.get("arg_attrs"), inputs.length),
    resultTypes: results,
    resultAttributes: attributesOf(attributes.get("res_attrs"), results.length),
    attributes: new Map([...attributes].filter(([key]) => !OWN_ATTRIBUTES.has(key))),
    body,
    location,
    at,
  };
}

function unnamed(type: Type) {
  return { type, name: "", location: undefined };
}

function attributesOf(list: Attribute | undefined, count: number): readonly Attributes[] {
  return Array.from({ length: count }, (_, i) => {
    const item = list?.kind === "list" ? list.items[i] : undefined;
    return item?.kind === "dictionary" ? item.entries : NO_ATTRIBUTES;
  });
}
