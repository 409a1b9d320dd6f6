import type { Attribute } from "../program/attribute.ts";
import type { Operation, Region, Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import { finish, integerOf, withAttributes } from "./plain-syntax.ts";
import type { OperationReader, Syntax } from "./reader.ts";

/**
 * `reduce(%a init: %b), (%c init: %d) across dimensions = [1] : types` and a reducer of its own, or
 * `reduce(%a init: %b) applies stablehlo.add across dimensions = [1] : types`.
 */
export const readReduce: Syntax = (reader) => {
  const s = reader.scanner;
  const inputs: Value[] = [];
  const initial: Value[] = [];
  do {
    s.expect("(");
    inputs.push(reader.operand());
    s.expectWord("init");
    s.expect(":");
    initial.push(reader.operand());
    s.expect(")");
  } while (s.take(","));
  const operands = [...inputs, ...initial];
  const applied = s.takeWord("applies") ? s.word("an operation") : undefined;
  s.expectWord("across");
  s.expectWord("dimensions");
  s.expect("=");
  const own = new Map<string, Attribute>([["dimensions", reader.attributes.integers()]]);
  const parts = finish(reader, operands, own, inputs.length);
  if (applied !== undefined) return { ...parts, regions: [reducerOf(applied, initial, s.at)] };
  s.expectWord("reducer");
  return { ...parts, regions: [reader.region(false, reducerArguments(reader))] };
};

/** `(%a: T, %b: T) (%c: T, %d: T)`: what is reduced so far and an element, for each input. */
function reducerArguments(reader: OperationReader): ReadonlyMap<string, Value> {
  const s = reader.scanner;
  const pairs: (readonly [string, Value])[][] = [];
  while (s.take("(")) {
    const pair: (readonly [string, Value])[] = [];
    s.items(")", () => pair.push(located(reader)));
    if (pair.length !== 2) s.fail("two arguments for each input");
    pairs.push(pair);
  }
  return new Map([0, 1].flatMap((i) => pairs.map((pair) => pair[i] as readonly [string, Value])));
}

/** `%a: T loc(...)`. */
export function located(reader: OperationReader): readonly [string, Value] {
  const [name, value] = reader.argument();
  const location = reader.locations.optional();
  return [name, location === undefined ? value : { ...value, location }];
}

/** The region that a single operation stands for. */
function reducerOf(name: string, initial: readonly Value[], at: number): Region {
  const [type] = initial.map((value) => value.type) as [Type];
  const value = (of: string): Value => ({ type, name: of, location: undefined });
  const [x, y, result] = [value("%x"), value("%y"), value("%r")];
  const operation = (of: string, operands: readonly Value[], results: readonly Value[]) =>
    ({ name: of, operands, results, ...NOTHING, at }) satisfies Operation;
  return {
    arguments: [x, y],
    operations: [operation(name, [x, y], [result]), operation("stablehlo.return", [result], [])],
  };
}

const NOTHING = {
  attributes: new Map<string, Attribute>(),
  regions: [],
  location: undefined,
} as const;

/** `while(%iterArg = %0) : types attributes {...} cond {...} do {...}`. */
export const readWhile: Syntax = (reader) => {
  const s = reader.scanner;
  const operands: Value[] = [];
  const names: string[] = [];
  s.expect("(");
  s.items(")", () => {
    names.push(s.valueName());
    s.expect("=");
    operands.push(reader.operand());
  });
  const { at } = s;
  const types = s.take(":") ? reader.types.commaList() : [];
  reader.expectTypes(operands, types, at);
  const location = reader.locations.optional();
  const attributes = s.takeWord("attributes")
    ? reader.attributes.dictionary()
    : reader.attributes.optionalDictionary();
  const given = () =>
    new Map(names.map((name, i) => [name, argument(name, types[i] as Type, location)]));
  s.expectWord("cond");
  const condition = reader.region(false, given());
  s.expectWord("do");
  return {
    operands,
    attributes,
    regions: [condition, reader.region(false, given())],
    results: types,
  };
};

function argument(name: string, type: Type, location: Value["location"]): Value {
  return { type, name, location };
}

/** `chlo.scan(%a, %b) inits(%c) dimension=0 {...} { ^bb0(...): ... } : types`. */
export const readScan: Syntax = (reader, results) => {
  const s = reader.scanner;
  const inputs = reader.parenthesized();
  s.expectWord("inits");
  const initial = reader.parenthesized();
  s.expectWord("dimension");
  s.expect("=");
  const own = new Map<string, Attribute>([
    ["dimension", integerOf("i64")(reader)],
    ["operandSegmentSizes", segments([inputs.length, initial.length])],
  ]);
  withAttributes(reader, own);
  const region = reader.region();
  return finish(reader, [...inputs, ...initial], own, results, [region]);
};

function segments(lengths: readonly number[]): Attribute {
  return { kind: "array", element: "i32", values: lengths.map(BigInt) };
}
