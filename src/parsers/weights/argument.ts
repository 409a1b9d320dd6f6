import type { ElementType } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { Weight } from "./weight.ts";

/** An argument of a program that a weight may fill. */
export interface WeightArgument {
  readonly index: number;
  /** As a location or an HLO instruction has it; absent where the text names none. */
  readonly name?: string;
  readonly shape: readonly number[];
  readonly element: ElementType;
}

/** An argument with its type as one object. */
export interface TypedArgument extends WeightArgument {
  readonly type: TensorType;
}

/** Which weight fills which argument, by the argument's index. */
export type Assignment = Map<number, Weight>;
