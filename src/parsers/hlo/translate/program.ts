import type { Attribute, Attributes } from "../../stablehlo/program/attribute.ts";
import { NO_ATTRIBUTES } from "../../stablehlo/program/attribute.ts";
import type { Program, ProgramFunction, Region } from "../../stablehlo/program/program.ts";
import type { Type } from "../../stablehlo/program/type.ts";
import { fieldsOf } from "../attribute-text.ts";
import { ElidedElements } from "../elements.ts";
import type { HloComputation, HloInstruction, HloModule } from "../hlo-module.ts";
import { Bodies } from "./bodies.ts";
import { expectNoRecursion } from "./calls.ts";
import { frontend } from "./control.ts";
import { integer, string } from "./mlir.ts";

/**
 * A module of HLO as a program in StableHLO's words: the entry computation is the public function
 * `main`, computations that are called are private functions, others regions.
 *
 * @throws {AceError} `malformed-model`; `too-large` where branches multiply without end
 */
export function programOf(module: HloModule): Program {
  expectNoRecursion(module);
  const bodies = new Bodies(module);
  const functions = new Map<string, ProgramFunction>();
  functions.set("main", mainFunction(module, bodies));
  for (let next = bodies.nextFunction(); next !== undefined; next = bodies.nextFunction()) {
    functions.set(next.symbol, functionOf(next.symbol, next.computation, bodies));
  }
  const root = {
    name: module.name,
    attributes: moduleAttributes(module),
    functions,
    symbols: new Map(),
    modules: [],
  };
  const aliases = { locations: new Map(), attributes: new Map() };
  return { format: "hlo", modules: [root], aliases, remarks: remarksOf(module) };
}

/** The entry computation: parts of its result are results of their own. */
function mainFunction(module: HloModule, bodies: Bodies): ProgramFunction {
  const { entry } = module;
  const outputs = aliasedOutputs(module);
  const parameters = parametersOf(entry);
  return {
    ...functionOf("main", entry, bodies, true),
    isPublic: true,
    argumentAttributes: parameters.map((parameter, i) => {
      const output = outputs.get(i);
      const alias: [string, Attribute][] =
        output === undefined ? [] : [["tf.aliasing_output", integer(output, "i32")]];
      return new Map([...discardable(parameter), ...alias]);
    }),
  };
}

function functionOf(
  symbol: string,
  computation: HloComputation,
  bodies: Bodies,
  parts = false,
): ProgramFunction {
  const body = bodies.functionBody(computation, parts);
  return {
    name: symbol,
    isPublic: false,
    argumentAttributes: parametersOf(computation).map(discardable),
    resultTypes: resultTypes(body),
    resultAttributes: resultTypes(body).map(() => NO_ATTRIBUTES),
    attributes: NO_ATTRIBUTES,
    body,
    location: undefined,
    at: computation.at,
  };
}

function resultTypes(body: Region): readonly Type[] {
  return body.operations.at(-1)?.operands.map((value) => value.type) ?? [];
}

/** In the order of their numbers, which `Bodies` checks. */
function parametersOf({ instructions }: HloComputation): HloInstruction[] {
  return instructions
    .filter(({ parameter }) => parameter !== undefined)
    .sort((a, b) => (a.parameter as number) - (b.parameter as number));
}

/** What an instruction carries that no rule reads. */
function discardable({ attributes }: HloInstruction): Attributes {
  const fields = fieldsOf(attributes.get("frontend_attributes") ?? "{}") ?? new Map();
  const sharding = attributes.get("sharding");
  const said = Object.entries(frontend(fields));
  if (sharding !== undefined) said.push(["mhlo.sharding", string(sharding)]);
  return said.length === 0 ? NO_ATTRIBUTES : new Map(said);
}

function moduleAttributes({ attributes }: HloModule): Attributes {
  const said = new Map<string, Attribute>();
  const counts = { num_partitions: "mhlo.num_partitions", replica_count: "mhlo.num_replicas" };
  for (const [key, name] of Object.entries(counts)) {
    const text = attributes.get(key);
    if (text !== undefined && /^\d{1,9}$/.test(text)) said.set(name, integer(Number(text), "i32"));
  }
  const fields = fieldsOf(attributes.get("frontend_attributes") ?? "{}") ?? new Map();
  for (const [key, value] of Object.entries(frontend(fields))) said.set(key, value);
  return said;
}

/**
 * Parameter → number of the result that may take its memory, of
 * `input_output_alias={ {0}: (1, {}, may-alias) }`; parts of tuples are left out.
 */
function aliasedOutputs({ attributes }: HloModule): ReadonlyMap<number, number> {
  const text = attributes.get("input_output_alias") ?? "";
  const entries = text.matchAll(/\{(\d{0,9})\}: ?\((\d{1,9}), ?\{\}/g);
  return new Map([...entries].map(([, output, input]) => [Number(input), Number(output)]));
}

function remarksOf({ attributes, computations }: HloModule): string[] {
  const all = [...computations.values()].flatMap(({ instructions }) => instructions);
  const fusions = all.filter(({ opcode }) => opcode === "fusion").length;
  if (attributes.get("is_scheduled") !== "true" && fusions === 0) return [];
  const elided = all.filter(({ literal }) => literal instanceof ElidedElements).length;
  const left = elided === 0 ? "" : `; the elements of ${elided} constants are left out`;
  const what = `this HLO was compiled: operations are rewritten, ${fusions} of them fused`;
  return [`${what}${left}; count the module from before compilation`];
}
