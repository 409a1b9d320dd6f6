import type { TensorId } from "../../../graph/graph.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import type { Bound } from "../../lowering/bound.ts";
import { lowerBranches } from "../../lowering/branching.ts";
import type { LoopPlan } from "../../lowering/loop-plan.ts";
import { lowerPlan } from "../../lowering/looping.ts";
import type { InnerBody } from "../../lowering/site.ts";
import { assemble, ownersOf } from "../lowering/assemble.ts";
import type { Inline, Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { type Meaning, tensorsOf, UNKNOWN } from "../lowering/meaning.ts";
import { NO_ATTRIBUTES } from "../program/attribute.ts";
import type { ProgramFunction, Region } from "../program/program.ts";
import { compositeWidths, notesOf } from "../width-names.ts";
import { lowerSame } from "./movement.ts";

const INDEX: TensorType = { element: "i64", shape: [] };

/** Tests, then runs its body, until the test fails. */
const lowerWhile: Lowering = (node) => {
  const [condition, body] = [node.region(0), node.region(1)];
  const types = node.operation.operands.map(({ type }) => type);
  const initial = node.inputs.flatMap(tensorsOf);
  const trip = (inline: Inline, carried: readonly TensorId[]): readonly TensorId[] => {
    const next = inline(body, assemble(types, carried));
    return [...inline(condition, next), ...next].flatMap(tensorsOf);
  };
  const { around, b } = node;
  const plan: LoopPlan = {
    most: undefined,
    begins: around.inline(condition, node.inputs).flatMap(tensorsOf)[0],
    initial,
    scanned: 0,
    draft: () =>
      around.draft([INDEX, ...initial.map((id) => b.type(id))], (inline, [, ...carried]) =>
        trip(inline, carried),
      ),
    trip: (_, carried) => trip(around.inline, carried as readonly TensorId[]),
  };
  const made = lowerPlan(around.site(ownersAmong(node.inputs)), plan);
  return assemble(types, tensorsAmong(made));
};

/** The tensors among what was made; nothing where nobody uses one. */
function tensorsAmong(made: readonly Bound[]): readonly (TensorId | undefined)[] {
  return Array.from(made, (bound) => (typeof bound === "number" ? bound : undefined));
}

/** For each tensor of some meanings, which meaning it is part of. */
function ownersAmong(meanings: readonly Meaning[]): readonly number[] {
  return meanings.flatMap((meaning, i) => tensorsOf(meaning).map(() => i));
}

/** One of its regions, as an index or a truth value says. */
const lowerCase: Lowering = (node) => {
  const types = node.operation.results.map(({ type }) => type);
  const branches = node.operation.regions.map((region) => branchOf(node, region));
  const made = lowerBranches(node.around.site(ownersOf(types)), node.tensor(0), branches);
  return assemble(types, tensorsAmong(made));
};

function branchOf({ around }: OperationContext, region: Region): InnerBody {
  return {
    inline: () => around.inline(region, []).flatMap(tensorsOf),
    draft: () => around.draft([], (inline) => inline(region, []).flatMap(tensorsOf)),
  };
}

const lowerCall: Lowering = (node) => node.around.call(functionOf(node, "callee"), node.inputs);

function functionOf(node: OperationContext, attribute: string): ProgramFunction {
  const symbol = node.attribute(attribute);
  if (symbol?.kind !== "symbol") return node.lacks(attribute, "the name of a function");
  const name = symbol.path.at(-1) ?? "";
  const callee = node.around.functionNamed(name);
  return callee ?? node.refuse("invalid-graph", `a function ${name}`, "none");
}

/** What it is made of, as its decomposition says; its attributes may claim widths. */
const lowerComposite: Lowering = (node) => {
  const callee = functionOf(node, "decomposition");
  const stated = node.attribute("composite_attributes");
  const entries = stated?.kind === "dictionary" ? stated.entries : NO_ATTRIBUTES;
  const widths = compositeWidths(node.word("name", callee.name), entries);
  const made = node.around.call(callee, node.inputs, notesOf(widths));
  const [first] = made;
  if (widths?.bits !== undefined && typeof first === "number") {
    const { bits, signed, why } = widths;
    const claim = { bits, by: why, ...(signed === undefined ? {} : { signed }) };
    node.b.graph.claims.set(first, claim);
  }
  return made;
};

const lowerTuple: Lowering = (node) => ({ kind: "tuple", items: node.inputs });

const lowerTupleElement: Lowering = (node) => {
  const tuple = node.meaning(0);
  if (tuple === UNKNOWN) return UNKNOWN;
  const index = node.integer("index");
  const item = typeof tuple === "object" && tuple.kind === "tuple" ? tuple.items[index] : undefined;
  return item ?? node.refuse("malformed-model", `a tuple with an item ${index}`, "another value");
};

export const STRUCTURE: LoweringTable = {
  "stablehlo.while": lowerWhile,
  "stablehlo.case": lowerCase,
  "stablehlo.if": lowerCase,
  "func.call": lowerCall,
  "stablehlo.composite": lowerComposite,
  "stablehlo.tuple": lowerTuple,
  // Nothing but a place to look at.
  "interpreter.probe": lowerSame,
  "stablehlo.get_tuple_element": lowerTupleElement,
};
