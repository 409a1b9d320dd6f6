import type { Lowering, OperationContext } from "../lowering/context.ts";
import { type QuantizedType, quantizedTypeOf } from "../lowering/quantized-type.ts";
import type { Size } from "../program/type.ts";
import { throughCodes } from "./quantized-forms.ts";

/** Where an axis of the first operand lies in the result; undefined where it is no axis there. */
type AxisOf = (node: OperationContext, axis: number) => number | undefined;

const sameAxis: AxisOf = (_, axis) => axis;

const broadcastAxis: AxisOf = (node, axis) => node.integers("broadcast_dimensions")[axis];

/** The axis of the same size after as many elements. */
const reshapedAxis: AxisOf = (node, axis) => {
  const [from, to] = [shapeOf(node, "operands"), node.resultType().shape];
  const before = sizeBefore(from, axis);
  const found = to.findIndex((size, i) => size === from[axis] && sizeBefore(to, i) === before);
  return found < 0 ? undefined : found;
};

function shapeOf({ operation }: OperationContext, side: "operands" | "results"): readonly Size[] {
  const type = operation[side][0]?.type;
  return type?.kind === "tensor" ? type.shape : [];
}

function sizeBefore(shape: readonly Size[], axis: number): number {
  return shape.slice(0, axis).reduce<number>((count, size) => count * Number(size), 1);
}

/**
 * Movements of codes that may have a scale for each channel, and where its axis goes; those that are
 * not here move codes of one scale only.
 *
 * Source: StableHLO `transpose` (C4), `reshape` (C3), `broadcast_in_dim` (C6).
 */
const AXES: Readonly<Record<string, AxisOf>> = {
  "hlo.copy": sameAxis,
  "sdy.propagation_barrier": sameAxis,
  "sdy.reshard": sameAxis,
  "sdy.sharding_constraint": sameAxis,
  "stablehlo.broadcast_in_dim": broadcastAxis,
  "stablehlo.copy": sameAxis,
  "stablehlo.dynamic_broadcast_in_dim": broadcastAxis,
  "stablehlo.dynamic_reshape": reshapedAxis,
  "stablehlo.reshape": reshapedAxis,
  "stablehlo.transpose": (node, axis) => {
    const place = node.integers("permutation").indexOf(axis);
    return place < 0 ? undefined : place;
  },
};

/** An operation that moves elements: codes move as they are where all types have the same scales. */
export function movingCodes(lowering: Lowering): Lowering {
  const move = throughCodes(lowering);
  return (node) => {
    const result = typeAt(node, "results", 0);
    node.operation.operands.forEach((_, i) => {
      const operand = typeAt(node, "operands", i);
      if (operand !== undefined) expectMoved(node, operand, result);
    });
    return move(node);
  };
}

function typeAt(
  { operation }: OperationContext,
  side: "operands" | "results",
  index: number,
): QuantizedType | undefined {
  const type = operation[side][index]?.type;
  return type?.kind === "tensor" ? quantizedTypeOf(type.element) : undefined;
}

function expectMoved(
  node: OperationContext,
  operand: QuantizedType,
  result: QuantizedType | undefined,
): void {
  if (result === undefined || !sameCodes(operand, result)) {
    node.refuse("unsupported-type", "operands and a result of one quantized type", "others");
  }
  if (operand.axis === undefined && result.axis === undefined) return;
  const axisOf = Object.hasOwn(AXES, node.name) ? AXES[node.name] : undefined;
  if (axisOf === undefined) {
    node.refuse("unsupported-type", "one scale for the whole tensor", "one for each channel");
  }
  const moved = operand.axis === undefined ? undefined : axisOf(node, operand.axis);
  if (moved === result.axis) return;
  const got = result.axis === undefined ? "no axis" : `axis ${result.axis}`;
  node.refuse("invalid-graph", `a result with its scales along axis ${moved ?? "none"}`, got);
}

/** One scale may be repeated along an axis that is stretched. */
function sameCodes(operand: QuantizedType, result: QuantizedType): boolean {
  return (
    operand.storage === result.storage &&
    operand.expressed === result.expressed &&
    operand.least === result.least &&
    operand.most === result.most &&
    repeats(operand.scales, result.scales) &&
    repeats(operand.zeroPoints, result.zeroPoints)
  );
}

function repeats(own: readonly number[], others: readonly number[]): boolean {
  if (own.length !== 1 && own.length !== others.length) return false;
  return others.every((value, i) => value === (own.length === 1 ? own[0] : own[i]));
}
