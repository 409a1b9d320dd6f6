import { isBigInteger, isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import { borderPad } from "../../../ops/core/border-pad.ts";
import { pad } from "../../../ops/core/pad.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** The value that is padded with, as a scalar: an attribute before opset 11, input 2 since then. */
function paddedValue(node: NodeContext): TensorId {
  const given = node.version < 11 ? undefined : node.optional(2);
  if (given !== undefined) {
    return node.rank(2) === 0 ? given : node.b.emit(reshape, [given], { shape: [] });
  }
  const element = node.element(0);
  const value = node.version < 11 ? node.float("value", 0) : 0;
  return isFloat(element) ? node.b.scalar(element, roundToFloat(element, value)) : zeroOf(node);
}

/** 0 in the element type of the data. */
function zeroOf(node: NodeContext): TensorId {
  const element = node.element(0);
  return node.b.scalar(element, isBigInteger(element) ? 0n : 0);
}

function padsOf(node: NodeContext): readonly number[] {
  if (node.version >= 11) return node.integers(1);
  return node.ints(node.version < 2 ? "paddings" : "pads") ?? [];
}

/** Padding before and after, one entry for each axis of the data; since opset 18 of chosen axes. */
function extents(node: NodeContext): { readonly low: number[]; readonly high: number[] } {
  const rank = node.rank(0);
  const pads = padsOf(node);
  const chosen = node.version < 18 ? undefined : node.optionalIntegers(3);
  const axes =
    chosen?.map((axis) => normalizeAxis("Pad", axis, rank)) ?? node.shape(0).map((_, axis) => axis);
  if (pads.length !== 2 * axes.length) {
    node.refuse("invalid-attribute", `${2 * axes.length} pads`, `${pads.length}`);
  }
  const low = new Array<number>(rank).fill(0);
  const high = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    low[axis] = pads[i] as number;
    high[axis] = pads[axes.length + i] as number;
  });
  return { low, high };
}

const lowerPad: Lowering = (node) => {
  const mode = node.string("mode", "constant");
  const { low, high } = extents(node);
  if (mode === "constant") {
    const interior = low.map(() => 0);
    return node.b.emit(pad, [node.input(0), paddedValue(node)], { low, high, interior });
  }
  if (mode !== "edge" && mode !== "reflect" && mode !== "wrap") {
    return node.refuse("invalid-attribute", "mode constant, edge, reflect or wrap", mode);
  }
  return node.b.emit(borderPad, [node.input(0)], { mode, low, high });
};

/** CenterCropPad: half of the difference on either side, the odd element at the end. */
const lowerCenterCropPad: Lowering = (node) => {
  const shape = node.shape(0);
  const target = node.integers(1);
  const axes = node.ints("axes") ?? shape.map((_, axis) => axis);
  if (axes.length !== target.length) {
    node.refuse("invalid-attribute", `${axes.length} sizes`, `${target.length}`);
  }
  const low = shape.map(() => 0);
  const high = shape.map(() => 0);
  axes.forEach((given, i) => {
    const axis = normalizeAxis("CenterCropPad", given, shape.length);
    const more = (target[i] as number) - (shape[axis] as number);
    low[axis] = Math.trunc(more / 2);
    high[axis] = more - Math.trunc(more / 2);
  });
  return node.b.emit(pad, [node.input(0), zeroOf(node)], {
    low,
    high,
    interior: shape.map(() => 0),
  });
};

/** Operators that put elements around a tensor. */
export const padding: LoweringTable = { CenterCropPad: lowerCenterCropPad, Pad: lowerPad };
