import type { TensorType } from "../../../src/graph/tensor-type.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import { conv } from "../../../src/ops/core/conv.ts";
import { dotGeneral } from "../../../src/ops/core/dot-general.ts";
import { round } from "../../../src/ops/core/rounding.ts";
import type { Maker, Step } from "./maker.ts";
import { binarized, fakeQuantized } from "./steps-quantizers.ts";
import { isImage } from "./steps-sums.ts";

/** Elements of a weight: floats, signs, ternary, a scale for each row, or whole numbers. */
function weights(m: Maker, element: "f32", shape: readonly number[]): number {
  const { chance } = m;
  const kind = chance.below(6);
  const rows = Array.from({ length: shape[0] as number }, () => Math.abs(chance.normal()) + 0.1);
  const inner = shape.slice(1).reduce((product, size) => product * size, 1);
  let at = 0;
  return m.random(element, shape, () => {
    const row = rows[Math.floor(at++ / inner)] as number;
    if (kind === 0) return chance.normal();
    if (kind === 1) return chance.pick([1, -1]);
    if (kind === 2) return row * chance.pick([1, -1]);
    if (kind === 3) return row * chance.pick([1, 0, -1]);
    if (kind === 4) return (row * chance.whole(-7, 7)) / 7;
    return chance.whole(-3, 3);
  });
}

/** Weights as they are stored, or quantized by the network itself. */
function kernelOf(m: Maker, shape: readonly number[]): number {
  const w = weights(m, "f32", shape);
  if (m.chance.often(0.4)) return w;
  return m.chance.often(0.5) ? binarized(m, w) : fakeQuantized(m, w);
}

const convolved: Step = (m) => {
  const x = m.some((type) => isImage(type) && ["f32", "i8", "u8"].includes(type.element));
  if (x === undefined) return undefined;
  const { shape, element } = m.type(x);
  const [channels, height, width] = shape.slice(1) as [number, number, number];
  const size = Math.min(m.chance.pick([1, 2, 3]), height, width);
  const groups = m.chance.often(0.2) ? channels : 1;
  const kernel = [groups * m.chance.whole(1, 3), channels / groups, size, size];
  const w =
    element === "f32"
      ? kernelOf(m, kernel)
      : m.random(element, kernel, () => m.chance.whole(element === "u8" ? 0 : -2, 2));
  const images = { batch: 0, feature: 1, spatial: [2, 3] };
  const pad = m.chance.often(0.5) ? Math.min(1, size - 1) : 0;
  return m.emit(conv, [x, w], {
    ...{ data: images, output: images, kernel: { output: 0, input: 1, spatial: [2, 3] } },
    ...{ strides: [1, 1], padLow: [pad, pad], padHigh: [pad, pad], dataDilation: [1, 1] },
    ...{ kernelDilation: [1, 1], reversed: [false, false], groups, batchGroups: 1 },
    result: element === "f32" ? "f32" : "i32",
  });
};

const multiplied: Step = (m) => {
  const matrix = ({ element, shape }: TensorType) =>
    element === "f32" && shape.length >= 1 && !shape.includes(0) && shape.length < 4;
  const x = m.some(matrix);
  if (x === undefined) return undefined;
  const axis = m.shape(x).length - 1;
  const length = m.shape(x)[axis] as number;
  const other = m.some((type) => matrix(type) && type.shape[0] === length && type.shape.length < 3);
  const w = m.chance.often(0.3) && other !== undefined ? other : kernelOf(m, [length, 6]);
  const none: readonly number[] = [];
  return m.emit(dotGeneral, [x, w], {
    ...{ lhsBatch: none, rhsBatch: none, lhsContract: [axis], rhsContract: [0] },
    result: "f32",
  });
};

/** Codes times codes: signs or rounded values with weights that the network itself quantizes. */
const coded: Step = (m) => {
  const x = m.some((type) => type.element === "f32" && !type.shape.includes(0));
  const length = x === undefined ? undefined : m.shape(x).at(-1);
  if (x === undefined || length === undefined) return undefined;
  const q = m.chance.often(0.7) ? binarized(m, x) : m.emit(round, [halves(m, x)], {});
  const w = weights(m, "f32", [6, length]);
  const bits = m.chance.often(0.7) ? binarized(m, w) : w;
  const batch: readonly number[] = [];
  const axes = { lhsContract: [m.shape(x).length - 1], rhsContract: [1], result: "f32" } as const;
  return m.emit(dotGeneral, [q, bits], { lhsBatch: batch, rhsBatch: batch, ...axes });
};

function halves(m: Maker, x: number): number {
  const bounds = [m.scalar("f32", -1.5), m.scalar("f32", 1.5)] as const;
  return m.emit(clip, [x, ...bounds], {});
}

export const CONTRACTIONS: readonly Step[] = [
  ...[convolved, convolved, multiplied, multiplied, coded, coded, coded],
];
