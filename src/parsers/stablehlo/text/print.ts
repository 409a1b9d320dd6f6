import { AceError } from "../../../errors.ts";
import {
  type Attribute,
  type Attributes,
  type Elements,
  setDictionaries,
} from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import type {
  Module,
  Operation,
  Program,
  ProgramFunction,
  Region,
  Value,
} from "../program/program.ts";
import { type Type, typeText } from "../program/type.ts";
import {
  attributeText,
  dictionaryText,
  keyText,
  locationText,
  stringText,
} from "./print-attributes.ts";

export interface PrintOptions {
  /** Where operations come from, as far as it is known; else left out. */
  readonly locations?: boolean;
}

/** The program in the generic form of MLIR; modules of one level are separated by `// -----`. */
export function printProgram(program: Program, options: PrintOptions = {}): string {
  const pieces: string[] = [];
  writeProgram(program, (piece) => pieces.push(piece), options);
  return pieces.join("");
}

/** The same in pieces of about an operation, for texts that are longer than a string may be. */
export function writeProgram(
  program: Program,
  write: (piece: string) => void,
  options: PrintOptions = {},
): void {
  new Printer(write, options.locations === true).program(program);
}

class Printer {
  readonly #write: (piece: string) => void;
  readonly #locations: boolean;
  readonly #types = new Map<Type, string>();
  readonly #resources = new Map<string, string>();
  readonly #note = ({ resource }: Elements): void => {
    const digits = resource?.digits();
    if (digits !== undefined) this.#resources.set(resource?.name as string, digits);
  };
  #names = new Map<Value, string>();
  #count = 0;

  constructor(write: (piece: string) => void, locations: boolean) {
    this.#write = write;
    this.#locations = locations;
  }

  program({ modules, aliases }: Program): void {
    for (const [name, value] of aliases.attributes) {
      this.#write(`#${name} = ${this.#attribute(value)}\n`);
    }
    if (this.#locations) {
      for (const [name, location] of aliases.locations) {
        this.#write(`#${name} = ${locationText(location)}\n`);
      }
    }
    modules.forEach((module, i) => {
      if (i > 0) this.#write("// -----\n");
      this.#module(module, "");
    });
    if (this.#resources.size > 0) this.#trailer();
  }

  #module({ name, attributes, symbols, functions, modules }: Module, indent: string): void {
    const inner = `${indent}  `;
    const own = name === "" ? attributes : new Map([["sym_name", textOf(name)], ...attributes]);
    this.#write(`${indent}"builtin.module"() ({\n`);
    for (const symbol of symbols.values()) this.#operation(symbol, inner);
    for (const each of functions.values()) this.#function(each, inner);
    for (const each of modules) this.#module(each, inner);
    this.#write(`${indent}})${this.#dictionary(own)} : () -> ()\n`);
  }

  #function(of: ProgramFunction, indent: string): void {
    this.#names = new Map();
    this.#count = 0;
    this.#write(`${indent}"func.func"() (`);
    this.#region(of.body, indent, of.body.operations.length > 0);
    const end = `${this.#dictionary(functionAttributes(of))} : () -> ()`;
    this.#write(`)${end}${this.#location(of.location)}\n`);
  }

  #operation(operation: Operation, indent: string): void {
    const { name, operands, regions, attributes, location } = operation;
    const used = operands.map((operand) => this.#name(operand, operation)).join(", ");
    const head = `${stringText(name)}(${used})`;
    if (regions.length === 0) this.#write(`${indent}${this.#defined(operation)}${head}`);
    else {
      this.#write(`${indent}${this.#defined(operation)}${head} (`);
      regions.forEach((region, i) => {
        if (i > 0) this.#write(", ");
        this.#region(region, indent, true);
      });
      this.#write(")");
    }
    const types = `(${this.#typesOf(operands)}) -> (${this.#typesOf(operation.results)})`;
    this.#write(`${this.#dictionary(attributes)} : ${types}${this.#location(location)}\n`);
  }

  #region(region: Region, indent: string, hasArguments: boolean): void {
    this.#write("{\n");
    if (hasArguments && region.arguments.length > 0) {
      const list = region.arguments.map((argument) => this.#argument(argument));
      this.#write(`${indent}^bb0(${list.join(", ")}):\n`);
    }
    for (const operation of region.operations) this.#operation(operation, `${indent}  `);
    this.#write(`${indent}}`);
  }

  #argument(value: Value): string {
    const name = `%arg${this.#count++}`;
    this.#names.set(value, name);
    return `${name}: ${this.#type(value.type)}${this.#location(value.location)}`;
  }

  /** `%3:2 = `; nothing for an operation without results. */
  #defined({ results }: Operation): string {
    if (results.length === 0) return "";
    const name = `%${this.#count++}`;
    results.forEach((result, i) => {
      this.#names.set(result, results.length === 1 ? name : `${name}#${i}`);
    });
    return results.length === 1 ? `${name} = ` : `${name}:${results.length} = `;
  }

  #name(value: Value, { name, at }: Operation): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const reason = {
      action: "print",
      subject: name,
      expected: "operands that are defined before",
      got: value.name || "another value",
    };
    throw new AceError("invalid-graph", reason, { where: { offset: at, operator: name } });
  }

  #typesOf(values: readonly Value[]): string {
    return values.map(({ type }) => this.#type(type)).join(", ");
  }

  #type(type: Type): string {
    const known = this.#types.get(type) ?? typeText(type);
    this.#types.set(type, known);
    return known;
  }

  #attribute(attribute: Attribute): string {
    return attributeText(attribute, this.#note);
  }

  #dictionary(attributes: Attributes): string {
    return attributes.size === 0 ? "" : ` ${dictionaryText(attributes, this.#note)}`;
  }

  #location(location: Location | undefined): string {
    return this.#locations && location !== undefined ? ` ${locationText(location)}` : "";
  }

  /** Elements that the program names only. */
  #trailer(): void {
    this.#write("{-#\n  dialect_resources: {\n    builtin: {\n");
    let separator = "";
    for (const [name, digits] of this.#resources) {
      this.#write(`${separator}      ${keyText(name)}: "${digits}"`);
      separator = ",\n";
    }
    this.#write("\n    }\n  }\n#-}\n");
  }
}

function functionAttributes(of: ProgramFunction): Attributes {
  const inputs = of.body.arguments.map(({ type }) => type);
  const type: Type = { kind: "function", inputs, results: of.resultTypes };
  const own = new Map<string, Attribute>([
    ["sym_name", textOf(of.name)],
    ["function_type", { kind: "type", type }],
    ["sym_visibility", textOf(of.isPublic ? "public" : "private")],
  ]);
  setDictionaries(own, "arg_attrs", of.argumentAttributes);
  setDictionaries(own, "res_attrs", of.resultAttributes);
  return new Map([...own, ...of.attributes]);
}

function textOf(value: string): Attribute {
  return { kind: "string", value };
}
