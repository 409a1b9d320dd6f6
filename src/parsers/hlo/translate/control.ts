import type { Attribute } from "../../stablehlo/program/attribute.ts";
import type { Region } from "../../stablehlo/program/program.ts";
import { itemsOf, unquoted } from "../attribute-text.ts";
import { dictionaryOf } from "./dictionary.ts";
import { integer, string, symbol } from "./mlir.ts";
import { bareName, type Said, type Use } from "./use.ts";

/** Opcodes that run computations: loops, branches, calls. */
export const chains: Readonly<Record<string, (use: Use) => Said>> = {
  while: (use) => ({
    name: "stablehlo.while",
    regions: [use.region("condition", { parts: false }), use.region("body", { parts: false })],
  }),
  conditional,
  call: (use) => (use.flag("is_composite") ? composite(use) : call(use, "to_apply")),
  fusion: (use) => call(use, "calls"),
};

function call(use: Use, key: string): Said {
  const callee = use.surroundings.symbol(use.computation(key), use);
  return { name: "func.call", attributes: { callee: symbol(callee) } };
}

/** A composite says its name and version in frontend attributes. */
function composite(use: Use): Said {
  const fields = use.fields("frontend_attributes");
  const name = fields.get("composite.name");
  if (name === undefined) return call(use, "to_apply");
  const version = unquoted(fields.get("composite.version") ?? "0");
  const others = [...fields].filter(([key]) => !key.startsWith("composite."));
  const decomposition = use.surroundings.symbol(use.computation("to_apply"), use);
  return {
    name: "stablehlo.composite",
    attributes: {
      name: string(unquoted(name)),
      composite_attributes: dictionaryOf(unquoted(fields.get("composite.attributes") ?? "{}"), use),
      decomposition: symbol(decomposition),
      version: integer(/^\d{1,9}$/.test(version) ? Number(version) : 0, "i32"),
      ...frontend(others),
    },
    tookFrontend: true,
  };
}

/** Frontend attributes as a dictionary of strings; nothing where there are none. */
export function frontend(
  fields: Iterable<readonly [string, string]>,
): Readonly<Record<string, Attribute>> {
  const entries = new Map<string, Attribute>();
  for (const [key, value] of fields) entries.set(key, string(unquoted(value)));
  return entries.size === 0 ? {} : { "mhlo.frontend_attributes": { kind: "dictionary", entries } };
}

/** `pred` chooses by truth, an integer by number; every branch has an operand of its own. */
function conditional(use: Use): Said {
  const isPredicated = use.tensor(0).element === "i1";
  const names = branchNames(use);
  if (names.length !== use.operands.length - 1 || (isPredicated && names.length !== 2)) {
    use.fail(`a computation for each of ${use.operands.length - 1} operands`, `${names.length}`);
  }
  const regions = names.map(
    (name, i): Region => use.surroundings.branch(name, use.operand(i + 1), use),
  );
  return {
    name: isPredicated ? "stablehlo.if" : "stablehlo.case",
    operands: [use.operand(0)],
    regions,
    hasParts: true,
  };
}

function branchNames(use: Use): readonly string[] {
  const list = use.raw("branch_computations");
  if (list === undefined)
    return ["true_computation", "false_computation"].map((key) => use.computation(key));
  const names = itemsOf(list) ?? use.failValue("branch_computations", "names in braces", list);
  return names.map(bareName);
}
