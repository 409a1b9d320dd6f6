import {
  type ElementType,
  isFloat,
  isSmallFloat,
  type WideFloat,
} from "../../graph/element-type.ts";
import type { Carrier, NumberCarrier } from "../../graph/tensor.ts";

/** What a look at elements found: value = step x code + origin, or one of a list, in every slice. */
export interface Finding {
  /** Codes of the widest slice. */
  readonly count: number;
  /** Slices have a grid or list of their own along this axis; absent: one for the whole tensor. */
  readonly axis?: number;
  /** For the whole tensor only: step and origin of the codes 0 to count - 1. */
  readonly step?: number;
  readonly origin?: number;
  /** For the whole tensor only: the list itself, ascending, where the values are not even. */
  readonly levels?: readonly number[];
  /** Every slice is a grid; else at least one is a list. */
  readonly even: boolean;
  /** Every slice is a grid that spans as far below 0 as above (codes -k to k, or -a and +a). */
  readonly symmetric: boolean;
  /** `2 values in each of 64 output channels`, for the proof. */
  readonly text: string;
}

/** Elements that may be looked at, and what their consumer knows of them. */
export interface Inspectable {
  readonly data: Carrier;
  readonly shape: readonly number[];
  /** Narrowest float type that the elements passed through. */
  readonly narrowest: ElementType;
  /** Axis that the consumer calls output channel. */
  readonly channelAxis?: number;
  /** Axis that the consumer calls input channel. */
  readonly inputAxis?: number;
}

/** The narrowest type where its elements are looked at at all: floats of 8 bits never are. */
export function inspectedType(narrowest: ElementType): WideFloat | undefined {
  return isFloat(narrowest) && !isSmallFloat(narrowest) ? narrowest : undefined;
}

/** The elements where a float type can have them. */
export function floatElements(data: Carrier): NumberCarrier | undefined {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? undefined : data;
}
