import { formatShape } from "../graph/tensor-type.ts";
import { refuse } from "./checks.ts";

/** How an index of the output becomes a coordinate of the input; names as ONNX spells them. */
export const COORDINATE_MODES = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
  "tf_crop_and_resize",
] as const;
export type CoordinateMode = (typeof COORDINATE_MODES)[number];

/** Where the elements of an output lie in the input; the lists have one entry for each axis. */
export interface Resampling {
  readonly shape: readonly number[];
  /** Above 1: more elements. */
  readonly scales: readonly number[];
  readonly coordinates: CoordinateMode;
  /** The part of the input that tf_crop_and_resize shows, 0 to 1. */
  readonly roiStart: readonly number[];
  readonly roiEnd: readonly number[];
  /** What tf_crop_and_resize shows outside the input. */
  readonly extrapolation: number;
}

/**
 * @throws {AceError} `invalid-attribute` unless there are sizes and positive scales for all axes,
 * and only axes that have elements get some
 */
export function expectResampling(
  operator: string,
  input: readonly number[],
  { shape, scales }: Resampling,
): void {
  const fits = shape.every(
    (size, axis) => Number.isSafeInteger(size) && size >= 0 && (size === 0 || input[axis] !== 0),
  );
  const positive = scales.every(
    (scale, axis) => scale > 0 || input[axis] === 0 || shape[axis] === 0,
  );
  if (shape.length === input.length && scales.length === input.length && fits && positive) return;
  const expected = `sizes and positive scales for ${formatShape(input)}`;
  refuse("invalid-attribute", operator, expected, `${formatShape(shape)} by ${scales}`);
}

/** True where an axis stays as it is. */
export function isUntouched(axis: number, size: number, r: Resampling): boolean {
  const whole =
    r.coordinates !== "tf_crop_and_resize" || (r.roiStart[axis] === 0 && r.roiEnd[axis] === 1);
  return r.shape[axis] === size && r.scales[axis] === 1 && whole;
}

/**
 * Coordinate of an output index along an axis of `size` elements; undefined outside the input where
 * the mode extrapolates.
 *
 * Computed in f64 and rounded to f32, so that a scale that is itself rounded to f32 gives whole
 * numbers where they are meant.
 *
 * Source: ONNX `Resize`, with its test cases: the resized length is scale x size, not cut to a whole
 * number.
 */
export function coordinateOf(
  index: number,
  axis: number,
  size: number,
  r: Resampling,
): number | undefined {
  const coordinate = Math.fround(exactCoordinate(index, axis, size, r));
  if (r.coordinates !== "tf_crop_and_resize") return coordinate;
  return coordinate < 0 || coordinate > size - 1 ? undefined : coordinate;
}

function exactCoordinate(index: number, axis: number, size: number, r: Resampling): number {
  const scale = r.scales[axis] as number;
  const resized = scale * size;
  const halfPixel = (index + 0.5) / scale - 0.5;
  switch (r.coordinates) {
    case "half_pixel":
      return halfPixel;
    case "half_pixel_symmetric":
      return (size / 2) * (1 - (r.shape[axis] as number) / resized) + halfPixel;
    case "pytorch_half_pixel":
      return resized > 1 ? halfPixel : 0;
    case "align_corners":
      return resized === 1 ? 0 : (index * (size - 1)) / (resized - 1);
    case "asymmetric":
      return index / scale;
    case "tf_crop_and_resize": {
      const [start, end] = [r.roiStart[axis] as number, r.roiEnd[axis] as number];
      if (resized <= 1) return 0.5 * (start + end) * (size - 1);
      return start * (size - 1) + (index * (end - start) * (size - 1)) / (resized - 1);
    }
    default:
      return r.coordinates satisfies never;
  }
}
