import { equalShapes, formatShape } from "../graph/tensor-type.ts";
import { refuse } from "./checks.ts";

/**
 * Shape that all `shapes` broadcast to, numpy's rule: trailing axes align, size 1 stretches.
 *
 * @throws {AceError} `shape-mismatch`
 */
export function broadcastShapes(
  operator: string,
  shapes: readonly (readonly number[])[],
): readonly number[] {
  const [first] = shapes;
  if (first !== undefined && shapes.every((s) => s.length === 0 || equalShapes(s, first))) {
    return first;
  }
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const shift = rank - shape.length;
    shape.forEach((size, axis) => {
      const known = result[axis + shift] as number;
      if (size === known || size === 1) return;
      if (known !== 1) {
        refuse(
          "shape-mismatch",
          operator,
          "shapes that broadcast",
          shapes.map(formatShape).join(" and "),
        );
      }
      result[axis + shift] = size;
    });
  }
  return result;
}

/** Elements between neighbours along each axis, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

/** Every index into `shape`, row-major; one array that changes. */
export function* indicesOf(shape: readonly number[]): Generator<readonly number[]> {
  if (shape.includes(0)) return;
  const index = shape.map(() => 0);
  for (;;) {
    yield index;
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Strides of `shape` seen as `target`: 0 along every axis that is stretched. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const shift = target.length - shape.length;
  return target.map((_, axis) =>
    axis < shift || shape[axis - shift] === 1 ? 0 : (own[axis - shift] as number),
  );
}

/** Offsets of all elements of `shape` under `strides`, row-major; strides may be 0 or negative. */
export function offsets(
  shape: readonly number[],
  strides: readonly number[],
  start = 0,
): Int32Array {
  const result = new Int32Array(shape.reduce((product, size) => product * size, 1));
  if (result.length === 0) return result;
  result[0] = start;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const stride = strides[axis] as number;
    const end = filled * (shape[axis] as number);
    for (let at = filled; at < end; at++) result[at] = (result[at - filled] as number) + stride;
    filled = end;
  }
  return result;
}

/** Sums of one entry of each list, the last list's entries changing fastest. */
export function crossOffsets(lists: readonly ArrayLike<number>[]): Int32Array {
  const result = new Int32Array(lists.reduce((product, { length }) => product * length, 1));
  if (result.length === 0) return result;
  let filled = 1;
  for (const list of lists.toReversed()) {
    for (let entry = list.length - 1; entry >= 0; entry--) {
      const step = list[entry] as number;
      for (let i = 0; i < filled; i++) result[entry * filled + i] = (result[i] as number) + step;
    }
    filled *= list.length;
  }
  return result;
}

/** The offsets 0, stride, 2 x stride and so on. */
export function evenOffsets(count: number, stride: number): Int32Array {
  return offsets([count], [stride]);
}
