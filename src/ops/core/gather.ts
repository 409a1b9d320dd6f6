import { type Movement, picked } from "../../domain/transfer/moving.ts";
import type { VaryingAxis } from "../../domain/varying.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { formatShape } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import {
  batchAxes,
  expectIndexedWindows,
  type IndexedWindows,
  windowDimOf,
  windowIndices,
  windowLayout,
  windowStarts,
  windowsShape,
} from "../indexed-windows.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";
import { tableValues } from "./take.ts";

/** Axes as StableHLO names them. */
export interface GatherAttributes {
  /** Axes of the output that run through a slice, ascending. */
  readonly offsetDims: readonly number[];
  /** Axes of the operand that slices do not have, ascending. */
  readonly collapsedSliceDims: readonly number[];
  /** Axes of the operand along which each batch entry has its own place, ascending. */
  readonly operandBatchingDims: readonly number[];
  /** The axes of the indices that these go along with. */
  readonly startIndicesBatchingDims: readonly number[];
  /** The axes of the operand that the entries of an index vector belong to. */
  readonly startIndexMap: readonly number[];
  /** The axis of the indices that runs through a vector; their rank: each is a vector of one. */
  readonly indexVectorDim: number;
  /** One entry for each axis of the operand. */
  readonly sliceSizes: readonly number[];
}

function windowsOf(a: GatherAttributes): IndexedWindows {
  return {
    windowDims: a.offsetDims,
    droppedDims: a.collapsedSliceDims,
    batchingDims: a.operandBatchingDims,
    indicesBatchingDims: a.startIndicesBatchingDims,
    indexMap: a.startIndexMap,
    indexVectorDim: a.indexVectorDim,
  };
}

/**
 * Slices of the first input, of one size, that begin where the index vectors in the second one say.
 *
 * An index is moved to the nearest one at which the whole slice lies inside.
 *
 * Source: StableHLO `gather`.
 */
export const gather: PrimitiveOperator<GatherAttributes, 2> = {
  kind: "core",
  name: "gather",
  arity: 2,
  moves: "part",
  steering: [1],
  movement,
  values: (_inputs, site, solver) => [tableValues(site, solver)],
  infer([x, indices], attributes) {
    const windows = windowsOf(attributes);
    expectIndexedWindows("gather", x, indices, windows);
    const { sliceSizes, collapsedSliceDims, operandBatchingDims } = attributes;
    const fits = sliceSizes.every((size, axis) => size >= 0 && size <= (x.shape[axis] as number));
    if (sliceSizes.length !== x.shape.length || !fits) {
      const expected = `slices within ${formatShape(x.shape)}`;
      refuse("invalid-attribute", "gather", expected, formatShape(sliceSizes));
    }
    const flat = [...collapsedSliceDims, ...operandBatchingDims];
    if (flat.some((axis) => (sliceSizes[axis] as number) > 1)) {
      const expected = `at most one element along axes ${flat}`;
      refuse("invalid-attribute", "gather", expected, formatShape(sliceSizes));
    }
    return [{ element: x.element, shape: windowsShape(indices.shape, sliceSizes, windows) }];
  },
  work: () => NO_WORK,
  evaluate([x, indices], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const windows = windowsOf(attributes);
    const { shape } = x.type;
    const rank = shape.length;
    const strides = stridesOf(shape);
    const starts = windowStarts(rank, indices, windows);
    const layout = windowLayout(type.shape, windows);
    const inner = dotted(windowIndices(type.shape, rank, windows), strides, layout.inner.length);
    const clamped = starts.map(clampedTo(shape, attributes.sliceSizes));
    const first = dotted(clamped, strides, layout.batch.length);
    const from = new Int32Array(layout.batch.length * layout.inner.length);
    layout.batch.forEach((place, entry) => {
      for (let i = 0; i < inner.length; i++) {
        const at = place + (layout.inner[i] as number);
        from[at] = (first[entry] as number) + (inner[i] as number);
      }
    });
    return [take(x, type, from)];
  },
};

/** Every index of a list of vectors moved to where a slice fits. */
function clampedTo(shape: readonly number[], sizes: readonly number[]) {
  return (index: number, i: number): number => {
    const axis = i % shape.length;
    return Math.max(0, Math.min(index, (shape[axis] as number) - (sizes[axis] as number)));
  };
}

/** The offset of each of so many index vectors. */
function dotted(vectors: ArrayLike<number>, strides: readonly number[], count: number) {
  const rank = strides.length;
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let axis = 0; axis < rank; axis++) {
      sum += (vectors[i * rank + axis] as number) * (strides[axis] as number);
    }
    result[i] = sum;
  }
  return result;
}

/** Along an axis that is indexed elements are picked for each batch entry; along others they stay. */
function movement({ attributes, inputs, outputs }: Site<GatherAttributes>): Movement {
  const windows = windowsOf(attributes);
  const { shape } = inputs[0] as TensorType;
  const batch = batchAxes((outputs[0] as TensorType).shape.length, windows);
  const { sliceSizes, startIndexMap, startIndicesBatchingDims, indexVectorDim } = attributes;
  return picked((axis, block): readonly VaryingAxis[] => {
    const window = windowDimOf(shape.length, windows, axis);
    const shared = startIndicesBatchingDims[attributes.operandBatchingDims.indexOf(axis)];
    if (shared !== undefined) {
      return [{ axis: batch[shared < indexVectorDim ? shared : shared - 1] as number, block }];
    }
    const whole = sliceSizes[axis] === shape[axis];
    const along = window === undefined ? [] : [{ axis: window, block: whole ? block : 1 }];
    if (whole || !startIndexMap.includes(axis)) return along;
    const spread = [...along, ...batch.map((at) => ({ axis: at, block: 1 }))];
    return spread.sort((a, b) => a.axis - b.axis);
  });
}
