import type { Attributes } from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import type { Operation, Region, Value } from "../program/program.ts";
import { sameType, type Type, typeList } from "../program/type.ts";
import { AttributeReader } from "./attributes.ts";
import { KnownTexts } from "./known-texts.ts";
import { LocationReader } from "./locations.ts";
import { Resources } from "./resources.ts";
import { Scanner } from "./scanner.ts";
import { ValueScope } from "./scope.ts";
import { TypeReader } from "./types.ts";

/** What an operation is made of, before its results have names. */
export interface Parts {
  readonly operands: readonly Value[];
  readonly attributes: Attributes;
  readonly regions: readonly Region[];
  /** Types of the results. */
  readonly results: readonly Type[];
}

/**
 * Reads what follows the name of an operation.
 *
 * @param results - how many results it has names for
 */
export type Syntax = (reader: OperationReader, results: number) => Parts;

/** The form of an operation, by its name, which stands at `at`. */
export type SyntaxOf = (reader: OperationReader, name: string, at: number) => Syntax;

/** `%a`, `%a:2` before the equals sign. */
interface ResultName {
  readonly name: string;
  readonly count: number;
}

const NO_REGIONS: readonly Region[] = [];

/** Operations whose regions see no values of the regions around. */
const ISOLATED: ReadonlySet<string> = new Set(["builtin.module", "func.func"]);

/** Reads operations: in the generic form, else in that of their name. */
export class OperationReader {
  readonly scanner: Scanner;
  readonly types: TypeReader;
  readonly locations: LocationReader;
  readonly attributes: AttributeReader;
  readonly resources: Resources;
  /** Windows of convolutions. */
  readonly windows = new KnownTexts<Attributes>("}");
  readonly #syntaxOf: SyntaxOf;
  readonly #operand = () => this.operand();
  #scope = new ValueScope(undefined);

  constructor(bytes: Uint8Array, syntaxOf: SyntaxOf) {
    this.#syntaxOf = syntaxOf;
    this.scanner = new Scanner(bytes);
    this.resources = new Resources(this.scanner.bytes);
    this.types = new TypeReader(this.scanner);
    this.locations = new LocationReader(this.scanner);
    this.attributes = new AttributeReader(this.scanner, this.types, this.locations, this.resources);
  }

  /** Source: MLIR `operation`. */
  operation(): Operation {
    const s = this.scanner;
    const { at } = s;
    const names = s.sees("%") ? this.#resultNames() : [];
    const count = names.reduce((sum, name) => sum + name.count, 0);
    const isGeneric = s.sees('"');
    const nameAt = s.at;
    const name = isGeneric ? s.string() : s.word("an operation");
    const parts = isGeneric ? this.generic(name) : this.#syntaxOf(this, name, nameAt)(this, count);
    const location = this.locations.optional();
    if (count !== parts.results.length && names.length > 0) {
      s.failAt(at, `names for ${parts.results.length} results`, `${count}`);
    }
    return {
      name: FULL_NAMES.get(name) ?? name,
      operands: parts.operands,
      results: this.#define(names, parts.results, location, at),
      attributes: parts.attributes,
      regions: parts.regions,
      location,
      at,
    };
  }

  /** `%a`: one value that is known here. */
  operand(): Value {
    const s = this.scanner;
    const { at } = s;
    const name = s.valueName();
    const index = s.sees("#") ? Number(s.suffix("#")) : 0;
    const values = this.#scope.find(name);
    const value = values?.[index];
    if (value !== undefined) return value;
    const got = values === undefined ? name : `${name}#${index}`;
    return s.failAt(at, "a value that is defined before", got);
  }

