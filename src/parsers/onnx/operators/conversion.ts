import type { ElementType } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import type { PowerRounding } from "../../../graph/small-float.ts";
import { bitcast } from "../../../ops/core/bitcast.ts";
import { convert } from "../../../ops/core/convert.ts";
import { requireElementType } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** How f8e8m0 is rounded; since opset 24 an attribute whose default is up. */
function roundingOf(node: NodeContext): PowerRounding {
  const mode = node.string("round_mode", "up");
  if (mode === "up" || mode === "down" || mode === "nearest") return mode;
  return node.refuse("invalid-attribute", "round_mode up, down or nearest", mode);
}

function cast(node: NodeContext, to: ElementType): TensorId {
  const saturate = node.int("saturate", 1) !== 0;
  return node.b.emit(
    convert,
    [node.input(0)],
    to === "f8e8m0" ? { to, saturate, rounding: roundingOf(node) } : { to, saturate },
  );
}

/** The element type that attribute `to` names. */
function target(node: NodeContext): ElementType {
  return requireElementType(node.int("to", 0), node.outputs[0] ?? "");
}

const lowerCast: Lowering = (node) => cast(node, target(node));
const lowerCastLike: Lowering = (node) => cast(node, node.element(1));
const lowerBitCast: Lowering = (node) =>
  node.b.emit(bitcast, [node.input(0)], { to: target(node) });

/** Changes of element type. */
export const conversion: LoweringTable = {
  BitCast: lowerBitCast,
  Cast: lowerCast,
  CastLike: lowerCastLike,
};
