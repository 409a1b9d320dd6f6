import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { multiply } from "../core/arithmetic.ts";
import { transpose } from "../core/transpose.ts";
import { emitMatMul } from "./matmul.ts";

/** How an operand is turned before it is multiplied. */
interface Turn {
  /** The first axis goes behind the batch axes. */
  readonly batch: boolean;
  /** The last two axes are swapped. */
  readonly matrix: boolean;
}

export interface FusedMatMulAttributes {
  readonly alpha: number;
  readonly lhs: Turn;
  readonly rhs: Turn;
}

function turned(b: GraphBuilder, x: TensorId, { batch, matrix }: Turn): TensorId {
  const axes = b.shape(x).map((_, axis) => axis);
  if (axes.length < 2 || (!batch && !matrix)) return x;
  const moved = batch ? [...axes.slice(1, -1), 0, axes.length - 1] : axes;
  const [row, column] = moved.slice(-2) as [number, number];
  const last = matrix ? [column, row] : [row, column];
  return b.emit(transpose, [x], { permutation: [...moved.slice(0, -2), ...last] });
}

/** alpha x A' x B'. Source: onnxruntime `com.microsoft.FusedMatMul`. */
export const fusedMatMul = composite<FusedMatMulAttributes, 2>({
  name: "FusedMatMul",
  arity: 2,
  build(b, [x, y], { alpha, lhs, rhs }) {
    const element = b.element(x);
    const product = emitMatMul(b, turned(b, x, lhs), turned(b, y, rhs), element);
    return [alpha === 1 ? product : b.emit(multiply, [product, b.scalar(element, alpha)], {})];
  },
});
