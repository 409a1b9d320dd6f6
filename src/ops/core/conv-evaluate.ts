import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { allocate, type Carrier, type Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { accumulatorType, lifted, packed, rowKernel, sumFinisher } from "../contraction.ts";
import { paddedRegion } from "../padding.ts";
import { indicesOf, offsets, stridesOf } from "../shapes.ts";
import { type ConvAttributes, type Geometry, geometry, sourceIndex } from "./conv-geometry.ts";

/** Distances between neighbours of a tensor, by what its axes are. */
interface Strides {
  readonly batch: number;
  readonly feature: number;
  readonly spatial: readonly number[];
}

/** One convolution while it is evaluated. */
interface Run {
  readonly a: ConvAttributes;
  readonly g: Geometry;
  readonly data: Tensor;
  readonly kernel: Tensor;
  readonly result: Tensor;
  /** Element type of the sums. */
  readonly sum: ElementType;
  /** Groups of output features: those of the data's features times those of its batch. */
  readonly groups: number;
  /** Input features that one output sums over. */
  readonly features: number;
  /** Output features of a group. */
  readonly width: number;
  readonly from: Strides;
  readonly to: Strides;
  readonly finish: ((x: number) => number) | undefined;
}

function stridesBy(
  type: TensorType,
  { batch, feature, spatial }: { batch: number; feature: number; spatial: readonly number[] },
): Strides {
  const strides = stridesOf(type.shape);
  return {
    batch: strides[batch] as number,
    feature: strides[feature] as number,
    spatial: spatial.map((axis) => strides[axis] as number),
  };
}

/**
 * Convolves `data` with `kernel` into `result`.
 *
 * Many outputs are summed side by side: the features of a group, or the positions of a line, what
 * is more; each output has its own sum either way, over window positions (row-major), then input
 * features.
 */
export function convolve(data: Tensor, kernel: Tensor, result: Tensor, a: ConvAttributes): void {
  if (result.data.length === 0) return;
  const g = geometry(data.type, kernel.type, a);
  const groups = a.groups * a.batchGroups;
  const run: Run = {
    a,
    g,
    data,
    kernel,
    result,
    sum: accumulatorType(data.type.element, a.result),
    groups,
    features: g.inputFeatures / a.groups,
    width: g.outputFeatures / groups,
    from: stridesBy(data.type, a.data),
    to: stridesBy(result.type, a.output),
    finish: sumFinisher(a.result),
  };
  if (linesPay(run)) byLines(run);
  else byFeatures(run);
}

/**
 * Lines read a padded copy of the data, where padding adds 0 x w instead of nothing: the same sum,
 * since it starts at +0, unless w is infinite or NaN.
 */
function linesPay({ a, g, kernel, width }: Run): boolean {
  const line = g.output.at(-1) ?? 1;
  if (line <= width || a.dataDilation.some((step) => step !== 1)) return false;
  return !isFloat(kernel.type.element) || (kernel.data as Float32Array).every(Number.isFinite);
}

/** The image and the first input feature that a group reads for output image `n`. */
function groupStart({ a, g, features }: Run, group: number, n: number, at: Strides): number {
  const image = n + Math.floor(group / a.groups) * (g.batch / a.batchGroups);
  return image * at.batch + (group % a.groups) * features * at.feature;
}

/** Sums the features of a group side by side; each position skips what it would read in padding. */
function byFeatures(run: Run): void {
  const { g, a, groups, features, width, from, to } = run;
  const data = lifted(run.data, run.sum);
  const weights = packed(
    run.kernel,
    [...a.kernel.spatial, a.kernel.input, a.kernel.output],
    run.sum,
  );
  const kernel = rowKernel(run.sum, weights, elementCount(g.window) * features, width);
  const reads = new Int32Array(kernel.rows.length);
  const tapsOf = g.output.map((_, i) => tapsAlong(i, run));
  for (const output of indicesOf(g.output)) {
    const length = fillTaps(output, tapsOf, run, kernel.rows, reads);
    const place = dot(output, to.spatial);
    for (let n = 0; n < g.batch / a.batchGroups; n++) {
      for (let group = 0; group < groups; group++) {
        const start = groupStart(run, group, n, from);
        for (let k = 0; k < length; k++) kernel.x[k] = data[start + (reads[k] as number)] as never;
        kernel.run(length, width, 1, group * width);
        store(
          run,
          kernel.sums,
          n * to.batch + group * width * to.feature + place,
          to.feature,
          width,
        );
      }
    }
  }
}

/** A window position, and where the data that it meets are. */
interface Tap {
  readonly window: number;
  readonly offset: number;
}

/** For each output index along axis `i`, the window positions that meet data there. */
function tapsAlong(i: number, { g, a, from }: Run): readonly (readonly Tap[])[] {
  return Array.from({ length: g.output[i] as number }, (_, output) => {
    const taps: Tap[] = [];
    for (let window = 0; window < (g.window[i] as number); window++) {
      const at = sourceIndex(output, window, i, g, a);
      if (at !== undefined) taps.push({ window, offset: at * (from.spatial[i] as number) });
    }
    return taps;
  });
}

/** Fills in what one output position reads, and which weights meet it; returns the number. */
function fillTaps(
  output: readonly number[],
  tapsOf: readonly (readonly (readonly Tap[])[])[],
  { g, features, from }: Run,
  rows: Int32Array,
  reads: Int32Array,
): number {
  let taps: readonly Tap[] = [{ window: 0, offset: 0 }];
  output.forEach((index, i) => {
    const along = tapsOf[i]?.[index] as readonly Tap[];
    const size = g.window[i] as number;
    taps = taps.flatMap((tap) =>
      along.map(({ window, offset }) => ({
        window: tap.window * size + window,
        offset: tap.offset + offset,
      })),
    );
  });
  let k = 0;
  for (const { window, offset } of taps) {
    for (let c = 0; c < features; c++) {
      reads[k] = offset + c * from.feature;
      rows[k++] = (window * features + c) * g.outputFeatures;
    }
  }
  return k;
}

/** Sums the positions of a line side by side, one output feature at a time. */
function byLines(run: Run): void {
  const { g, a, width, to } = run;
  const { data, strides } = padded(run);
  const weights = packed(
    run.kernel,
    [a.kernel.output, ...a.kernel.spatial, a.kernel.input],
    run.sum,
  );
  const line = g.output.at(-1) as number;
  const reads = lineReads(run, strides);
  const kernel = rowKernel(run.sum, data, reads.length, line);
  kernel.rows.set(reads);
  const steps = a.strides.map((stride, i) => stride * (strides.spatial[i] as number));
  for (const output of indicesOf(g.output.slice(0, -1))) {
    const place = dot(output, to.spatial);
    for (let n = 0; n < g.batch / a.batchGroups; n++) {
      for (let f = 0; f < g.outputFeatures; f++) {
        const start = groupStart(run, Math.floor(f / width), n, strides) + dot(output, steps);
        kernel.x.set(weights.subarray(f * reads.length, (f + 1) * reads.length) as never);
        kernel.run(reads.length, line, steps.at(-1) as number, start);
        const at = n * to.batch + f * to.feature + place;
        store(run, kernel.sums, at, to.spatial.at(-1) as number, line);
      }
    }
  }
}

/** Where the data of each window position and input feature are, from where the window starts. */
function lineReads({ g, a, features }: Run, strides: Strides): Int32Array {
  const steps = a.kernelDilation.map((step, i) => step * (strides.spatial[i] as number));
  const signed = steps.map((step, i) => (a.reversed[i] === true ? -step : step));
  const start = steps.reduce(
    (sum, step, i) => sum + (a.reversed[i] === true ? ((g.window[i] as number) - 1) * step : 0),
    0,
  );
  return offsets([...g.window, features], [...signed, strides.feature], start);
}

/** The data as [batch, feature, ...spatial] with padding of 0; negative padding cuts off. */
function padded({ g, a, data, sum, from }: Run): { data: Carrier; strides: Strides } {
  const region = paddedRegion(
    [g.batch, g.inputFeatures, ...g.input],
    [from.batch, from.feature, ...from.spatial],
    {
      low: [0, 0, ...a.padLow],
      high: [0, 0, ...a.padHigh],
      interior: [0, 0, ...a.padLow.map(() => 0)],
    },
  );
  const [batch, feature, ...spatial] = stridesOf(region.shape) as [number, number, ...number[]];
  const source = lifted(data, sum);
  const target = allocate(sum, elementCount(region.shape));
  for (let i = 0; i < region.to.length; i++) {
    target[region.to[i] as number] = source[region.from[i] as number] as never;
  }
  return { data: target, strides: { batch, feature, spatial } };
}

/** Writes sums into the result, rounded to its type. */
function store(
  { result, finish }: Run,
  sums: Carrier,
  at: number,
  stride: number,
  count: number,
): void {
  for (let f = 0; f < count; f++) {
    const value = sums[f] as number;
    result.data[at + f * stride] = (finish === undefined ? value : finish(value)) as never;
  }
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}
