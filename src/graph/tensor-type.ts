import { AceError } from "../errors.ts";
import type { ElementType } from "./element-type.ts";

/** Element type and static shape of a tensor. Interned: equal types of one table are identical. */
export interface TensorType {
  readonly element: ElementType;
  readonly shape: readonly number[];
}

/** A shape as people write it: `1x3x224x224`, or `scalar`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? "scalar" : shape.join("x");
}

/** A type as people write it: `f32 1x3x224x224`. */
export function formatType(type: TensorType): string {
  return `${type.element} ${formatShape(type.shape)}`;
}

/**
 * Number of elements, 1 for a scalar; of the axes from `first` up to `end` only, where they are given.
 *
 * @throws {AceError} `too-large` beyond 2^53 - 1 elements
 */
export function elementCount(shape: readonly number[], first = 0, end = shape.length): number {
  let count = 1;
  for (let axis = first; axis < end; axis++) count *= shape[axis] as number;
  if (Number.isSafeInteger(count)) return count;
  if (shape.slice(first, end).includes(0)) return 0;
  throw new AceError("too-large", {
    action: "count the elements of",
    subject: `a tensor of shape ${formatShape(shape)}`,
    expected: "at most 2^53 - 1",
    got: "more",
  });
}

export function equalShapes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Hands out one object for each distinct type. */
export class TypeTable {
  readonly #types = new Map<string, TensorType>();
  readonly #owned = new Set<TensorType>();

  /** The object for a type that may be one already. */
  own(type: TensorType): TensorType {
    return this.#owned.has(type) ? type : this.intern(type.element, type.shape);
  }

  intern(element: ElementType, shape: readonly number[]): TensorType {
    const key = `${element} ${shape.join(",")}`;
    let type = this.#types.get(key);
    if (type === undefined) {
      elementCount(shape);
      type = Object.freeze({ element, shape: Object.freeze([...shape]) });
      this.#types.set(key, type);
      this.#owned.add(type);
    }
    return type;
  }
}
