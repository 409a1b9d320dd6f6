import type { TensorType } from "../graph/tensor-type.ts";
import type { CellFunction } from "./cell-functions.ts";

/** Inputs behind x, weights, recurrent weights and hidden state. */
export type RecurrencePart = "bias" | "lengths" | "cell" | "peepholes";

export interface RecurrenceAttributes {
  /** For each direction, whether it goes through the steps from the last to the first. */
  readonly reversed: readonly boolean[];
  /** Functions of the cell, those of one direction after those of the other. */
  readonly functions: readonly CellFunction[];
  /** Bound on what goes into the functions; 0 for none. */
  readonly clip: number;
  /** The hidden states that products see are u8 codes over the range of a step's states. */
  readonly quantizesState?: boolean;
  /** What the inputs from the fifth on are. */
  readonly parts: readonly RecurrencePart[];
}

export const X = 0;
export const WEIGHTS = 1;
export const RECURRENT_WEIGHTS = 2;
export const HIDDEN = 3;
export const FIRST_PART = 4;

/** Sizes of a recurrence. */
export interface Extent {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
  readonly directions: number;
  readonly hidden: number;
}

type Triple = readonly [number, number, number];

/** Sizes by x [steps, batch, features] and the hidden state [directions, batch, hidden]. */
export function extentOf(inputs: readonly TensorType[]): Extent {
  const shapeOf = (i: number) => (inputs[i] as TensorType).shape as Triple;
  const [steps, batch, features] = shapeOf(X);
  const [directions, , hidden] = shapeOf(HIDDEN);
  return { steps, batch, features, directions, hidden };
}

/** Index of a part among the inputs; undefined where it is absent. */
export function partIndex(
  { parts }: RecurrenceAttributes,
  part: RecurrencePart,
): number | undefined {
  const at = parts.indexOf(part);
  return at < 0 ? undefined : FIRST_PART + at;
}
