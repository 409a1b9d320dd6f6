import { isFloat } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { type Bins, inferBins } from "../boxes.ts";
import { expectElement, expectShape, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, zeroDoubles } from "../doubles.ts";
import { expectIndices, indexAt } from "../indexing.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { sampled, type Tap } from "../sampling.ts";

export interface RoiAlignAttributes extends Bins {
  readonly mode: "avg" | "max";
  /** Samples of a bin along each axis; 0: as many as the bin has elements. */
  readonly samplingRatio: number;
  readonly spatialScale: number;
  /** Boxes count from the middle of the first element, and may be smaller than one. */
  readonly halfPixel: boolean;
}

const NAME = "roiAlign";
/** Neighbours of a sample. */
const TAPS = 4;
/** Samples of a bin along an axis: boxes that ask for more are no boxes of an image. */
const MOST_SAMPLES = 2 ** 16;

/**
 * Elements of x [N, C, H, W] within boxes [R, 4], each box cut into bins, each bin the average or the
 * largest of samples that are interpolated linearly; output [R, C, height, width].
 *
 * The largest is taken of weighted neighbours, not of samples. Computed in f64, rounded once. Counted
 * are 4 multiplies and 3 adds a sample, and what reduces them; without a sampling ratio the number of
 * samples depends on the boxes: one a bin is counted, and that is said.
 *
 * Source: ONNX `RoiAlign`.
 */
export const roiAlign: PrimitiveOperator<RoiAlignAttributes, 3> = {
  kind: "leaf",
  name: NAME,
  arity: 3,
  infer([x, boxes, batches], bins) {
    expectElement(NAME, x, isFloat, "a float type");
    const result = inferBins(NAME, x, boxes, 4, bins);
    expectIndices(NAME, batches);
    expectShape(NAME, "batch indices", batches, [boxes.shape[0] as number]);
    return [result];
  },
  work({ attributes: { mode, samplingRatio }, outputs }) {
    const bins = BigInt(elementCount((outputs[0] as TensorType).shape));
    const samples = bins * BigInt(Math.max(1, samplingRatio) ** 2);
    const multiply = samples * BigInt(TAPS);
    if (mode === "max") {
      return { contractions: [], scalars: { multiply, compare: multiply - bins } };
    }
    return { contractions: [], scalars: { multiply, add: multiply - bins, divide: bins } };
  },
  values(_inputs, { attributes }, solver) {
    if (attributes.samplingRatio === 0) {
      const reason =
        "the number of samples of a bin depends on the boxes: scalar operations are counted with one";
      solver.warn("data-dependent-work", reason);
    }
    return [undefined];
  },
  evaluate([x, boxes, batches], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const [images, channels, height, width] = x.type.shape as readonly [
      number,
      number,
      number,
      number,
    ];
    const [data, corners] = [doublesOf(x), doublesOf(boxes)];
    const bins = attributes.height * attributes.width;
    const result = zeroDoubles(type);
    for (let r = 0; r < (boxes.type.shape[0] as number); r++) {
      const image = indexAt(NAME, batches, r, images);
      const box = Array.from(corners.subarray(4 * r, 4 * r + 4));
      const samples = samplesOf(box, [height, width], attributes);
      samples.forEach((bin, at) => {
        for (let c = 0; c < channels; c++) {
          const start = (image * channels + c) * height * width;
          const value = attributes.mode === "avg" ? average : largest;
          result[(r * channels + c) * bins + at] = value(data, start, bin);
        }
      });
    }
    return [roundedTensor(type, result)];
  },
};

type Sample = readonly Tap[];

function average(data: Float64Array, start: number, bin: readonly Sample[]): number {
  return sampled(data, start, bin.flat()) / Math.max(1, bin.length);
}

function largest(data: Float64Array, start: number, bin: readonly Sample[]): number {
  const values = bin.flat().map(({ index, weight }) => weight * (data[start + index] as number));
  return values.length === 0 ? 0 : values.reduce((a, b) => Math.max(a, b));
}

/** For each bin of a box, row-major, its samples. */
function samplesOf(
  box: readonly number[],
  size: readonly [number, number],
  a: RoiAlignAttributes,
): readonly (readonly Sample[])[] {
  const shift = a.halfPixel ? 0.5 : 0;
  const [left, top, right, bottom] = box.map((edge) => edge * a.spatialScale - shift) as [
    number,
    number,
    number,
    number,
  ];
  const least = a.halfPixel ? Number.NEGATIVE_INFINITY : 1;
  const rows = along(top, Math.max(bottom - top, least), a.height, a.samplingRatio);
  const columns = along(left, Math.max(right - left, least), a.width, a.samplingRatio);
  return rows.flatMap((ys) =>
    columns.map((xs) => ys.flatMap((y) => xs.map((x) => sampleAt(y, x, size)))),
  );
}

/** Coordinates of the samples of each bin along one axis. */
function along(
  start: number,
  length: number,
  bins: number,
  ratio: number,
): readonly (readonly number[])[] {
  const size = length / bins;
  const count = Math.max(0, ratio > 0 ? ratio : Math.ceil(size));
  if (count > MOST_SAMPLES) {
    refuse("malformed-tensor", NAME, `boxes of at most ${MOST_SAMPLES} elements a bin`, `${count}`);
  }
  return Array.from({ length: bins }, (_, bin) =>
    Array.from({ length: count }, (_, i) => start + bin * size + ((i + 0.5) * size) / count),
  );
}

/** The four neighbours of a sample; one more than an element outside weighs nothing. */
function sampleAt(y: number, x: number, [height, width]: readonly [number, number]): Sample {
  if (!(y >= -1 && y <= height && x >= -1 && x <= width)) return [{ index: 0, weight: 0 }];
  const [rows, columns] = [neighbours(y, height), neighbours(x, width)];
  return rows.flatMap((row) =>
    columns.map((column) => ({
      index: row.index * width + column.index,
      weight: row.weight * column.weight,
    })),
  );
}

function neighbours(at: number, size: number): readonly Tap[] {
  const inside = Math.max(0, at);
  const low = Math.min(Math.trunc(inside), size - 1);
  const high = Math.min(low + 1, size - 1);
  const rest = low === size - 1 ? 0 : inside - low;
  return [
    { index: low, weight: 1 - rest },
    { index: high, weight: rest },
  ];
}
