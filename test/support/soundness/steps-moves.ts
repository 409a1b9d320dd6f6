import { isFloat } from "../../../src/graph/element-type.ts";
import { equalShapes } from "../../../src/graph/tensor-type.ts";
import { spaceToDepth } from "../../../src/ops/composite/depth-to-space.ts";
import { split } from "../../../src/ops/composite/split.ts";
import { tile } from "../../../src/ops/composite/tile.ts";
import { borderPad } from "../../../src/ops/core/border-pad.ts";
import { broadcast } from "../../../src/ops/core/broadcast.ts";
import { concatenate } from "../../../src/ops/core/concatenate.ts";
import { oneHot } from "../../../src/ops/core/one-hot.ts";
import { pad } from "../../../src/ops/core/pad.ts";
import { reshape } from "../../../src/ops/core/reshape.ts";
import { resizeNearest } from "../../../src/ops/core/resize-nearest.ts";
import { reverseSequence } from "../../../src/ops/core/reverse-sequence.ts";
import { scatterAlong, scatterND } from "../../../src/ops/core/scatter.ts";
import { slice } from "../../../src/ops/core/slice.ts";
import { gatherND, take, takeAlong } from "../../../src/ops/core/take.ts";
import { tensorScatter } from "../../../src/ops/core/tensor-scatter.ts";
import { transpose } from "../../../src/ops/core/transpose.ts";
import { triangle } from "../../../src/ops/core/triangle.ts";
import { argMaximum } from "../../../src/ops/leaf/arg-extreme.ts";
import { topK } from "../../../src/ops/leaf/top-k.ts";
import type { Maker, Step } from "./maker.ts";

type Move = (
  m: Maker,
  x: number,
  shape: readonly number[],
  axis: number,
) => number | readonly number[];

/** A step on any tensor of rank 1 and more, with an axis of it. */
function move(make: Move): Step {
  return (m) => {
    const x = m.some(({ shape }) => shape.length > 0 && !shape.includes(0));
    if (x === undefined) return undefined;
    const shape = m.shape(x);
    return make(m, x, shape, m.chance.below(shape.length));
  };
}

const padded = move((m, x, shape) => {
  const grow = () => shape.map((_, axis) => (axis < 2 ? 0 : m.chance.whole(0, 1)));
  const interior = shape.map(() => (m.chance.often(0.1) ? 1 : 0));
  const numbers = isFloat(m.element(x)) ? [0, 0, 0, 1, -1, 0.5] : [0, 0, 1];
  const fill = m.scalar(m.element(x), m.chance.pick(numbers));
  return m.emit(pad, [x, fill], { low: grow(), high: grow(), interior });
});

const bordered = move((m, x, shape, axis) => {
  const grow = () => shape.map((_, at) => (at === axis ? 1 : 0));
  const mode = m.chance.pick(["edge", "wrap"] as const);
  return m.emit(borderPad, [x], { mode, low: grow(), high: grow() });
});

const joined = move((m, x, shape, axis) => {
  const like = (type: { element: string; shape: readonly number[] }) =>
    type.element === m.element(x) && equalShapes(type.shape, shape);
  const others = Array.from({ length: m.chance.whole(1, 2) }, () => m.some(like) ?? x);
  return m.emit(concatenate, [x, ...others], { axis });
});

const sliced = move((m, x, shape, axis) => {
  const size = m.chance.whole(1, shape[axis] as number);
  const start = m.chance.below((shape[axis] as number) - size + 1);
  const backwards = m.chance.often(0.3);
  const steps = shape.map((_, at) => (at === axis && backwards ? -1 : 1));
  const starts = shape.map((_, at) => (at !== axis ? 0 : backwards ? start + size - 1 : start));
  return m.emit(slice, [x], { starts, sizes: shape.with(axis, size), steps });
});

const taken = move((m, x, shape, axis) => {
  const size = shape[axis] as number;
  const count = m.chance.whole(1, 4);
  const draw = () => m.chance.below(size);
  const known = m.chance.often(0.5);
  if (m.chance.often(0.3)) {
    const own = shape.with(axis, count);
    const indices = known ? m.random("i64", own, draw) : m.indices(own, size);
    return m.emit(takeAlong, [x, indices], { axis });
  }
  const indices = known ? m.random("i64", [count], draw) : m.indices([count], size);
  return m.emit(take, [x, indices], { axis });
});

/** A row of a small table of numbers for each index: an embedding, a codebook. */
const looked: Step = (m) => {
  const [rows, width] = [m.chance.whole(2, 5), m.chance.whole(1, 4)];
  const draw = m.chance.pick([
    () => m.number(),
    () => m.chance.normal(),
    () => m.chance.pick([1, -1]),
  ]);
  const table = m.random(m.base, [rows, width], draw);
  const indices = m.indices([m.chance.whole(2, 6)], rows);
  return m.emit(take, [table, indices], { axis: 0 });
};

const tuples = move((m, x, shape) =>
  m.emit(gatherND, [x, m.indices([3, 1], shape[0] as number)], { batchAxes: 0 }),
);

