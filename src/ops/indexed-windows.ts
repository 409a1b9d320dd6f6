import type { Tensor } from "../graph/tensor.ts";
import { elementCount, equalShapes, formatShape, type TensorType } from "../graph/tensor-type.ts";
import { refuse } from "./checks.ts";
import { expectIndices } from "./indexing.ts";
import { offsets, stridesOf } from "./shapes.ts";

/**
 * Windows of an operand that vectors of indices name, and a tensor of windows that has the axes of
 * the indices and those of a window.
 *
 * An operand axis is in the windows, dropped from them, or a batch axis that the indices share.
 */
export interface IndexedWindows {
  /** Axes of the tensor of windows that run through a window, ascending; the others are the batch. */
  readonly windowDims: readonly number[];
  /** Axes of the operand that windows do not have, ascending. */
  readonly droppedDims: readonly number[];
  /** Axes of the operand along which each batch entry has its own place, ascending. */
  readonly batchingDims: readonly number[];
  /** The axes of the indices that these go along with. */
  readonly indicesBatchingDims: readonly number[];
  /** The axes of the operand that the entries of an index vector belong to. */
  readonly indexMap: readonly number[];
  /** The axis of the indices that runs through a vector; its rank: every index is a vector of one. */
  readonly indexVectorDim: number;
}

/** Sizes of the batch: the axes of the indices without that of the vectors. */
function batchShape(indices: readonly number[], { indexVectorDim }: IndexedWindows): number[] {
  return indices.filter((_, axis) => axis !== indexVectorDim);
}

/** Axes of the operand that windows have, ascending. */
function windowAxes(rank: number, { droppedDims, batchingDims }: IndexedWindows): number[] {
  const gone = new Set([...droppedDims, ...batchingDims]);
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !gone.has(axis));
}

/** Axes of the tensor of windows that belong to the batch, ascending. */
export function batchAxes(rank: number, { windowDims }: IndexedWindows): number[] {
  return Array.from({ length: rank }, (_, axis) => axis).filter(
    (axis) => !windowDims.includes(axis),
  );
}

/** For each axis of the operand that of the tensor of windows which runs along it, if one does. */
export function windowDimOf(rank: number, windows: IndexedWindows, axis: number) {
  const at = windowAxes(rank, windows).indexOf(axis);
  return at < 0 ? undefined : windows.windowDims[at];
}

/**
 * Shape of a tensor of windows.
 *
 * @param sizes - of a window, one for each axis of the operand
 */
export function windowsShape(
  indices: readonly number[],
  sizes: readonly number[],
  windows: IndexedWindows,
): readonly number[] {
  const batch = batchShape(indices, windows);
  const inner = windowAxes(sizes.length, windows).map((axis) => sizes[axis] as number);
  const { windowDims } = windows;
  return Array.from({ length: batch.length + inner.length }, (_, axis) => {
    const at = windowDims.indexOf(axis);
    return (at < 0 ? batch.shift() : inner[at]) as number;
  });
}

