import { isInteger } from "../../../src/graph/element-type.ts";
import { equalShapes } from "../../../src/graph/tensor-type.ts";
import { maximum } from "../../../src/ops/core/arithmetic.ts";
import { countLeadingZeros, populationCount } from "../../../src/ops/core/bit-counting.ts";
import { equal, less } from "../../../src/ops/core/comparison.ts";
import { dynamicSlice, dynamicUpdateSlice } from "../../../src/ops/core/dynamic-slice.ts";
import { gather } from "../../../src/ops/core/gather.ts";
import { iota } from "../../../src/ops/core/iota.ts";
import { reduceBy } from "../../../src/ops/core/reduce-by.ts";
import { scatterBy } from "../../../src/ops/core/scatter-by.ts";
import { sortBy } from "../../../src/ops/leaf/sort-by.ts";
import { pairwise, second } from "../regions.ts";
import type { Maker, Step } from "./maker.ts";

/** A tensor of rank 1 and more that has elements, and is no bool. */
function numbers(m: Maker): number | undefined {
  return m.some(
    ({ element, shape }) => shape.length > 0 && !shape.includes(0) && element !== "bool",
  );
}

/** A scalar start for each axis. */
function starts(m: Maker, shape: readonly number[]): readonly number[] {
  const known = m.chance.often(0.5);
  return shape.map((size) =>
    known ? m.scalar("i64", m.chance.whole(-1, size)) : m.indices([], size),
  );
}

/** Sizes of which some are whole. */
function parts(m: Maker, shape: readonly number[]): readonly number[] {
  return shape.map((size) => (m.chance.often(0.5) ? size : m.chance.whole(1, size)));
}

const sliced: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const shape = m.shape(x);
  return m.emit(dynamicSlice, [x, ...starts(m, shape)], { sizes: parts(m, shape) });
};

const updated: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const shape = m.shape(x);
  const other = m.some((type) => type.element === m.element(x) && equalShapes(type.shape, shape));
  const zeros = shape.map(() => m.scalar("i64", 0));
  const update = m.emit(dynamicSlice, [other ?? x, ...zeros], { sizes: parts(m, shape) });
  return m.emit(dynamicUpdateSlice, [x, update, ...starts(m, shape)], {});
};

/** Slices along one axis, which goes or stays; or one element of it in each batch. */
const gathered: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const shape = m.shape(x);
  const axis = m.chance.below(shape.length);
  const others = shape.map((_, i) => i).filter((i) => i !== axis);
  if (m.chance.often(0.3) && axis > 0) {
    return m.emit(gather, [x, m.indices([shape[0] as number, 2], shape[axis] as number)], {
      offsetDims: others.slice(1).map((_, i) => i + 2),
      collapsedSliceDims: [axis],
      operandBatchingDims: [0],
      startIndicesBatchingDims: [0],
      startIndexMap: [axis],
      indexVectorDim: 2,
      sliceSizes: shape.map((size, i) => (i === axis || i === 0 ? 1 : size)),
    });
  }
  const stays = m.chance.often(0.5);
  const size = stays ? m.chance.whole(1, shape[axis] as number) : 1;
  const rank = stays ? shape.length : others.length;
  const batchFirst = m.chance.often(0.5);
  return m.emit(gather, [x, m.indices([2], shape[axis] as number)], {
    offsetDims: Array.from({ length: rank }, (_, i) => (batchFirst ? i + 1 : i)),
    collapsedSliceDims: stays ? [] : [axis],
    operandBatchingDims: [],
    startIndicesBatchingDims: [],
    startIndexMap: [axis],
    indexVectorDim: 1,
    sliceSizes: shape.with(axis, size),
  });
};

const replaced: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const shape = m.shape(x);
  const other = m.some((type) => type.element === m.element(x) && equalShapes(type.shape, shape));
  const region = m.chance.often(0.7) ? second(m.element(x)) : pairwise(m.element(x), maximum);
  const [size] = shape as readonly [number];
  const attributes = {
    updateWindowDims: shape.slice(1).map((_, i) => i + 1),
    insertedWindowDims: [0],
    inputBatchingDims: [],
    scatterIndicesBatchingDims: [],
    scatterDimsToOperandDims: [0],
    indexVectorDim: 1,
  };
  return m.emitAll(scatterBy, [m.indices([size], size), x, other ?? x], attributes, [region]);
};

const sorted: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const axis = m.chance.below(m.shape(x).length);
  return m.emitAll(sortBy, [x], { axis }, [pairwise(m.element(x), less)]);
};

const reduced: Step = (m) => {
  const x = numbers(m);
  if (x === undefined) return undefined;
  const axes = m.shape(x).flatMap((_, axis) => (m.chance.often(0.5) ? [axis] : []));
  const region = pairwise(m.element(x), maximum);
  return m.emitAll(reduceBy, [x, m.scalar(m.element(x), 0)], { axes }, [region]);
};

const places: Step = (m) => {
  const shape = [m.chance.whole(1, 5), m.chance.whole(1, 5)];
  const element = m.chance.pick([m.base, "i32", "u8"] as const);
  const along = (axis: number) => m.emit(iota, [], { element, shape, axis });
  return m.chance.often(0.5) ? m.emit(equal, [along(0), along(1)], {}) : along(1);
};

const bits: Step = (m) => {
  const x = m.some(({ element }) => isInteger(element));
  if (x === undefined) return undefined;
  return m.emit(m.chance.pick([populationCount, countLeadingZeros]), [x], {});
};

/** Operators that only StableHLO has. */
export const STABLEHLO: readonly Step[] = [
  ...[sliced, sliced, updated, updated, gathered, gathered, gathered],
  ...[replaced, replaced, sorted, reduced, places, bits],
];
