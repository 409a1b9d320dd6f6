import { roundHalfEven } from "./math/rounding.ts";

/** What elements outside an image are: 0, the nearest inside, or those that it mirrors. */
export const SAMPLE_PADDINGS = ["zeros", "border", "reflection"] as const;
export type SamplePadding = (typeof SAMPLE_PADDINGS)[number];

export const SAMPLE_MODES = ["nearest", "linear", "cubic"] as const;
export type SampleMode = (typeof SAMPLE_MODES)[number];

/** An element along one axis and the weight that it has; index -1 lies outside and is 0. */
export interface Tap {
  readonly index: number;
  readonly weight: number;
}

/** Elements that a coordinate is interpolated from, along one axis. */
export const TAPS: Readonly<Record<SampleMode, number>> = { nearest: 1, linear: 2, cubic: 4 };

export interface AxisSampling {
  readonly size: number;
  readonly mode: SampleMode;
  readonly padding: SamplePadding;
  /** The ends of the axis are the middles of the outer elements, not their far edges. */
  readonly alignCorners: boolean;
}

/** The coefficient of the cubic kernel. Source: ONNX `GridSample`, as PyTorch has it. */
const CUBIC = -0.75;

/**
 * Elements and weights for a coordinate, where element i lies at i.
 *
 * Nearest rounds halves to even; a coordinate outside is moved inside first, but for zeros and for
 * the cubic kernel, whose neighbours are moved one by one.
 *
 * Source: ONNX `GridSample`; cubic at borders as PyTorch and onnxruntime have it.
 */
export function tapsAt(coordinate: number, axis: AxisSampling): readonly Tap[] {
  const { mode, padding } = axis;
  const rounded = mode === "nearest" ? roundHalfEven(coordinate) : coordinate;
  const stays = padding === "zeros" || mode === "cubic";
  const x = stays ? rounded : insideOf(rounded, axis);
  const first = Math.floor(x) - (mode === "cubic" ? 1 : 0);
  const weights = weightsOf(mode, x - Math.floor(x));
  return weights.map((weight, i) => ({ index: indexOf(first + i, axis), weight }));
}

/** Coordinate of a position from -1 to 1. */
export function coordinateIn(position: number, { size, alignCorners }: AxisSampling): number {
  return alignCorners ? ((position + 1) / 2) * (size - 1) : ((position + 1) * size - 1) / 2;
}

function weightsOf(mode: SampleMode, t: number): readonly number[] {
  if (mode === "nearest") return [1];
  if (mode === "linear") return [1 - t, t];
  return [far(1 + t), near(t), near(1 - t), far(2 - t)];
}

/** The cubic kernel up to distance 1. Source: Keys (1981), equation 4. */
function near(x: number): number {
  return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
}

/** The cubic kernel from distance 1 to 2. */
function far(x: number): number {
  return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
}

function indexOf(index: number, axis: AxisSampling): number {
  if (index >= 0 && index < axis.size) return index;
  return axis.padding === "zeros" || Number.isNaN(index) ? -1 : Math.trunc(insideOf(index, axis));
}

function insideOf(x: number, axis: AxisSampling): number {
  const { size, padding, alignCorners } = axis;
  const [lo, hi] = alignCorners ? [0, size - 1] : [-0.5, size - 0.5];
  if (x >= lo && x <= hi) return x;
  if (padding === "border") return Math.max(0, Math.min(size - 1, x));
  return reflected(x, lo, hi);
}

/** Mirrored at both ends until it lies between them. */
function reflected(x: number, lo: number, hi: number): number {
  const range = hi - lo;
  if (range === 0) return lo;
  const over = x < lo ? lo - x : x - hi;
  const turns = Math.trunc(over / range);
  const rest = over - turns * range;
  const fromLow = x < lo === (turns % 2 === 0);
  return fromLow ? lo + rest : hi - rest;
}

/** Every combination of one tap an axis that lies inside: its offset and the product of the weights. */
export function product(
  taps: readonly (readonly Tap[])[],
  strides: readonly number[],
): readonly Tap[] {
  let all: readonly Tap[] = [{ index: 0, weight: 1 }];
  taps.forEach((along, axis) => {
    const inside = along.filter(({ index }) => index >= 0);
    all = all.flatMap((before) =>
      inside.map(({ index, weight }) => ({
        index: before.index + index * (strides[axis] as number),
        weight: before.weight * weight,
      })),
    );
  });
  return all;
}

/** Sum of weights times elements. */
export function sampled(data: Float64Array, start: number, taps: readonly Tap[]): number {
  let sum = 0;
  for (const { index, weight } of taps) sum += weight * (data[start + index] as number);
  return sum;
}