const turned = move((m, x, shape) => {
  const permutation = shape.map((_, axis) => axis);
  for (let i = permutation.length - 1; i > 0; i--) {
    const j = m.chance.below(i + 1);
    [permutation[i], permutation[j]] = [permutation[j] as number, permutation[i] as number];
  }
  return m.emit(transpose, [x], { permutation });
});

const reshaped = move((m, x, shape, axis) => {
  const count = shape.reduce((product, size) => product * size, 1);
  const size = shape[axis] as number;
  const halves =
    size % 2 === 0 ? shape.toSpliced(axis, 1, size / 2, 2) : shape.toSpliced(axis, 0, 1);
  const merged =
    axis === 0 ? [count] : shape.toSpliced(axis - 1, 2, (shape[axis - 1] as number) * size);
  return m.emit(reshape, [x], { shape: m.chance.pick([[count], halves, merged]) });
});

const stretched = move((m, x, shape) => {
  const wide = shape.map((size) => (size === 1 ? m.chance.whole(1, 3) : size));
  return m.emit(broadcast, [x], { shape: m.chance.often(0.5) ? [2, ...wide] : wide });
});

const repeated = move((m, x, shape, axis) =>
  m.emit(tile, [x], { repeats: shape.map((_, at) => (at === axis ? 2 : 1)) }),
);

const resized = move((m, x, shape, axis) => {
  const scales = shape.map((_, at) => (at === axis ? 2 : 1));
  const zeros = shape.map(() => 0);
  return m.emit(resizeNearest, [x], {
    shape: shape.map((size, at) => size * (scales[at] as number)),
    scales,
    coordinates: m.chance.pick(["asymmetric", "half_pixel", "tf_crop_and_resize"] as const),
    roiStart: shape.map(() => (m.chance.often(0.3) ? -0.2 : 0)),
    roiEnd: zeros.map(() => (m.chance.often(0.3) ? 1.2 : 1)),
    extrapolation: m.chance.pick([0, 5]),
    nearest: "floor",
  });
});

const reversed = move((m, x, shape, axis) => {
  if (shape.length < 2) return x;
  const batchAxis = (axis + 1) % shape.length;
  const lengths = m.random("i64", [shape[batchAxis] as number], () =>
    m.chance.whole(0, shape[axis] as number),
  );
  return m.emit(reverseSequence, [x, lengths], { batchAxis, timeAxis: axis });
});

const best = move((m, x, shape, axis) => {
  if (m.element(x) === "bool") return x;
  if (m.chance.often(0.3)) return m.emit(argMaximum, [x], { axis, keepAxis: true, last: false });
  return m.emitAll(topK, [x], { k: m.chance.whole(1, shape[axis] as number), axis, largest: true });
});

const parts = move((m, x, shape, axis) => {
  const first = m.chance.whole(0, shape[axis] as number);
  return m.emitAll(split, [x], { axis, sizes: [first, (shape[axis] as number) - first] });
});

const triangular = move((m, x, shape) =>
  shape.length < 2 ? x : m.emit(triangle, [x], { upper: m.chance.often(0.5), diagonal: 0 }),
);

const scattered = move((m, x, shape, axis) => {
  const like = (type: { element: string; shape: readonly number[] }) =>
    type.element === m.element(x) && equalShapes(type.shape, shape);
  const updates = m.some(like) ?? x;
  const size = shape[axis] as number;
  const kind = m.element(x) === "bool" ? 0 : m.chance.below(3);
  const reduction = m.chance.pick(["none", "none", "add", "maximum", "multiply"] as const);
  if (kind === 1) {
    const rows = m.emit(slice, [updates], {
      starts: shape.map(() => 0),
      sizes: shape.with(0, 1),
      steps: shape.map(() => 1),
    });
    return m.emit(scatterND, [x, m.indices([1, 1], shape[0] as number), rows], { reduction });
  }
  if (kind === 2 && shape.length > 1) {
    const starts = m.random("i64", [shape[0] as number], () => 0);
    return m.emit(tensorScatter, [x, updates, starts], { axis: 1, circular: true });
  }
  const mode = m.element(x) === "bool" ? ("none" as const) : reduction;
  return m.emit(scatterAlong, [x, m.indices(shape, size), updates], { axis, reduction: mode });
});

const hot: Step = (m) => {
  const depth = m.chance.whole(2, 4);
  const values = m.stored(m.base, [2], m.chance.often(0.6) ? [0, 1] : [m.number(), m.number()]);
  return m.emit(oneHot, [m.indices([2, 3], depth), values], { depth, axis: m.chance.below(3) });
};

const blocked: Step = (m) => {
  const even = (shape: readonly number[]) =>
    shape.length === 4 && (shape[2] as number) % 2 === 0 && (shape[3] as number) % 2 === 0;
  const x = m.some(({ shape }) => even(shape));
  return x && m.emit(spaceToDepth, [x], { blockSize: 2, mode: "DCR" });
};

export const MOVES: readonly Step[] = [
  ...[
    padded,
    padded,
    padded,
    bordered,
    joined,
    joined,
    joined,
    sliced,
    taken,
    looked,
    looked,
    looked,
    tuples,
  ],
  ...[turned, reshaped, reshaped, stretched, repeated, resized, reversed, best, parts],
  ...[triangular, scattered, hot, blocked],
];
