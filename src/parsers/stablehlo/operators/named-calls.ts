import { type Lowering, type LoweringTable, OperationContext } from "../lowering/context.ts";
import type { Attribute, Attributes } from "../program/attribute.ts";
import type { Operation } from "../program/program.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { INDEXING } from "./indexing.ts";
import { REDUCTIONS } from "./reduction.ts";

/**
 * Operations that StableHLO has no word for, as `jax.export` calls them by name: its own in
 * `stablehlo.`, those of MHLO with their attributes in a dictionary.
 */
export const NAMED_CALLS: Readonly<Record<string, Lowering>> = {
  "mhlo.erf": asOperation(ELEMENTWISE, "chlo.erf"),
  "mhlo.tan": asOperation(ELEMENTWISE, "stablehlo.tan"),
  "mhlo.topk": (node) => {
    const { operation, inputs, around } = node;
    const called = dictionary(operation.attributes.get("mhlo.attributes"));
    const largest = called.get("largest");
    if (largest?.kind === "bool" && !largest.value) {
      node.refuse("unsupported-operator", "the largest elements", "the smallest");
    }
    return lowered(
      INDEXING,
      "chlo.top_k",
    )(new OperationContext({ ...operation, attributes: called }, inputs, around));
  },
  "stablehlo.dynamic_reduce_window": (node) => {
    const { operation, inputs, around } = node;
    const first = inputs.length - WINDOW.length;
    const attributes = new Map(
      WINDOW.map((name, i) => [name, numbers(node.numbers(first + i))] as const),
    );
    const operands = operation.operands.slice(0, first);
    const as: Operation = { ...operation, operands, attributes, regions: [calleeOf(node).body] };
    return lowered(
      REDUCTIONS,
      "stablehlo.reduce_window",
    )(new OperationContext(as, inputs.slice(0, first), around));
  },
};

/** What follows the tensors and start values of a window whose sizes are computed. */
const WINDOW = [
  "window_dimensions",
  "window_strides",
  "base_dilations",
  "window_dilations",
  "padding",
];

function asOperation(table: LoweringTable, name: string): Lowering {
  return (node) => lowered(table, name)(node);
}

function lowered(table: LoweringTable, name: string): Lowering {
  return table[name] as Lowering;
}

function dictionary(attribute: Attribute | undefined): Attributes {
  return attribute?.kind === "dictionary" ? attribute.entries : new Map();
}

function numbers(values: readonly number[]): Attribute {
  return { kind: "array", element: "i64", values: values.map(BigInt) };
}

/** The function that a call names in `called_computations`. */
function calleeOf(node: OperationContext) {
  const called = node.attribute("called_computations");
  const [symbol] = called?.kind === "list" ? called.items : [];
  const name = symbol?.kind === "symbol" ? symbol.path.at(-1) : undefined;
  return node.around.functionNamed(name ?? "") ?? node.lacks("called_computations", "a function");
}
