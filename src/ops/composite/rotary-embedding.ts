import type { TensorId } from "../../graph/graph.ts";
import { formatShape } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { concatenate } from "../core/concatenate.ts";
import { reshape } from "../core/reshape.ts";
import { take } from "../core/take.ts";
import { countingUp } from "./attention-bias.ts";
import { headsBehind, inShape } from "./attention-heads.ts";
import { partAlong } from "./part.ts";
import { inType } from "./precision.ts";

/** Which elements of a head are turned. */
export interface Turning {
  /** The first so many; 0: all. */
  readonly size: number;
  /** Neighbours are a pair; else an element of the first half and one of the second. */
  readonly interleaved: boolean;
}

export interface RotaryEmbeddingAttributes extends Turning {
  /** Of x [batch, length, heads x size]; absent: x is [batch, heads, length, size]. */
  readonly heads?: number;
}

/**
 * Pairs (x, y) of each head turned by an angle: (cos x - sin y, sin x + cos y).
 *
 * Inputs are x, the cosines and the sines, [batch, length, size / 2]; or tables of them, [places,
 * size / 2], and then the place of each element of the sequence, [batch, length], or of the first
 * ones, [1]. Each operation is rounded.
 *
 * Source: ONNX `RotaryEmbedding`; onnxruntime `com.microsoft.RotaryEmbedding`.
 */
export const rotaryEmbedding = composite<RotaryEmbeddingAttributes, number>({
  name: "RotaryEmbedding",
  build(b, inputs, { heads, ...turning }) {
    const [x, cosines, sines, places] = inputs as readonly [
      TensorId,
      TensorId,
      TensorId,
      TensorId?,
    ];
    const headed = heads === undefined ? x : headsBehind(b, x, heads);
    const length = b.shape(headed)[heads === undefined ? 2 : 1] as number;
    const at = places && placesOf(b, places, length);
    const along = (table: TensorId) => {
      const angles = at === undefined ? table : b.emit(take, [table, at], { axis: 0 });
      return oneHead(b, angles, heads === undefined ? 1 : 2);
    };
    const result = turned(b, headed, { cosines: along(cosines), sines: along(sines) }, turning);
    return [inShape(b, result, b.shape(x))];
  },
});

/** Places count up from that of the first elements, where only that is given. */
function placesOf(b: GraphBuilder, places: TensorId, length: number): TensorId {
  if (b.shape(places).length !== 1) return places;
  return b.emit(add, [inType(b, places, "i32"), countingUp(b, [1, length])], {});
}

/** [batch, length, size] with an axis of size 1 for the heads. */
function oneHead(b: GraphBuilder, angles: TensorId, axis: 1 | 2): TensorId {
  const shape = b.shape(angles);
  if (shape.length !== 3) {
    const expected = "angles of shape [batch, length, size / 2]";
    refuse("shape-mismatch", "RotaryEmbedding", expected, formatShape(shape));
  }
  return b.emit(reshape, [angles], { shape: shape.toSpliced(axis, 0, 1) });
}

export interface Angles {
  readonly cosines: TensorId;
  readonly sines: TensorId;
}

/** The tensor with the pairs on its last axis turned; angles stretch over the other axes. */
export function turned(
  b: GraphBuilder,
  x: TensorId,
  { cosines, sines }: Angles,
  { size, interleaved }: Turning,
): TensorId {
  const width = b.shape(x).at(-1) as number;
  const used = size === 0 ? width : size;
  const half = used / 2;
  if (b.shape(cosines).at(-1) !== half || b.shape(sines).at(-1) !== half) {
    const got = `${b.shape(cosines).at(-1)} and ${b.shape(sines).at(-1)}`;
    refuse("shape-mismatch", "RotaryEmbedding", `angles for ${half} pairs`, got);
  }
  const part = (start: number, count: number, step: number) =>
    partAlong(b, x, -1, { start, count, step });
  const [first, second] = interleaved
    ? [part(0, half, 2), part(1, half, 2)]
    : [part(0, half, 1), part(half, half, 1)];
  const times = (angle: TensorId, y: TensorId) => b.emit(multiply, [angle, y], {});
  const real = b.emit(subtract, [times(cosines, first), times(sines, second)], {});
  const imaginary = b.emit(add, [times(sines, first), times(cosines, second)], {});
  const pairs = interleaved
    ? woven(b, real, imaginary)
    : b.emit(concatenate, [real, imaginary], { axis: -1 });
  if (used === width) return pairs;
  return b.emit(concatenate, [pairs, part(used, width - used, 1)], { axis: -1 });
}

/** Elements of both along the last axis in turns. */
function woven(b: GraphBuilder, x: TensorId, y: TensorId): TensorId {
  const shape = b.shape(x);
  const single = (z: TensorId) => b.emit(reshape, [z], { shape: [...shape, 1] });
  const pairs = b.emit(concatenate, [single(x), single(y)], { axis: -1 });
  return b.emit(reshape, [pairs], { shape: shape.with(-1, 2 * (shape.at(-1) as number)) });
}
