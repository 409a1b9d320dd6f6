import { AceError } from "../../../errors.ts";
import { type Attribute, NO_ATTRIBUTES } from "../../stablehlo/program/attribute.ts";
import type { Operation, Region, Value } from "../../stablehlo/program/program.ts";
import type { Type } from "../../stablehlo/program/type.ts";
import type { HloComputation, HloInstruction, HloModule } from "../hlo-module.ts";
import { malformed } from "../malformed.ts";
import { frontend } from "./control.ts";
import { locationOf } from "./location.ts";
import { integer, string } from "./mlir.ts";
import { say } from "./opcodes.ts";
import { type Said, type Surroundings, Use } from "./use.ts";

const MOST_LEVELS = 100;
/** Operations that copies of branches may have in all. */
const MOST_COPIED = 2 ** 17;

interface Waiting {
  readonly symbol: string;
  readonly computation: HloComputation;
}

/** Turns computations into regions and functions. */
export class Bodies implements Surroundings {
  readonly #module: HloModule;
  readonly #regions = new Map<string, Region>();
  readonly #symbols = new Map<string, string>();
  readonly #waiting: Waiting[] = [];
  readonly #branches = new Set<string>();
  #level = 0;
  #copied = 0;

  constructor(module: HloModule) {
    this.#module = module;
  }

  /** A function that was called and has not been asked for. */
  nextFunction(): Waiting | undefined {
    return this.#waiting.pop();
  }

  functionBody(computation: HloComputation, parts: boolean): Region {
    return this.#body(computation, { end: "func.return", parts });
  }

  region(name: string, { parts }: { readonly parts: boolean }, use: Use): Region {
    const key = `${parts ? "parts" : "whole"} ${name}`;
    const known = this.#regions.get(key);
    if (known !== undefined) return known;
    const computation = this.#computation(name, use);
    const region = this.#nested(use, () =>
      this.#body(computation, { end: "stablehlo.return", parts }),
    );
    this.#regions.set(key, region);
    return region;
  }

  branch(name: string, argument: Value, use: Use): Region {
    const computation = this.#computation(name, use);
    if (this.#branches.has(name)) this.#copied += computation.instructions.length;
    this.#branches.add(name);
    if (this.#copied > MOST_COPIED) throw tooManyCopies(use, this.#module);
    return this.#nested(use, () =>
      this.#body(computation, { end: "stablehlo.return", parts: true, argument }),
    );
  }

  symbol(name: string, use: Use): string {
    const known = this.#symbols.get(name);
    if (known !== undefined) return known;
    const computation = this.#computation(name, use);
    let symbol = name;
    while (symbol === "main" || (symbol !== name && this.#module.computations.has(symbol))) {
      symbol = `${symbol}_`;
    }
    this.#symbols.set(name, symbol);
    this.#waiting.push({ symbol, computation });
    return symbol;
  }

  #computation(name: string, use: Use): HloComputation {
    return this.#module.computations.get(name) ?? use.fail(`a computation ${name}`, "none");
  }

  #nested<T>(use: Use, body: () => T): T {
    if (++this.#level > MOST_LEVELS) use.fail(`at most ${MOST_LEVELS} levels of nesting`, "more");
    const result = body();
    this.#level--;
    return result;
  }

  #body(computation: HloComputation, options: BodyOptions): Region {
    const { instructions } = computation;
    const operations: Operation[] = [];
    const values: Value[] = [];
    const ends: (readonly Value[] | undefined)[] = [];
    const arguments_ = this.#arguments(computation, options.argument);
    for (const instruction of instructions) {
      if (instruction.parameter !== undefined) {
        values.push(arguments_[instruction.parameter] as Value);
        ends.push(undefined);
        continue;
      }
      const operands = instruction.operands.map((index) => values[index] as Value);
      const sources = instruction.operands.map((index) => instructions[index] as HloInstruction);
      const where = () => this.#module.place(instruction.at);
      const use = new Use(instruction, { operands, sources }, this, where);
      values.push(append(operations, use));
      ends.push(instruction.opcode === "tuple" ? operands : undefined);
    }
    const root = values[computation.root] as Value;
    const parts = options.parts ? (ends[computation.root] ?? partsOf(operations, root)) : [root];
    const { at } = instructions[computation.root] as HloInstruction;
    operations.push(plain(options.end, parts, [], at));
    return { arguments: options.argument === undefined ? arguments_ : [], operations };
  }

  /** Values of the parameters by number; a branch has one, which is known. */
  #arguments(computation: HloComputation, argument: Value | undefined): readonly Value[] {
    const found = new Map<number, HloInstruction>();
    for (const instruction of computation.instructions) {
      const { parameter, name } = instruction;
      if (parameter === undefined) continue;
      const where = () => this.#module.place(instruction.at);
      if (found.has(parameter)) {
        malformed(
          `the parameter ${name}`,
          "parameters of different numbers",
          `two ${parameter}`,
          where(),
        );
      }
      found.set(parameter, instruction);
    }
    const where = () => this.#module.place(computation.at);
    const values = Array.from({ length: found.size }, (_, number) => {
      const instruction = found.get(number);
      const got = `none of number ${number}`;
      if (instruction === undefined) {
        return malformed(
          `the computation ${computation.name}`,
          `${found.size} parameters`,
          got,
          where(),
        );
      }
      const { name, shape } = instruction;
      return { type: shape.type, name, location: locationOf(instruction) };
    });
    if (argument === undefined) return values;
    if (values.length > 1) {
      malformed(`the branch ${computation.name}`, "one parameter", `${values.length}`, where());
    }
    return [argument];
  }
}

