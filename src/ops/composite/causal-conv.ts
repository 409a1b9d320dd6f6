import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { multiply } from "../core/arithmetic.ts";
import { concatenate } from "../core/concatenate.ts";
import { conv, type DataLayout } from "../core/conv.ts";
import { logistic } from "../core/transcendental.ts";
import { biasedConv } from "./conv.ts";
import { partAlong } from "./part.ts";
import { inType } from "./precision.ts";

export interface CausalConvAttributes {
  /** The third input is a bias. */
  readonly biased: boolean;
  /** The last input holds the places before the first. */
  readonly continued: boolean;
  /** The result is multiplied by its own sigmoid, in f32. */
  readonly gated: boolean;
}

const LAYOUT: DataLayout = { batch: 0, feature: 1, spatial: [2] };

/**
 * Each channel of [batch, channels, length] convolved with its own window [channels, 1, k] over the
 * places up to its own; then the last k - 1 places, for the next call.
 *
 * Source: ONNX `CausalConvWithState`.
 */
export const causalConv = composite<CausalConvAttributes, number>({
  name: "CausalConvWithState",
  build(b, inputs, { biased, continued, gated }) {
    const [x, kernel, ...others] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const [batch, channels, length] = b.shape(x) as readonly [number, number, number];
    const before = (b.shape(kernel)[2] as number) - 1;
    const zeros = () => b.constant(b.element(x), [batch, channels, before], [0]);
    const past = continued ? (others.at(-1) as TensorId) : zeros();
    const padded = b.emit(concatenate, [past, x], { axis: 2 });
    const attributes = {
      data: LAYOUT,
      kernel: { output: 0, input: 1, spatial: [2] },
      output: LAYOUT,
      ...{ strides: [1], padLow: [0], padHigh: [0], dataDilation: [1], kernelDilation: [1] },
      reversed: [false],
      groups: channels,
      batchGroups: 1,
      result: b.element(x),
    };
    const sum = biased
      ? b.emit(biasedConv, [padded, kernel, others[0] as TensorId], attributes)
      : b.emit(conv, [padded, kernel], attributes);
    const wide = gated ? inType(b, sum, "f32") : sum;
    const result = gated ? b.emit(multiply, [wide, b.emit(logistic, [wide], {})], {}) : sum;
    const state = partAlong(b, padded, 2, { start: length, count: before });
    return [inType(b, result, b.element(x)), state];
  },
});
