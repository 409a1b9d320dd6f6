import { overwritten } from "../../domain/transfer/joining.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, refuse } from "../checks.ts";
import {
  expectIndexedWindows,
  type IndexedWindows,
  windowDimOf,
  windowIndices,
  windowLayout,
  windowStarts,
  windowsShape,
} from "../indexed-windows.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, Region, RegionType } from "../operator.ts";
import {
  expectOneShape,
  expectScalarRegion,
  operandCount,
  reductionInputs,
} from "../region-runs.ts";
import { stridesOf } from "../shapes.ts";
import { replaces, updated } from "../update-waves.ts";
import { NO_WORK } from "../work.ts";

/** Axes as StableHLO names them. */
export interface ScatterByAttributes {
  /** Axes of the updates that run through a window, ascending. */
  readonly updateWindowDims: readonly number[];
  /** Axes of the operands that windows do not have, ascending. */
  readonly insertedWindowDims: readonly number[];
  /** Axes of the operands along which each batch entry has its own place, ascending. */
  readonly inputBatchingDims: readonly number[];
  /** The axes of the indices that these go along with. */
  readonly scatterIndicesBatchingDims: readonly number[];
  /** The axes of the operands that the entries of an index vector belong to. */
  readonly scatterDimsToOperandDims: readonly number[];
  /** The axis of the indices that runs through a vector; their rank: each is a vector of one. */
  readonly indexVectorDim: number;
}

function windowsOf(a: ScatterByAttributes): IndexedWindows {
  return {
    windowDims: a.updateWindowDims,
    droppedDims: a.insertedWindowDims,
    batchingDims: a.inputBatchingDims,
    indicesBatchingDims: a.scatterIndicesBatchingDims,
    indexMap: a.scatterDimsToOperandDims,
    indexVectorDim: a.indexVectorDim,
  };
}

/** Indices, N operands, N updates, tensors that the region captures. */
function partsOf<T>([indices, ...others]: readonly T[], count: number) {
  const { operands, starts, captured } = reductionInputs(others, count);
  return { indices: indices as T, operands, updates: starts, captured };
}

/**
 * Tensors of one shape with windows updated where index vectors say, by a region.
 *
 * Inputs: indices, N tensors, N tensors of updates, tensors that the region captures. The region gets
 * N elements, N updates and what it captures, and gives N values. Updates of one element meet it in
 * row-major order of the updates; those out of bounds are skipped one by one, not with their window.
 *
 * Source: StableHLO `scatter`, which leaves the order open.
 */
export const scatterBy: PrimitiveOperator<ScatterByAttributes> = {
  kind: "core",
  name: "scatterBy",
  steering: [0],
  keepsNans: always,
  infer(inputs, attributes, [region] = []) {
    const count = operandCount("scatterBy", region);
    if (inputs.length < 2 * count + 1) {
      refuse("invalid-attribute", "scatterBy", `${2 * count + 1} inputs`, `${inputs.length}`);
    }
    const { indices, operands, updates, captured } = partsOf(inputs, count);
    expectOneShape("scatterBy", operands);
    operands.forEach((operand, i) => {
      expectOneElement("scatterBy", [operand, updates[i] as TensorType]);
    });
    const windows = windowsOf(attributes);
    expectIndexedWindows("scatterBy", operands[0], indices, windows);
    expectUpdates(operands[0].shape, indices.shape, updates, windows);
    const elements = operands.map(({ element }) => element);
    const scalars = [...elements, ...elements];
    expectScalarRegion("scatterBy", region as RegionType, scalars, captured, elements);
    return operands;
  },
  work: () => NO_WORK,
  regionRuns({ inputs, outputs }) {
    const [first] = partsOf(inputs, outputs.length).updates;
    const captured = inputs.length - 1 - 2 * outputs.length;
    return { times: [BigInt(elementCount(first.shape))], captured };
  },
  values(inputs, { outputs, regions = [] }, solver) {
    const { operands, updates } = partsOf<ValueSet>(inputs, outputs.length);
    if (!regions.every(replaces)) return [];
    return operands.map((operand, i) => {
      const { element } = outputs[i] as TensorType;
      return overwritten([operand, updates[i] as ValueSet], element, solver);
    });
  },
  evaluate(inputs, { attributes, regions = [], outputs }) {
    const [region] = regions as readonly [Region];
    const { indices, operands, updates, captured } = partsOf(inputs as Tensor[], outputs.length);
    const { shape } = operands[0].type;
    const places = placesOf(shape, indices, updates[0].type.shape, windowsOf(attributes));
    return updated(operands, updates, places, region, captured).map((data, i) => ({
      type: outputs[i] as TensorType,
      data,
    }));
  },
};

/** Updates have the axes of the indices, and windows that are no larger than the operand. */
function expectUpdates(
  shape: readonly number[],
  indices: readonly number[],
  updates: readonly [TensorType, ...TensorType[]],
  windows: IndexedWindows,
): void {
  const [{ shape: own }] = updates;
  const sizes = shape.map((size, axis) => {
    const along = windowDimOf(shape.length, windows, axis);
    return Math.min(size, along === undefined ? 1 : (own[along] ?? size));
  });
  const expected = windowsShape(indices, sizes, windows);
  for (const update of updates) expectShape("scatterBy", "updates", update, expected);
}

/** Where each update goes; negative where that is out of bounds. */
function placesOf(
  shape: readonly number[],
  indices: Tensor,
  updates: readonly number[],
  windows: IndexedWindows,
): Int32Array {
  const rank = shape.length;
  const strides = stridesOf(shape);
  const starts = windowStarts(rank, indices, windows);
  const inner = windowIndices(updates, rank, windows);
  const layout = windowLayout(updates, windows);
  const places = new Int32Array(layout.batch.length * layout.inner.length);
  layout.batch.forEach((at, entry) => {
    for (let i = 0; i < layout.inner.length; i++) {
      let place = 0;
      for (let axis = 0; axis < rank && place >= 0; axis++) {
        const index = (starts[entry * rank + axis] as number) + (inner[i * rank + axis] as number);
        const isInside = index >= 0 && index < (shape[axis] as number);
        place = isInside ? place + index * (strides[axis] as number) : -1;
      }
      places[at + (layout.inner[i] as number)] = place;
    }
  });
  return places;
}
