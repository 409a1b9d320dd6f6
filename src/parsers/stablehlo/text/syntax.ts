import type { Attribute } from "../program/attribute.ts";
import { readConvolution, readDotGeneral } from "./contraction-syntax.ts";
import { readFunction, readModule } from "./function-syntax.ts";
import {
  arrayOf,
  finish,
  integerOf,
  integers,
  plain,
  readPlain,
  readPrecision,
  wordOf,
} from "./plain-syntax.ts";
import type { Syntax, SyntaxOf } from "./reader.ts";
import { readReduce, readScan, readWhile } from "./region-syntax.ts";
import { readManualComputation, readMesh, readShardingConstraint } from "./sharding-syntax.ts";

/** How an operation is read whose name is no string: in a form of its own, or in that of most. */
export const syntaxOf: SyntaxOf = ({ scanner }, name, at) => {
  const syntax = SYNTAX.get(name);
  if (syntax !== undefined) return syntax;
  if (!name.includes(".")) scanner.failAt(at, "an operation", name);
  return readPlain;
};

/** `select %p, %a, %b : tensor<i1>, T`: the types of the predicate and of all others. */
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

/** `compare LT, %a, %b, FLOAT : types`. */
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

/**
 * `constant {attributes} dense<...> : T`: the elements and the result have one type; else
 * `constant() {value = dense<...> : S} : () -> T`, as codes of a quantized type are written.
 */
const readConstant: Syntax = (reader) => {
  const { attributes, scanner } = reader;
  if (scanner.sees("(")) return reader.generic("stablehlo.constant");
  const own = new Map<string, Attribute>();
  if (scanner.sees("{")) attributes.addDictionary(own);
  const { at } = scanner;
  const value = attributes.attribute();
  if (value.kind !== "elements") return scanner.failAt(at, "the elements of a tensor", value.kind);
  own.set("value", value);
  return { operands: [], attributes: own, regions: [], results: [value.elements.type] };
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
  const { at } = s;
  const types = s.take(":") ? reader.types.commaList() : [];
  reader.expectTypes(operands, types, at);
  return { operands, attributes, regions: [], results: [] };
};

/** `complex %re, %im : T`: the type is that of the result alone. */
const readMade: Syntax = (reader, results) => {
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
  ["arith.constant", readConstant],
  ["stablehlo.complex", readMade],
  ["stablehlo.tuple", readMade],
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
