import { isFloat } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { type Bins, inferBins } from "../boxes.ts";
import { expectElement, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, zeroDoubles } from "../doubles.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface MaxRoiPoolAttributes extends Bins {
  readonly spatialScale: number;
}

const NAME = "maxRoiPool";

/** Rounded half away from 0, as the source's implementations do. */
function rounded(x: number): number {
  return Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
}

/**
 * Largest elements of x [N, C, H, W] in the bins of boxes [R, 5] (image, left, top, right, bottom);
 * output [R, C, height, width]. An empty bin gives 0.
 *
 * Corners are scaled in f32 and rounded to elements; the right and bottom ones belong to the box.
 * How many elements a bin has depends on the boxes: counted as if every box were the whole image, and
 * that is said.
 *
 * Source: ONNX `MaxRoiPool`; Girshick, Fast R-CNN (2015), section 2.1.
 */
export const maxRoiPool: PrimitiveOperator<MaxRoiPoolAttributes, 2> = {
  kind: "leaf",
  name: NAME,
  arity: 2,
  infer([x, boxes], bins) {
    expectElement(NAME, x, isFloat, "a float type");
    return [inferBins(NAME, x, boxes, 5, bins)];
  },
  work({ inputs, outputs }) {
    const [, , height, width] = (inputs[0] as TensorType).shape as readonly [
      number,
      number,
      number,
      number,
    ];
    const [boxes, channels] = (outputs[0] as TensorType).shape as readonly [number, number];
    const bins = elementCount((outputs[0] as TensorType).shape);
    return scalarWork(Math.max(0, boxes * channels * height * width - bins), "compare");
  },
  values(_inputs, _site, solver) {
    const reason =
      "the number of elements in a bin depends on the boxes: comparisons are counted for whole images";
    solver.warn("data-dependent-work", reason);
    return [undefined];
  },
  evaluate([x, boxes], { attributes: a, outputs }) {
    const type = outputs[0] as TensorType;
    const [images, channels, height, width] = x.type.shape as readonly [
      number,
      number,
      number,
      number,
    ];
    const [data, corners] = [doublesOf(x), doublesOf(boxes)];
    const result = zeroDoubles(type);
    for (let r = 0; r < (boxes.type.shape[0] as number); r++) {
      const [image = 0, ...edges] = corners.subarray(5 * r, 5 * r + 5);
      if (!(Number.isInteger(image) && image >= 0 && image < images)) {
        refuse("malformed-tensor", NAME, `images from 0 to ${images - 1}`, `${image}`);
      }
      const [left, top, right, bottom] = edges.map((edge) =>
        rounded(Math.fround(edge * a.spatialScale)),
      ) as [number, number, number, number];
      const rows = binsAlong(top, bottom, a.height, height);
      const columns = binsAlong(left, right, a.width, width);
      for (let c = 0; c < channels; c++) {
        const start = (image * channels + c) * height * width;
        rows.forEach((row, i) => {
          columns.forEach((column, j) => {
            const at = ((r * channels + c) * a.height + i) * a.width + j;
            result[at] = largestIn(data, start, width, row, column);
          });
        });
      }
    }
    return [roundedTensor(type, result)];
  },
};

interface Span {
  readonly from: number;
  readonly to: number;
}

/** First element of each bin and the one after its last, inside the image. */
function binsAlong(first: number, last: number, bins: number, size: number): readonly Span[] {
  const length = Math.fround(Math.max(last - first + 1, 1) / bins);
  const inside = (at: number) => Math.max(0, Math.min(size, at));
  return Array.from({ length: bins }, (_, bin) => ({
    from: inside(Math.floor(Math.fround(bin * length)) + first),
    to: inside(Math.ceil(Math.fround((bin + 1) * length)) + first),
  }));
}

function largestIn(
  data: Float64Array,
  start: number,
  width: number,
  rows: Span,
  columns: Span,
): number {
  if (!(rows.from < rows.to && columns.from < columns.to)) return 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let y = rows.from; y < rows.to; y++) {
    for (let x = columns.from; x < columns.to; x++) {
      best = Math.max(best, data[start + y * width + x] as number);
    }
  }
  return best;
}