/** @throws {AceError} unless the axes that are named exist, each once, and belong together */
export function expectIndexedWindows(
  name: string,
  operand: TensorType,
  indices: TensorType,
  windows: IndexedWindows,
): void {
  expectIndices(name, indices);
  const { windowDims, droppedDims, batchingDims, indicesBatchingDims, indexMap } = windows;
  const { indexVectorDim } = windows;
  const [rank, indexRank] = [operand.shape.length, indices.shape.length];
  const fail = (expected: string, got: string): never =>
    refuse("invalid-attribute", name, expected, got);
  if (!isAxis(indexVectorDim, indexRank + 1)) {
    fail(`an index vector axis from 0 to ${indexRank}`, `${indexVectorDim}`);
  }
  const length = indices.shape[indexVectorDim] ?? 1;
  if (indexMap.length !== length) fail(`axes for ${length} indices`, `${indexMap}`);
  const result = indexRank - (indexVectorDim < indexRank ? 1 : 0) + windowDims.length;
  const lists: readonly [string, readonly number[], number][] = [
    ["window axes", windowDims, result],
    ["axes that windows lack", [...droppedDims, ...batchingDims], rank],
    ["indexed and batching axes", [...indexMap, ...batchingDims], rank],
    ["batching axes of the indices", indicesBatchingDims, indexRank],
  ];
  for (const [what, list, end] of lists) {
    if (!list.every((axis) => isAxis(axis, end)) || new Set(list).size !== list.length) {
      fail(`different ${what} below ${end}`, `${list}`);
    }
  }
  for (const list of [windowDims, droppedDims, batchingDims]) {
    if (list.some((axis, i) => i > 0 && axis < (list[i - 1] as number))) {
      fail("axes in ascending order", `${list}`);
    }
  }
  if (rank !== windowDims.length + droppedDims.length + batchingDims.length) {
    fail(`each of ${rank} operand axes once`, `${windowDims}; ${droppedDims}; ${batchingDims}`);
  }
  if (indicesBatchingDims.includes(indexVectorDim)) {
    fail("batching axes beside that of index vectors", `${indexVectorDim}`);
  }
  const own = batchingDims.map((axis) => operand.shape[axis] as number);
  const others = indicesBatchingDims.map((axis) => indices.shape[axis] as number);
  if (!equalShapes(own, others)) {
    refuse("shape-mismatch", name, `batches of ${formatShape(own)}`, formatShape(others));
  }
}

function isAxis(axis: number, end: number): boolean {
  return Number.isSafeInteger(axis) && axis >= 0 && axis < end;
}

/**
 * Where the windows begin: for each batch entry, row-major, an index for each axis of the operand,
 * as the indices say it, in bounds or not.
 */
export function windowStarts(rank: number, indices: Tensor, windows: IndexedWindows): Float64Array {
  const { shape } = indices.type;
  const { batchingDims, indicesBatchingDims, indexMap, indexVectorDim } = windows;
  const batch = batchShape(shape, windows);
  const strides = stridesOf(shape);
  const places = offsets(
    batch,
    strides.filter((_, axis) => axis !== indexVectorDim),
  );
  const step = strides[indexVectorDim] ?? 0;
  const starts = new Float64Array(places.length * rank);
  places.forEach((place, entry) => {
    indexMap.forEach((axis, i) => {
      starts[entry * rank + axis] = Number(indices.data[place + i * step]);
    });
  });
  const batchSteps = stridesOf(batch);
  batchingDims.forEach((axis, i) => {
    const along = indicesBatchingDims[i] as number;
    const at = along < indexVectorDim ? along : along - 1;
    const [size, distance] = [batch[at] as number, batchSteps[at] as number];
    for (let entry = 0; entry < places.length; entry++) {
      starts[entry * rank + axis] = Math.floor(entry / distance) % size;
    }
  });
  return starts;
}

/** Where the elements of windows lie in a tensor of windows: the sum of a batch and an inner offset. */
export function windowLayout(
  shape: readonly number[],
  windows: IndexedWindows,
): { readonly batch: Int32Array; readonly inner: Int32Array } {
  const strides = stridesOf(shape);
  const pick = (axes: readonly number[]) =>
    offsets(
      axes.map((axis) => shape[axis] as number),
      axes.map((axis) => strides[axis] as number),
    );
  return { batch: pick(batchAxes(shape.length, windows)), inner: pick(windows.windowDims) };
}

/** For each element of a window, row-major, its index along each axis of the operand. */
export function windowIndices(
  shape: readonly number[],
  rank: number,
  windows: IndexedWindows,
): Int32Array {
  const sizes = windows.windowDims.map((axis) => shape[axis] as number);
  const steps = stridesOf(sizes);
  const axes = windowAxes(rank, windows);
  const count = elementCount(sizes);
  const indices = new Int32Array(count * rank);
  for (let i = 0; i < count; i++) {
    axes.forEach((axis, at) => {
      indices[i * rank + axis] = Math.floor(i / (steps[at] as number)) % (sizes[at] as number);
    });
  }
  return indices;
}
