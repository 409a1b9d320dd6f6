import type { TensorId } from "../../graph/graph.ts";
import { formatShape } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";

/** Which part of the channel index is the place in the block: its upper (DCR) or lower (CRD) part. */
export type BlockOrder = "DCR" | "CRD";

export interface BlockAttributes {
  readonly blockSize: number;
  readonly mode: BlockOrder;
}

function expectImages(name: string, shape: readonly number[], divides: boolean): void {
  if (shape.length === 4 && divides) return;
  refuse("shape-mismatch", name, "[N, C, H, W] that the block divides", formatShape(shape));
}

function moved(
  b: GraphBuilder,
  x: TensorId,
  apart: readonly number[],
  permutation: readonly number[],
  shape: readonly number[],
): readonly TensorId[] {
  const split = b.emit(reshape, [x], { shape: apart });
  return [b.emit(reshape, [b.emit(transpose, [split], { permutation })], { shape })];
}

/** Channels moved into blocks of the image. Source: ONNX `DepthToSpace`. */
export const depthToSpace = composite<BlockAttributes, 1>({
  name: "DepthToSpace",
  arity: 1,
  build(b, [x], { blockSize: s, mode }) {
    const shape = b.shape(x);
    const [n, c, h, w] = shape as [number, number, number, number];
    expectImages("DepthToSpace", shape, c % (s * s) === 0);
    const depth = c / (s * s);
    const target = [n, depth, h * s, w * s];
    return mode === "DCR"
      ? moved(b, x, [n, s, s, depth, h, w], [0, 3, 4, 1, 5, 2], target)
      : moved(b, x, [n, depth, s, s, h, w], [0, 1, 4, 2, 5, 3], target);
  },
});

/** Blocks of the image moved into channels. Source: ONNX `SpaceToDepth`. */
export const spaceToDepth = composite<BlockAttributes, 1>({
  name: "SpaceToDepth",
  arity: 1,
  build(b, [x], { blockSize: s, mode }) {
    const shape = b.shape(x);
    const [n, c, h, w] = shape as [number, number, number, number];
    expectImages("SpaceToDepth", shape, h % s === 0 && w % s === 0);
    const apart = [n, c, h / s, s, w / s, s];
    const target = [n, c * s * s, h / s, w / s];
    const permutation = mode === "DCR" ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
    return moved(b, x, apart, permutation, target);
  },
});
