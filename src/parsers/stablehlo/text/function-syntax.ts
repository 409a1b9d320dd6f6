import {
  type Attribute,
  type Attributes,
  NO_ATTRIBUTES,
  setDictionaries,
} from "../program/attribute.ts";
import type { Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import { withAttributes } from "./plain-syntax.ts";
import type { OperationReader, Syntax } from "./reader.ts";

/** `module @name attributes {...} { ... }`. */
export const readModule: Syntax = (reader) => {
  const s = reader.scanner;
  const own = new Map<string, Attribute>();
  if (s.sees("@")) own.set("sym_name", { kind: "string", value: s.suffix("@") });
  return {
    operands: [],
    attributes: withAttributes(reader, own),
    regions: [reader.region(true)],
    results: [],
  };
};

/** `func.func public @name(%a: T {...}) -> (T {...}) attributes {...} { ... }`. */
export const readFunction: Syntax = (reader) => {
  const s = reader.scanner;
  const own = new Map<string, Attribute>();
  const visibility = VISIBILITIES.find((word) => s.takeWord(word));
  if (visibility !== undefined) own.set("sym_visibility", { kind: "string", value: visibility });
  own.set("sym_name", { kind: "string", value: s.suffix("@") });
  const inputs = readArguments(reader);
  const results = s.take("->") ? readResults(reader) : [];
  const type: Type = {
    kind: "function",
    inputs: inputs.map(({ value }) => value.type),
    results: results.map(([of]) => of),
  };
  own.set("function_type", { kind: "type", type });
  setDictionaries(
    own,
    "arg_attrs",
    inputs.map(({ attributes }) => attributes),
  );
  setDictionaries(
    own,
    "res_attrs",
    results.map(([, attributes]) => attributes),
  );
  const attributes = withAttributes(reader, own);
  const given = new Map(inputs.map(({ name, value }) => [name, value]));
  const regions = s.sees("{") ? [reader.region(true, given)] : [];
  return { operands: [], attributes, regions, results: [] };
};

const VISIBILITIES = ["public", "private", "nested"] as const;

interface Argument {
  readonly name: string;
  readonly value: Value;
  readonly attributes: Attributes;
}

/** Arguments with names, or types alone where there is no body. */
function readArguments(reader: OperationReader): readonly Argument[] {
  const s = reader.scanner;
  const inputs: Argument[] = [];
  const names = new Set<string>();
  s.expect("(");
  s.items(")", () => {
    const { at } = s;
    const [name, value] = s.sees("%")
      ? reader.argument()
      : ["", { type: reader.types.type(), name: "", location: undefined }];
    if (names.has(name)) s.failAt(at, "a name that is new", name);
    if (name !== "") names.add(name);
    const attributes = reader.attributes.optionalDictionary();
    inputs.push({ name, value: { ...value, location: reader.locations.optional() }, attributes });
  });
  return inputs;
}

function readResults(reader: OperationReader): readonly (readonly [Type, Attributes])[] {
  const s = reader.scanner;
  if (!s.take("(")) return [[reader.types.type(), NO_ATTRIBUTES]];
  const results: (readonly [Type, Attributes])[] = [];
  s.items(")", () => {
    results.push([reader.types.type(), reader.attributes.optionalDictionary()]);
  });
  return results;
}
