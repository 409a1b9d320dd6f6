import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { NO_ATTRIBUTES } from "../program/attribute.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { INDEXING } from "./indexing.ts";
import { REDUCTIONS } from "./reduction.ts";

const lowerTopK = loweringIn(INDEXING, "chlo.top_k");
const lowerReduceWindow = loweringIn(REDUCTIONS, "stablehlo.reduce_window");

/** What follows the tensors and start values of a window whose sizes are computed. */
const WINDOW = [
  "window_dimensions",
  "window_strides",
  "base_dilations",
  "window_dilations",
  "padding",
];

/**
 * Operations that StableHLO has no word for, as `jax.export` calls them by name: its own in
 * `stablehlo.`, those of MHLO with their attributes in a dictionary.
 */
export const NAMED_CALLS: Readonly<Record<string, Lowering>> = {
  "mhlo.erf": loweringIn(ELEMENTWISE, "chlo.erf"),
  "mhlo.tan": loweringIn(ELEMENTWISE, "stablehlo.tan"),
  "mhlo.topk": (node) => {
    const called = node.operation.attributes.get("mhlo.attributes");
    const attributes = called?.kind === "dictionary" ? called.entries : NO_ATTRIBUTES;
    const largest = attributes.get("largest");
    if (largest?.kind === "bool" && !largest.value) {
      node.refuse("unsupported-operator", "the largest elements", "the smallest");
    }
    return lowerTopK(node.restated({ attributes }));
  },
  "stablehlo.dynamic_reduce_window": (node) =>
    lowerReduceWindow(node.withNumbers(WINDOW).restated({ regions: [calleeOf(node).body] })),
};

function loweringIn(table: LoweringTable, name: string): Lowering {
  return table[name] as Lowering;
}

/** The function that a call names in `called_computations`. */
function calleeOf(node: OperationContext) {
  const called = node.attribute("called_computations");
  const [symbol] = called?.kind === "list" ? called.items : [];
  const name = symbol?.kind === "symbol" ? symbol.path.at(-1) : undefined;
  return node.around.functionNamed(name ?? "") ?? node.lacks("called_computations", "a function");
}
