import type { TensorId } from "../../../graph/graph.ts";
import { equalShapes, formatShape } from "../../../graph/tensor-type.ts";
import { einsum } from "../../../ops/composite/einsum.ts";
import { gemm } from "../../../ops/composite/gemm.ts";
import { matMulInteger } from "../../../ops/composite/integer-contractions.ts";
import { emitMatMul, isOneDot, matMul } from "../../../ops/composite/matmul.ts";
import { determinant } from "../../../ops/leaf/matrix.ts";
import { broadcastShapes } from "../../../ops/shapes.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** @throws {AceError} `shape-mismatch` unless A and B are matrices and C stretches to the result */
function checkGemm(node: NodeContext, transposeA: boolean, transposeB: boolean): void {
  const [a, b] = [node.shape(0), node.shape(1)];
  if (a.length !== 2 || b.length !== 2) {
    node.refuse("shape-mismatch", "two matrices", `${formatShape(a)} and ${formatShape(b)}`);
  }
  if (node.optional(2) === undefined) return;
  const result = [a[transposeA ? 1 : 0] as number, b[transposeB ? 0 : 1] as number];
  if (equalShapes(broadcastShapes("Gemm", [result, node.shape(2)]), result)) return;
  node.refuse(
    "shape-mismatch",
    `C that stretches to ${formatShape(result)}`,
    formatShape(node.shape(2)),
  );
}

const lowerGemm: Lowering = (node) => {
  const transposeA = node.int("transA", 0) !== 0;
  const transposeB = node.int("transB", 0) !== 0;
  checkGemm(node, transposeA, transposeB);
  return node.b.emit(gemm, node.allInputs(), {
    alpha: node.float("alpha", 1),
    beta: node.float("beta", 1),
    transposeA,
    transposeB,
  });
};

const lowerMatMul: Lowering = (node) => {
  const operands = [node.input(0), node.input(1)] as const;
  return isOneDot(node.shape(0), node.shape(1))
    ? emitMatMul(node.b, ...operands, node.element(0))
    : node.b.emit(matMul, operands, {});
};

/** Two tensors of codes and their zero points; the first one is 0 where only the second is there. */
export function codesAndZeroPoints(node: NodeContext): readonly TensorId[] {
  const [x, y] = [node.input(0), node.input(1)];
  const [xZero, yZero] = [node.optional(2), node.optional(3)];
  if (yZero === undefined) return xZero === undefined ? [x, y] : [x, y, xZero];
  return [x, y, xZero ?? node.b.scalar(node.element(0), 0), yZero];
}

const lowerMatMulInteger: Lowering = (node) =>
  node.b.emit(matMulInteger, codesAndZeroPoints(node), {});

const lowerEinsum: Lowering = (node) =>
  node.b.emit(einsum, node.allInputs(), { equation: node.string("equation", "") });

/** Matrix products. */
export const linear: LoweringTable = {
  Det: (node) => node.b.emit(determinant, [node.input(0)], {}),
  Einsum: lowerEinsum,
  Gemm: lowerGemm,
  MatMul: lowerMatMul,
  MatMulInteger: lowerMatMulInteger,
};
