import type { Attribute, Attributes } from "../program/attribute.ts";
import type { Region, Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import { readConvolution, readDotGeneral } from "./contraction-syntax.ts";
import { readFunction, readModule } from "./function-syntax.ts";
import type { OperationReader, Parts } from "./reader.ts";
import { readReduce, readScan, readWhile } from "./region-syntax.ts";
import { readManualComputation, readMesh, readShardingConstraint } from "./sharding-syntax.ts";

/** Reads what follows the name of an operation. */
export type Syntax = (reader: OperationReader, results: number) => Parts;

/** How the value of `key = value` among the operands is read, and the attribute that it is. */
type Keyed = readonly [attribute: string, read: (reader: OperationReader) => Attribute];

/**
 * Reads an operation in the form of its name.
 *
 * @param results - how many results it has names for
 */
export function readPretty(
  reader: OperationReader,
  name: string,
  results: number,
  at: number,
): Parts {
  const syntax = SYNTAX.get(name);
  if (syntax !== undefined) return syntax(reader, results);
  if (!name.includes(".")) reader.scanner.failAt(at, "an operation", name);
  return readPlain(reader, results);
}

/** `%a, %b, key = value {attributes} : types`: the form of most operations. */
function readPlain(
  reader: OperationReader,
  results: number,
  keys: Readonly<Record<string, Keyed>> = {},
): Parts {
  const operands: Value[] = [];
  const attributes = new Map<string, Attribute>();
  const s = reader.scanner;
  if (!s.sees(":") && !s.sees("{")) {
    do {
      if (s.sees("%")) operands.push(reader.operand());
      else readKeyed(reader, keys, attributes);
    } while (s.take(","));
  }
  return finish(reader, operands, attributes, results);
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
  own: ReadonlyMap<string, Attribute>,
  results: number,
  regions: readonly Region[] = [],
): Parts {
  const attributes = joined(own, reader.attributes.optionalDictionary());
  return { operands, attributes, regions, results: readTypes(reader, operands, results) };
}

export function joined(own: ReadonlyMap<string, Attribute>, others: Attributes): Attributes {
  if (own.size === 0) return others;
  return others.size === 0 ? own : new Map([...own, ...others]);
}

/**
 * `: (T, T) -> T`, `: T, T -> T`, or `: T, T`: types of the operands, the last ones also of the
 * results; a single one may be that of all.
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
  const types: Type[] = [];
  do types.push(reader.types.type());
  while (s.take(","));
  if (s.take("->")) {
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

const plain =
  (keys: Readonly<Record<string, Keyed>>): Syntax =>
  (reader, results) =>
    readPlain(reader, results, keys);

const integers = (reader: OperationReader) => reader.attributes.integers();

function wordOf(enumeration: string) {
  return ({ scanner }: OperationReader): Attribute => ({
    kind: "dialect",
    name: "stablehlo",
    body: `${enumeration} ${scanner.word()}`,
  });
}

function integerOf(type: string) {
  return ({ scanner }: OperationReader): Attribute => ({
    kind: "integer",
    value: BigInt(scanner.integer()),
    type,
  });
}

/** One type for all: `: tensor<i1>` would not say what a select gives. */
const readSelect: Syntax = (reader) => {
  const operands = reader.operands();
  const attributes = reader.attributes.optionalDictionary();
  const s = reader.scanner;
  s.expect(":");
  if (s.sees("(")) {
    return { operands, attributes, regions: [], results: reader.functionTypeAhead(operands) };
  }
  const { at } = s;
  const predicate = reader.types.type();
  s.expect(",");
  const type = reader.types.type();
  reader.expectTypes(operands, [predicate, type, type], at);
  return { operands, attributes, regions: [], results: [type] };
};

/** `clamp %least, %x, %most : T`: bounds may be scalars where the types are written out. */
const readCompare: Syntax = (reader, results) => {
  const s = reader.scanner;
  const own = new Map<string, Attribute>();
  own.set("comparison_direction", wordOf("comparison_direction")(reader));
  s.expect(",");
  const lhs = reader.operand();
  s.expect(",");
  const rhs = reader.operand();
  if (s.take(",")) own.set("compare_type", wordOf("comparison_type")(reader));
  return finish(reader, [lhs, rhs], own, results);
};

const readConstant: Syntax = (reader) => {
  const others = reader.attributes.optionalDictionary();
  const { at } = reader.scanner;
  const value = reader.attributes.attribute();
  const { scanner } = reader;
  const type =
    value.kind === "elements"
      ? value.elements.type
      : scanner.failAt(at, "the elements of a tensor", value.kind);
  return {
    operands: [],
    attributes: joined(new Map([["value", value]]), others),
    regions: [],
    results: [type],
  };
};

/** `slice %a [0:1, 4:8:2]`. */
const readSlice: Syntax = (reader, results) => {
  const s = reader.scanner;
  const operand = reader.operand();
  const parts: [bigint[], bigint[], bigint[]] = [[], [], []];
  s.expect("[");
  s.items("]", () => {
    parts[0].push(BigInt(s.integer()));
    s.expect(":");
    parts[1].push(BigInt(s.integer()));
    parts[2].push(BigInt(s.take(":") ? s.integer() : 1));
  });
  const [starts, limits, strides] = parts.map(arrayOf) as [Attribute, Attribute, Attribute];
  const own = new Map([
    ["start_indices", starts],
    ["limit_indices", limits],
    ["strides", strides],
  ]);
  return finish(reader, [operand], own, results);
};

export function arrayOf(values: readonly bigint[]): Attribute {
  return { kind: "array", element: "i64", values };
}

/** `reduce_precision %a, format = e8m7`. */
const readReducePrecision: Syntax = (reader, results) => {
  const s = reader.scanner;
  const operand = reader.operand();
  s.expect(",");
  s.expectWord("format");
  s.expect("=");
  const { at } = s;
  const format = s.word();
  const [, exponent, mantissa] = /^e(\d+)m(\d+)$/.exec(format) ?? [];
  if (exponent === undefined || mantissa === undefined) {
    return s.failAt(at, "a format such as e8m7", format);
  }
  const own = new Map<string, Attribute>([
    ["exponent_bits", { kind: "integer", value: BigInt(exponent), type: "i32" }],
    ["mantissa_bits", { kind: "integer", value: BigInt(mantissa), type: "i32" }],
  ]);
  return finish(reader, [operand], own, results);
};

/** `get_tuple_element %a[0]`. */
const readTupleElement: Syntax = (reader, results) => {
  const s = reader.scanner;
  const operand = reader.operand();
  s.expect("[");
  const index = integerOf("i32")(reader);
  s.expect("]");
  return finish(reader, [operand], new Map([["index", index]]), results);
};

/** `call @f(%a)`. */
const readCall: Syntax = (reader, results) => {
  const path = reader.attributes.symbol();
  const operands = reader.parenthesized();
  return finish(reader, operands, new Map([["callee", { kind: "symbol", path }]]), results);
};

/** `custom_call @target(%a)`. */
const readCustomCall: Syntax = (reader, results) => {
  const target: Attribute = { kind: "string", value: reader.scanner.suffix("@") };
  const operands = reader.parenthesized();
  return finish(reader, operands, new Map([["call_target_name", target]]), results);
};

/** `composite "name" %a, %b {...}`. */
const readComposite: Syntax = (reader, results) => {
  const name: Attribute = { kind: "string", value: reader.scanner.string() };
  const operands = reader.operands();
  return finish(reader, operands, new Map([["name", name]]), results);
};

/** `chlo.top_k(%a, k = 2)`. */
const readTopK: Syntax = (reader, results) => {
  const s = reader.scanner;
  s.expect("(");
  const operand = reader.operand();
  s.expect(",");
  s.expectWord("k");
  s.expect("=");
  const k = integerOf("i64")(reader);
  s.expect(")");
  return finish(reader, [operand], new Map([["k", k]]), results);
};

/** `return %a, %b : T, T`. */
const readReturn: Syntax = (reader) => {
  const operands = reader.operands();
  const attributes = reader.attributes.optionalDictionary();
  const s = reader.scanner;
  const types: Type[] = [];
  const { at } = s;
  if (s.take(":")) {
    do types.push(reader.types.type());
    while (s.take(","));
  }
  reader.expectTypes(operands, types, at);
  return { operands, attributes, regions: [], results: [] };
};

/** `complex %re, %im : T`: the type is that of the result alone. */
const readComplex: Syntax = (reader, results) => {
  const operands = reader.operands();
  const attributes = reader.attributes.optionalDictionary();
  const s = reader.scanner;
  s.expect(":");
  const types = s.sees("(") ? reader.functionTypeAhead(operands) : [reader.types.type()];
  return { operands, attributes, regions: [], results: types.slice(0, Math.max(1, results)) };
};

const DIMENSIONS = plain({ dims: ["broadcast_dimensions", integers] });
const PERMUTATION = plain({ dims: ["permutation", integers] });
const REVERSED = plain({ dims: ["dimensions", integers] });
const FFT = plain({ type: ["fft_type", wordOf("fft_type")], length: ["fft_length", integers] });

const SYNTAX: ReadonlyMap<string, Syntax> = new Map<string, Syntax>([
  ["module", readModule],
  ["builtin.module", readModule],
  ["func.func", readFunction],
  ["call", readCall],
  ["func.call", readCall],
  ["return", readReturn],
  ["func.return", readReturn],
  ["stablehlo.return", readReturn],
  ["sdy.return", readReturn],
  ["stablehlo.constant", readConstant],
  ["chlo.constant", readConstant],
  ["stablehlo.complex", readComplex],
  ["stablehlo.select", readSelect],
  ["stablehlo.compare", readCompare],
  ["stablehlo.slice", readSlice],
  ["stablehlo.reduce_precision", readReducePrecision],
  ["stablehlo.get_tuple_element", readTupleElement],
  ["stablehlo.custom_call", readCustomCall],
  ["stablehlo.composite", readComposite],
  ["stablehlo.convolution", readConvolution],
  ["stablehlo.dot_general", readDotGeneral],
  ["stablehlo.reduce", readReduce],
  ["stablehlo.while", readWhile],
  ["chlo.scan", readScan],
  ["chlo.top_k", readTopK],
  ["sdy.mesh", readMesh],
  ["sdy.manual_computation", readManualComputation],
  ["sdy.sharding_constraint", readShardingConstraint],
  ["stablehlo.broadcast_in_dim", DIMENSIONS],
  ["stablehlo.dynamic_broadcast_in_dim", DIMENSIONS],
  ["stablehlo.broadcast", plain({ sizes: ["broadcast_sizes", integers] })],
  ["stablehlo.transpose", PERMUTATION],
  ["stablehlo.reverse", REVERSED],
  ["stablehlo.iota", plain({ dim: ["iota_dimension", integerOf("i64")] })],
  ["stablehlo.dynamic_iota", plain({ dim: ["iota_dimension", integerOf("i64")] })],
  ["stablehlo.concatenate", plain({ dim: ["dimension", integerOf("i64")] })],
  ["stablehlo.get_dimension_size", plain({ dim: ["dimension", integerOf("i64")] })],
  ["stablehlo.set_dimension_size", plain({ dim: ["dimension", integerOf("i64")] })],
  [
    "stablehlo.pad",
    plain({
      low: ["edge_padding_low", integers],
      high: ["edge_padding_high", integers],
      interior: ["interior_padding", integers],
    }),
  ],
  ["stablehlo.dynamic_slice", plain({ sizes: ["slice_sizes", integers] })],
  ["stablehlo.fft", FFT],
  ["stablehlo.rng_bit_generator", plain({ algorithm: ["rng_algorithm", wordOf("rng_algorithm")] })],
  ["stablehlo.rng", plain({ distribution: ["rng_distribution", wordOf("rng_distribution")] })],
  ["stablehlo.dot", plain({ precision: ["precision_config", readPrecision] })],
]);

/** `[DEFAULT, HIGHEST]`. */
export function readPrecision({ scanner }: OperationReader): Attribute {
  const items: Attribute[] = [];
  scanner.expect("[");
  scanner.items("]", () => {
    items.push({ kind: "dialect", name: "stablehlo", body: `precision ${scanner.word()}` });
  });
  return { kind: "list", items };
}
