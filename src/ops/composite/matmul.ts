import type { ElementType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { equalShapes, formatShape } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";

/** A matrix product as reshape, dotGeneral and transpose; most need the second only. */
interface Plan {
  /** Operands without the batch axes that stretch. */
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly lhsBatch: readonly number[];
  readonly rhsBatch: readonly number[];
  readonly lhsContract: readonly number[];
  readonly rhsContract: readonly number[];
  readonly permutation: readonly number[];
}

/** Which operands have the matrices along a batch axis of the result; the other one stretches. */
type Owner = "both" | "lhs" | "rhs";

function ownerOf(left: number | undefined, right: number | undefined): Owner | undefined {
  if (left === right) return "both";
  if (right === undefined || (right === 1 && left !== undefined)) return "lhs";
  return left === undefined || left === 1 ? "rhs" : undefined;
}

/** A batch axis that only one operand has becomes a free axis of it: nothing is repeated. */
function planOf(lhs: readonly number[], rhs: readonly number[]): Plan {
  const rank = Math.max(2, lhs.length, rhs.length) - 2;
  const sizeOf = (shape: readonly number[], axis: number) =>
    shape.slice(0, -2).at(axis - rank) as number | undefined;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const owners = axes.map((axis) => ownerOf(sizeOf(lhs, axis), sizeOf(rhs, axis)));
  const inner = lhs.at(-1);
  if (
    inner === undefined ||
    inner !== rhs.at(rhs.length === 1 ? 0 : -2) ||
    owners.includes(undefined)
  ) {
    const got = `${formatShape(lhs)} and ${formatShape(rhs)}`;
    refuse("shape-mismatch", "MatMul", "matrices that multiply", got);
  }
  const ownedBy = (...who: readonly Owner[]) =>
    axes.filter((axis) => who.includes(owners[axis] as Owner));
  const both = ownedBy("both");
  const [leftAxes, rightAxes] = [ownedBy("both", "lhs"), ownedBy("both", "rhs")];
  const rows = lhs.length === 1 ? [] : [rank];
  const columns = rhs.length === 1 ? [] : [rank + 1];
  const computed = [...both, ...ownedBy("lhs"), ...rows, ...ownedBy("rhs"), ...columns];
  return {
    lhs: [...leftAxes.map((axis) => sizeOf(lhs, axis) as number), ...lhs.slice(-2)],
    rhs: [...rightAxes.map((axis) => sizeOf(rhs, axis) as number), ...rhs.slice(-2)],
    lhsBatch: both.map((axis) => leftAxes.indexOf(axis)),
    rhsBatch: both.map((axis) => rightAxes.indexOf(axis)),
    lhsContract: [leftAxes.length + rows.length],
    rhsContract: [rightAxes.length],
    permutation: [...axes, ...rows, ...columns].map((axis) => computed.indexOf(axis)),
  };
}

/** Appends numpy's `matmul` of two tensors; one dotGeneral where their shapes allow. */
export function emitMatMul(
  b: GraphBuilder,
  lhs: TensorId,
  rhs: TensorId,
  result: ElementType,
): TensorId {
  const { permutation, ...plan } = planOf(b.shape(lhs), b.shape(rhs));
  const operands = [reshaped(b, lhs, plan.lhs), reshaped(b, rhs, plan.rhs)] as const;
  const { lhsBatch, rhsBatch, lhsContract, rhsContract } = plan;
  const dot = { lhsBatch, rhsBatch, lhsContract, rhsContract, result };
  const product = b.emit(dotGeneral, operands, dot);
  return isIdentity(permutation) ? product : b.emit(transpose, [product], { permutation });
}

function isIdentity(permutation: readonly number[]): boolean {
  return permutation.every((axis, i) => axis === i);
}

function reshaped(b: GraphBuilder, tensor: TensorId, shape: readonly number[]): TensorId {
  return equalShapes(b.shape(tensor), shape) ? tensor : b.emit(reshape, [tensor], { shape });
}

/** True where a product is a dotGeneral and nothing else. */
export function isOneDot(lhs: readonly number[], rhs: readonly number[]): boolean {
  const plan = planOf(lhs, rhs);
  return equalShapes(plan.lhs, lhs) && equalShapes(plan.rhs, rhs) && isIdentity(plan.permutation);
}

/** Matrix product of the last two axes; the others broadcast. Source: ONNX `MatMul`. */
export const matMul = composite<object, 2>({
  name: "MatMul",
  arity: 2,
  build: (b, [lhs, rhs]) => [emitMatMul(b, lhs, rhs, b.element(lhs))],
});