interface BodyOptions {
  readonly end: "func.return" | "stablehlo.return";
  /** True where the parts of a tuple are returned one by one. */
  readonly parts: boolean;
  /** The value of the only parameter, where it comes from around the region. */
  readonly argument?: Value;
}

/** Adds the operations of an instruction; its value. */
function append(operations: Operation[], use: Use): Value {
  const { instruction } = use;
  const { name, at, shape } = instruction;
  const { type } = shape;
  const location = locationOf(instruction);
  const said = instruction.literal === undefined ? say(use) : constant(instruction);
  operations.push(...(said.before ?? []));
  const hasParts = said.hasParts === true && type.kind === "tuple";
  const types: readonly Type[] = hasParts ? type.items : [type];
  const results = types.map((part, i) => ({
    type: part,
    name: hasParts ? `${name}#${i}` : name,
    location,
  }));
  operations.push({
    name: said.name,
    operands: said.operands ?? use.operands,
    results,
    attributes: attributesOf(use, said),
    regions: said.regions ?? [],
    location,
    at,
  });
  if (!hasParts) return results[0] as Value;
  const whole: Value = { type, name, location };
  operations.push(plain("stablehlo.tuple", results, [whole], at));
  return whole;
}

function constant({ literal }: HloInstruction): Said {
  return literal === undefined
    ? { name: "hlo.constant" }
    : {
        name: "stablehlo.constant",
        attributes: { value: { kind: "elements", elements: literal } },
      };
}

function attributesOf(use: Use, said: Said): ReadonlyMap<string, Attribute> {
  const attributes = new Map(Object.entries(said.attributes ?? {}));
  if (said.tookFrontend !== true) {
    for (const [key, value] of Object.entries(frontend(use.fields("frontend_attributes")))) {
      attributes.set(key, value);
    }
  }
  const sharding = use.raw("sharding");
  if (sharding !== undefined) attributes.set("mhlo.sharding", string(sharding));
  return attributes.size === 0 ? NO_ATTRIBUTES : attributes;
}

/** The parts of a value that is a tuple; else the value. */
function partsOf(operations: Operation[], value: Value): readonly Value[] {
  if (value.type.kind !== "tuple") return [value];
  const { at } = operations.at(-1) ?? { at: 0 };
  return value.type.items.map((type, i) => {
    const part: Value = { type, name: `${value.name}#${i}`, location: value.location };
    const attributes = new Map([["index", integer(i, "i32")]]);
    operations.push({ ...plain("stablehlo.get_tuple_element", [value], [part], at), attributes });
    return part;
  });
}

function plain(
  name: string,
  operands: readonly Value[],
  results: readonly Value[],
  at: number,
): Operation {
  const location = results[0]?.location;
  return { name, operands, results, attributes: NO_ATTRIBUTES, regions: [], location, at };
}

function tooManyCopies(use: Use, module: HloModule): AceError {
  return new AceError(
    "too-large",
    {
      action: "read",
      subject: `the conditional ${use.instruction.name}`,
      expected: `branches that are copied into at most ${MOST_COPIED} operations`,
      got: "more",
    },
    { where: module.place(use.instruction.at) },
  );
}
