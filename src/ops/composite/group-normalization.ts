import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { expectShape, refuse } from "../checks.ts";
import { add, divide, multiply } from "../core/arithmetic.ts";
import { reshape } from "../core/reshape.ts";
import { alongChannels } from "./batch-normalization.ts";
import { deviationOf } from "./layer-normalization.ts";
import { momentsAlong } from "./mean.ts";
import { inType, wideType } from "./precision.ts";

export interface GroupNormalizationAttributes {
  readonly groups: number;
  readonly epsilon: number;
  /** One scale and bias a group instead of a channel: opset 18. */
  readonly perGroup: boolean;
  /** Type in which the statistics and the normalised elements are computed. */
  readonly stash: FloatType;
}

/** (x - mean) / root(variance + epsilon) along axes. */
function normalised(
  b: GraphBuilder,
  x: TensorId,
  axes: readonly number[],
  epsilon: number,
): TensorId {
  const { deviation, variance } = momentsAlong(b, x, axes);
  return b.emit(divide, [deviation, deviationOf(b, variance, epsilon)], {});
}

/**
 * (x - mean) / root(variance + epsilon) x scale + bias over the places of each channel.
 *
 * Inputs are x [N, C, ...], scale and bias [C]. Floats narrower than f32 are computed with in f32,
 * rounded once.
 *
 * Source: ONNX `InstanceNormalization`.
 */
export const instanceNormalization = composite<{ readonly epsilon: number }, 3>({
  name: "InstanceNormalization",
  arity: 3,
  build(b, [x, scale, bias], { epsilon }) {
    const shape = b.shape(x);
    const wide = wideType(b, "InstanceNormalization", [x, scale, bias]);
    const channels = (vector: TensorId) => {
      expectShape("InstanceNormalization", "parameters", b.type(vector), shape.slice(1, 2));
      return alongChannels(b, inType(b, vector, wide), shape.length);
    };
    const axes = shape.map((_, axis) => axis).slice(2);
    const normal = normalised(b, inType(b, x, wide), axes, epsilon);
    const scaled = b.emit(multiply, [normal, channels(scale)], {});
    return [inType(b, b.emit(add, [scaled, channels(bias)], {}), b.element(x))];
  },
});

/**
 * (x - mean) / root(variance + epsilon) x scale + bias over groups of neighbouring channels.
 *
 * Inputs are x [N, C, ...], scale and bias. The quotient is rounded to the type of x, what comes
 * before to the stash type.
 *
 * Source: ONNX `GroupNormalization`, opset 21; opset 18 with one scale and bias a group.
 */
export const groupNormalization = composite<GroupNormalizationAttributes, 3>({
  name: "GroupNormalization",
  arity: 3,
  build(b, [x, scale, bias], { groups, epsilon, perGroup, stash }) {
    const shape = b.shape(x);
    const [batch, channels] = shape as readonly [number, number];
    if (!(groups > 0) || channels % groups !== 0) {
      const expected = `groups that divide ${channels} channels`;
      refuse("invalid-attribute", "GroupNormalization", expected, `${groups}`);
    }
    const inGroups = (tensor: TensorId, parts: number) =>
      b.emit(reshape, [tensor], { shape: [batch, parts, lengthOf(shape, parts)] });
    const normal = normalised(b, inGroups(inType(b, x, stash), groups), [2], epsilon);
    const parts = perGroup ? groups : channels;
    const parameter = (vector: TensorId) => {
      expectShape("GroupNormalization", "parameters", b.type(vector), [parts]);
      return alongChannels(b, inType(b, vector, b.element(x)), 3);
    };
    const split = inGroups(inType(b, normal, b.element(x)), parts);
    const scaled = b.emit(multiply, [split, parameter(scale)], {});
    const result = b.emit(add, [scaled, parameter(bias)], {});
    return [b.emit(reshape, [result], { shape })];
  },
});

/** Elements of each of `parts` equal parts of one sample. */
function lengthOf(shape: readonly number[], parts: number): number {
  return shape.slice(1).reduce((product, size) => product * size, 1) / parts;
}
