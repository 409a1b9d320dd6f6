import { isFloat } from "../../../src/graph/element-type.ts";
import type { TensorType } from "../../../src/graph/tensor-type.ts";
import { batchNormalization } from "../../../src/ops/composite/batch-normalization.ts";
import * as pools from "../../../src/ops/composite/pools.ts";
import * as reductions from "../../../src/ops/composite/reductions.ts";
import { lpNormalization } from "../../../src/ops/composite/simple-normalizations.ts";
import { softmax } from "../../../src/ops/composite/softmax.ts";
import { meanOfAll, sumOfAll } from "../../../src/ops/composite/variadic.ts";
import * as reduce from "../../../src/ops/core/reduce.ts";
import * as windows from "../../../src/ops/core/reduce-window.ts";
import { cumulativeProduct, cumulativeSum } from "../../../src/ops/leaf/cumulative.ts";
import type { Maker, Step } from "./maker.ts";

export const isImage = ({ shape }: TensorType) => shape.length === 4 && !shape.includes(0);
const isNumeric = ({ element, shape }: TensorType) =>
  element !== "bool" && shape.length > 0 && !shape.includes(0);

/** A window of 2 or 3 over the last two axes, now and then with padding. */
function windowOf(m: Maker, [, , height = 0, width = 0]: readonly number[]) {
  const { chance } = m;
  const size = Math.min(chance.whole(2, 3), height, width);
  const stride = chance.whole(1, 2);
  const high = chance.often(0.4) ? 1 : 0;
  const low = chance.often(0.3) ? 1 : 0;
  const spread = (n: number, other: number) => [other, other, n, n];
  return {
    window: spread(size, 1),
    strides: spread(stride, 1),
    padLow: spread(size > 1 ? low : 0, 0),
    padHigh: spread(size > 1 ? high : 0, 0),
    dilations: spread(1, 1),
  };
}

const WINDOWS = Object.values(windows);
const window: Step = (m) => {
  const x = m.some((type) => isImage(type) && isNumeric(type));
  return x && m.emit(m.chance.pick(WINDOWS), [x], windowOf(m, m.shape(x)));
};

const pool: Step = (m) => {
  const x = m.float(isImage);
  if (x === undefined) return undefined;
  const shape = windowOf(m, m.shape(x));
  if (m.chance.often(0.2)) return m.emit(pools.globalAveragePool, [x], {});
  if (m.chance.often(0.1)) return m.emit(pools.lpPool, [x], { ...shape, p: m.chance.whole(1, 2) });
  const overhang = shape.window.map((size) => (size > 1 && m.chance.often(0.2) ? 1 : 0));
  const countPadding = m.chance.often(0.5);
  return m.emit(pools.averagePool, [x], { ...shape, countPadding, overhang });
};

const REDUCTIONS = [
  reduce.reduceSum,
  reduce.reduceSum,
  reduce.reduceMaximum,
  reduce.reduceMinimum,
  reduce.reduceProduct,
  reductions.reduceMean,
  reductions.reduceMean,
  reductions.reduceL1,
  reductions.reduceL2,
  reductions.reduceSumSquare,
  reductions.reduceLogSumExp,
];

function someAxes(m: Maker, x: number): readonly number[] {
  const axes = m.shape(x).map((_, axis) => axis);
  const chosen = axes.filter(() => m.chance.often(0.5));
  return chosen.length > 0 ? chosen : [m.chance.pick(axes)];
}

const reduced: Step = (m) => {
  const x = m.some(isNumeric);
  if (x === undefined) return undefined;
  const some = isFloat(m.element(x)) ? REDUCTIONS : REDUCTIONS.slice(0, 5);
  const operator = m.chance.pick(some);
  return m.emit(operator, [x], { axes: someAxes(m, x), keepAxes: m.chance.often(0.6) });
};

const running: Step = (m) => {
  const x = m.some(isNumeric);
  if (x === undefined) return undefined;
  const axis = m.chance.below(m.shape(x).length);
  const flags = { exclusive: m.chance.often(0.5), reverse: m.chance.often(0.5) };
  return m.emit(m.chance.often(0.8) ? cumulativeSum : cumulativeProduct, [x], { axis, ...flags });
};

const normalized: Step = (m) => {
  const x = m.float(isNumeric);
  if (x === undefined) return undefined;
  if (m.chance.often(0.7)) return m.emit(softmax, [x], { axes: someAxes(m, x) });
  return m.emit(lpNormalization, [x], { axis: 0, p: m.chance.whole(1, 2) });
};

const several: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const like = ({ element, shape }: TensorType) =>
    element === m.element(x) && `${shape}` === `${m.shape(x)}`;
  const inputs = [x, m.some(like) ?? x, m.some(like) ?? x];
  return m.emit(m.chance.pick([sumOfAll, meanOfAll]), inputs, {});
};

const batchNormalized: Step = (m) => {
  const x = m.float(({ shape }) => shape.length > 1 && !shape.includes(0));
  if (x === undefined) return undefined;
  const channels = [m.shape(x)[1] as number];
  const vector = (draw: () => number) => m.random(m.element(x), channels, draw);
  const parameters = [
    vector(() => m.number()),
    vector(() => m.number()),
    vector(() => m.chance.pick([0, 0, 0.5, m.chance.normal()])),
    vector(() => m.chance.pick([0, 1, 4, Math.abs(m.chance.normal())])),
  ] as const;
  return m.emit(batchNormalization, [x, ...parameters], { epsilon: 2 ** -10, spatial: true });
};

export const SUMS: readonly Step[] = [
  ...[window, window, window, pool, pool, pool, pool, reduced, reduced, reduced, reduced, reduced],
  ...[running, normalized, several, batchNormalized, batchNormalized],
];