  /** `%a, %b`, or none. */
  operands(): readonly Value[] {
    return this.scanner.sees("%") ? this.scanner.list(this.#operand) : [];
  }

  /** `(%a, %b)`. */
  parenthesized(): readonly Value[] {
    this.scanner.expect("(");
    return this.scanner.listUpTo(")", this.#operand);
  }

  /** `: (T, T) -> T` with types that the operands have; gives those of the results. */
  functionType(operands: readonly Value[]): readonly Type[] {
    this.scanner.expect(":");
    return this.functionTypeAhead(operands);
  }

  functionTypeAhead(operands: readonly Value[]): readonly Type[] {
    const s = this.scanner;
    const { at } = s;
    const inputs = this.types.list();
    s.expect("->");
    const results = this.types.results();
    this.expectTypes(operands, inputs, at);
    return results;
  }

  expectTypes(operands: readonly Value[], types: readonly Type[], at: number): void {
    const equal =
      operands.length === types.length &&
      operands.every(({ type }, i) => sameType(type, types[i] as Type));
    if (equal) return;
    const expected = `operands of types ${typeList(types)}`;
    this.scanner.failAt(at, expected, typeList(operands.map(({ type }) => type)));
  }

  /**
   * `{ ^bb0(%a: T): operations }`, the brackets included.
   *
   * @param given - arguments that the operation has named already, by name
   */
  region(isIsolated = false, given: ReadonlyMap<string, Value> = new Map()): Region {
    const s = this.scanner;
    const outer = this.#scope;
    this.#scope = new ValueScope(isIsolated ? undefined : outer);
    for (const [name, value] of given) this.#name(name, [value], s.at);
    const region = s.nested(() => {
      s.expect("{");
      const label = s.sees("^") ? this.#blockArguments() : [];
      const operations: Operation[] = [];
      while (!s.take("}")) {
        if (s.sees("^")) s.fail("a region of one block");
        operations.push(this.operation());
      }
      return { arguments: [...given.values(), ...label], operations };
    });
    this.#scope = outer;
    return region;
  }

  /** A value with a name, to be used in a region. */
  argument(location?: Location): readonly [string, Value] {
    const s = this.scanner;
    const name = s.valueName();
    s.expect(":");
    const type = this.types.type();
    return [name, { type, name, location }];
  }

  /** Everything up to the end of the text, or to a line that separates modules. */
  topLevel(): readonly Operation[] {
    this.#scope = new ValueScope(undefined);
    const s = this.scanner;
    const { separators } = s;
    const operations: Operation[] = [];
    while (!s.isAtEnd && s.separators === separators && !s.sees("#") && !s.sees("{-#")) {
      if (s.sees("!")) break;
      operations.push(this.operation());
    }
    return operations;
  }

  /** `(%a) <{properties}> ({regions}) {attributes} : (T) -> T`: what follows a name that is a string. */
  generic(name: string): Parts {
    const s = this.scanner;
    const operands = this.parenthesized();
    if (s.sees("[")) s.fail("an operation without successors");
    const properties = s.take("<") ? this.attributes.dictionary() : undefined;
    if (properties !== undefined) s.expect(">");
    const region = () => this.region(ISOLATED.has(name));
    const regions = s.take("(") ? s.listUpTo(")", region) : NO_REGIONS;
    const discardable = this.attributes.optionalDictionary();
    const results = this.functionType(operands);
    const attributes = merged(properties, discardable);
    return { operands, attributes, regions, results };
  }

  #resultNames(): readonly ResultName[] {
    const s = this.scanner;
    const names = s.list(() => {
      const name = s.valueName();
      const { at } = s;
      const count = s.take(":") ? s.integer() : 1;
      if (count < 1 || count > MOST_RESULTS) s.failAt(at, "a number of results", `${count}`);
      return { name, count };
    });
    s.expect("=");
    return names;
  }

  #define(
    names: readonly ResultName[],
    types: readonly Type[],
    location: Location | undefined,
    at: number,
  ): readonly Value[] {
    if (names.length === 0) return types.map((type) => ({ type, name: "", location }));
    if (types.length === 1) {
      const [{ name }] = names as readonly [ResultName];
      const values = [{ type: types[0] as Type, name, location }];
      this.#name(name, values, at);
      return values;
    }
    const all: Value[] = [];
    for (const { name, count } of names) {
      const values: Value[] = [];
      for (let i = 0; i < count; i++) {
        const type = types[all.length + i] as Type;
        values.push({ type, name: count === 1 ? name : `${name}#${i}`, location });
      }
      this.#name(name, values, at);
      all.push(...values);
    }
    return all;
  }

  #name(name: string, values: readonly Value[], at: number): void {
    if (!this.#scope.define(name, values)) {
      this.scanner.failAt(at, "a name that is new", name);
    }
  }

  #blockArguments(): readonly Value[] {
    const s = this.scanner;
    const values: Value[] = [];
    s.suffix("^");
    if (s.take("(")) {
      s.items(")", () => {
        const { at } = s;
        const [name, { type }] = this.argument();
        const value = { type, name, location: this.locations.optional() };
        this.#name(name, [value], at);
        values.push(value);
      });
    }
    s.expect(":");
    return values;
  }
}

const MOST_RESULTS = 1 << 16;

/** Names that are written without their dialect. */
const FULL_NAMES: ReadonlyMap<string, string> = new Map([
  ["module", "builtin.module"],
  ["call", "func.call"],
  ["return", "func.return"],
]);

function merged(properties: Attributes | undefined, others: Attributes): Attributes {
  if (properties === undefined || properties.size === 0) return others;
  return others.size === 0 ? properties : new Map([...properties, ...others]);
}
