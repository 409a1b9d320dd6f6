import type { Where } from "../../../errors.ts";
import type { Attribute } from "../../stablehlo/program/attribute.ts";
import type { Operation, Region, Value } from "../../stablehlo/program/program.ts";
import type { TensorForm, Type } from "../../stablehlo/program/type.ts";
import { fieldsOf, integersOf, isInteger, unquoted } from "../attribute-text.ts";
import type { HloInstruction } from "../hlo-module.ts";
import { malformed, shown } from "../malformed.ts";

/** An instruction said as an operation of StableHLO. */
export interface Said {
  readonly name: string;
  /** Those of the instruction where they are not said. */
  readonly operands?: readonly Value[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly regions?: readonly Region[];
  /** Operations that stand before it. */
  readonly before?: readonly Operation[];
  /** True where the parts of a tuple are results of their own. */
  readonly hasParts?: boolean;
  /** True where the frontend attributes are said already. */
  readonly tookFrontend?: boolean;
}

/** What a rule may ask of the rest of the program. */
export interface Surroundings {
  /** A computation as a region; of a tuple that it returns the parts, where `parts` says so. */
  region(name: string, options: { readonly parts: boolean }, use: Use): Region;
  /** A branch, whose argument is a value from around it. */
  branch(name: string, argument: Value, use: Use): Region;
  /** The name of the function that a computation becomes. */
  symbol(name: string, use: Use): string;
}

/** An instruction with its operands, as the rules that say it in StableHLO's words see it. */
export class Use {
  readonly instruction: HloInstruction;
  readonly operands: readonly Value[];
  readonly surroundings: Surroundings;
  /** Instructions that the operands are. */
  readonly sources: readonly HloInstruction[];
  readonly #where: () => Where;

  constructor(
    instruction: HloInstruction,
    from: { readonly operands: readonly Value[]; readonly sources: readonly HloInstruction[] },
    surroundings: Surroundings,
    where: () => Where,
  ) {
    this.instruction = instruction;
    this.operands = from.operands;
    this.sources = from.sources;
    this.surroundings = surroundings;
    this.#where = where;
  }

  get type(): Type {
    return this.instruction.shape.type;
  }

  /** The value of an attribute as HLO text spells it. */
  raw(key: string): string | undefined {
    return this.instruction.attributes.get(key);
  }

  needed(key: string): string {
    return this.raw(key) ?? this.fail(`the attribute ${key}`, "none");
  }

  string(key: string): string {
    return unquoted(this.needed(key));
  }

  flag(key: string): boolean {
    const text = this.raw(key) ?? "false";
    if (text !== "true" && text !== "false") this.failValue(key, "true or false", text);
    return text === "true";
  }

  integer(key: string, absent?: bigint): bigint {
    const text = this.raw(key);
    if (text === undefined && absent !== undefined) return absent;
    if (text === undefined || !isInteger(text)) {
      return this.failValue(key, "a whole number", text ?? "none");
    }
    return BigInt(text);
  }

  /** `{0,1}`; none of them where the attribute is absent, if it may be. */
  integers(key: string, absent?: readonly bigint[]): readonly bigint[] {
    const text = this.raw(key);
    if (text === undefined && absent !== undefined) return absent;
    return integersOf(text ?? "") ?? this.failValue(key, "whole numbers in braces", text ?? "none");
  }

  /** `{a=1 b=2}` */
  fields(key: string): ReadonlyMap<string, string> {
    const text = this.raw(key);
    if (text === undefined) return new Map();
    return fieldsOf(text) ?? this.failValue(key, "fields in braces", text);
  }

  /** The type of an operand that must be a tensor. */
  tensor(index: number): TensorForm {
    const type = this.operand(index).type;
    if (type.kind === "tensor") return type;
    return this.fail(`a tensor as operand ${index}`, `a ${type.kind}`);
  }

  operand(index: number): Value {
    return this.operands[index] ?? this.fail(`operand ${index}`, `${this.operands.length}`);
  }

  /** A computation as a region. */
  region(key: string, options: { readonly parts: boolean }): Region {
    return this.surroundings.region(this.computation(key), options, this);
  }

  /** The name of a computation without its `%`. */
  computation(key: string): string {
    return bareName(this.needed(key));
  }

  failValue(key: string, expected: string, got: string): never {
    return this.fail(`${expected} as ${key}`, shown(got));
  }

  /** @throws {AceError} `malformed-model` at the instruction */
  fail(expected: string, got: string): never {
    const { name, opcode } = this.instruction;
    return malformed(`the instruction ${name} (${opcode})`, expected, got, this.#where());
  }
}

/** A name as it is defined: uses may have a `%`. */
export function bareName(text: string): string {
  return text.startsWith("%") ? text.slice(1) : text;
}
