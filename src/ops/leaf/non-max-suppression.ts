import { isFloat } from "../../graph/element-type.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { doublesOf } from "../doubles.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface SuppressionAttributes {
  /** Boxes are [x middle, y middle, width, height] instead of two corners [y, x, y, x]. */
  readonly centered: boolean;
  /** Most boxes of a class of an image. */
  readonly most: number;
  /** A box that overlaps one with a better score by more than this part of both is dropped. */
  readonly overlap: number;
  /** Boxes must have a better score; absent: all are looked at. */
  readonly threshold?: number;
}

const NAME = "nonMaxSuppression";

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * Which boxes are kept, as rows (image, class, box): by image, by class, best first.
 *
 * Of equal scores the first comes first. Areas and overlaps are computed in f32, operation by
 * operation.
 *
 * @param boxes - [N, boxes, 4]
 * @param scores - [N, classes, boxes]
 */
export function selectBoxes(
  boxes: Tensor,
  scores: Tensor,
  attributes: SuppressionAttributes,
): readonly (readonly [number, number, number])[] {
  const [images, classes, count] = scores.type.shape as readonly [number, number, number];
  const [corners, points] = [doublesOf(boxes), doublesOf(scores)];
  const kept: (readonly [number, number, number])[] = [];
  for (let image = 0; image < images; image++) {
    const of = (box: number) => boxAt(corners, image * count + box, attributes.centered);
    for (let label = 0; label < classes; label++) {
      const start = (image * classes + label) * count;
      for (const box of keptOf(points.subarray(start, start + count), of, attributes)) {
        kept.push([image, label, box]);
      }
    }
  }
  return kept;
}

function keptOf(
  scores: Float64Array,
  boxOf: (box: number) => Box,
  { most, overlap, threshold }: SuppressionAttributes,
): readonly number[] {
  const candidates = Array.from(scores.keys())
    .filter((box) => threshold === undefined || (scores[box] as number) > threshold)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const kept: { readonly at: number; readonly box: Box }[] = [];
  for (const at of candidates) {
    if (kept.length >= most) break;
    const box = boxOf(at);
    if (kept.every((other) => overlapOf(box, other.box) <= overlap)) kept.push({ at, box });
  }
  return kept.map(({ at }) => at);
}

function boxAt(data: Float64Array, box: number, centered: boolean): Box {
  const [a, b, c, d] = data.subarray(4 * box, 4 * box + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const f = Math.fround;
  if (centered) {
    const [halfWidth, halfHeight] = [f(c / 2), f(d / 2)];
    return {
      top: f(b - halfHeight),
      left: f(a - halfWidth),
      bottom: f(b + halfHeight),
      right: f(a + halfWidth),
    };
  }
  return {
    top: Math.min(a, c),
    left: Math.min(b, d),
    bottom: Math.max(a, c),
    right: Math.max(b, d),
  };
}

/** Area of what two boxes share as a part of the area of both; 0 where one is empty. */
function overlapOf(a: Box, b: Box): number {
  const f = Math.fround;
  const height = f(Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const width = f(Math.min(a.right, b.right) - Math.max(a.left, b.left));
  const [areaA, areaB] = [areaOf(a), areaOf(b)];
  if (height <= 0 || width <= 0 || areaA <= 0 || areaB <= 0) return 0;
  const shared = f(height * width);
  return f(shared / f(f(areaA + areaB) - shared));
}

function areaOf({ top, left, bottom, right }: Box): number {
  return Math.fround(Math.fround(bottom - top) * Math.fround(right - left));
}

/**
 * Boxes that are kept, i64 [count, 3], see {@link selectBoxes}; `count` is known beforehand.
 *
 * Counted are a sort of the scores of each class and one comparison of overlaps for each box that is
 * kept and each other one: their true number depends on the data, and that is said.
 *
 * Source: ONNX `NonMaxSuppression`.
 */
export const nonMaxSuppression: PrimitiveOperator<
  SuppressionAttributes & { readonly count: number },
  2
> = {
  kind: "leaf",
  name: NAME,
  arity: 2,
  infer([boxes, scores], { count }) {
    expectElement(NAME, boxes, isFloat, "a float type");
    expectElement(NAME, scores, isFloat, "a float type");
    const [images, total] = boxes.shape;
    const fits = boxes.shape.length === 3 && boxes.shape[2] === 4 && scores.shape.length === 3;
    if (!fits || scores.shape[0] !== images || scores.shape[2] !== total) {
      const got = `${formatShape(boxes.shape)} and ${formatShape(scores.shape)}`;
      refuse("shape-mismatch", NAME, "boxes [N, B, 4] and scores [N, C, B]", got);
    }
    return [{ element: "i64", shape: [count, 3] }];
  },
  work({ attributes: { count }, inputs }) {
    const [images, classes, boxes] = (inputs[1] as TensorType).shape as readonly [
      number,
      number,
      number,
    ];
    const sorting = images * classes * boxes * Math.ceil(Math.log2(Math.max(1, boxes)));
    return scalarWork(sorting + count * boxes, "compare");
  },
  values(_inputs, _site, solver) {
    solver.warn("data-dependent-work", "how many boxes are compared depends on the data");
    return [undefined];
  },
  evaluate([boxes, scores], { attributes, outputs }) {
    const kept = selectBoxes(boxes, scores, attributes);
    if (kept.length !== attributes.count) {
      refuse("shape-mismatch", NAME, `${attributes.count} boxes that are kept`, `${kept.length}`);
    }
    const result = zeros(outputs[0] as TensorType);
    kept.flat().forEach((value, i) => {
      result.data[i] = BigInt(value) as never;
    });
    return [result];
  },
};
