import { type FloatType, isFloat } from "../../../graph/element-type.ts";
import { batchNormalization } from "../../../ops/composite/batch-normalization.ts";
import {
  groupNormalization,
  instanceNormalization,
} from "../../../ops/composite/group-normalization.ts";
import {
  layerNormalization,
  rmsNormalization,
} from "../../../ops/composite/layer-normalization.ts";
import {
  lpNormalization,
  meanVarianceNormalization,
} from "../../../ops/composite/simple-normalizations.ts";
import { localResponseNormalization } from "../../../ops/leaf/local-response-normalization.ts";
import { elementTypeOf } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

function epsilonOf(node: NodeContext): number {
  return node.float("epsilon", Math.fround(1e-5));
}

/** The type that `stash_type` asks for the first stage of a normalisation. */
function stashOf(node: NodeContext): FloatType {
  const number = node.int("stash_type", 1);
  const element = elementTypeOf(number);
  if (element !== undefined && isFloat(element)) return element;
  return node.refuse("invalid-attribute", "a stash_type that is a float type", `${number}`);
}

function isTraining(node: NodeContext): boolean {
  if (node.version >= 14) return node.int("training_mode", 0) !== 0;
  if (node.version < 7) return node.int("is_test", 0) === 0;
  return node.outputs.slice(1).some((name) => name !== "");
}

/** `spatial` = 0, one parameter a place, existed before opset 9. */
const lowerBatchNormalization: Lowering = (node) => {
  if (isTraining(node)) {
    node.refuse("unsupported-operator", "inference", "training, which updates statistics");
  }
  const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((i) => node.input(i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return node.b.emit(batchNormalization, [x, scale, bias, mean, variance], {
    epsilon: epsilonOf(node),
    spatial: node.version >= 9 || node.int("spatial", 1) !== 0,
  });
};

const lowerInstanceNormalization: Lowering = (node) =>
  node.b.emit(instanceNormalization, [node.input(0), node.input(1), node.input(2)], {
    epsilon: epsilonOf(node),
  });

/** Opset 18 has parameters for each group and no stash type. */
const lowerGroupNormalization: Lowering = (node) => {
  const perGroup = node.version < 21;
  const own = node.element(0) === "f64" ? "f64" : "f32";
  return node.b.emit(groupNormalization, [node.input(0), node.input(1), node.input(2)], {
    groups: node.int("num_groups", 0),
    epsilon: epsilonOf(node),
    perGroup,
    stash: perGroup ? own : stashOf(node),
  });
};

const lowerLayerNormalization: Lowering = (node) =>
  node.b.emitAll(layerNormalization, node.allInputs(), {
    axis: node.int("axis", -1),
    epsilon: epsilonOf(node),
    stash: stashOf(node),
  });

const lowerRmsNormalization: Lowering = (node) =>
  node.b.emit(rmsNormalization, [node.input(0), node.input(1)], {
    axis: node.int("axis", -1),
    epsilon: epsilonOf(node),
    stash: stashOf(node),
  });

/** RMSNormalization by its older name, which onnxruntime has in ONNX's domain. */
export const lowerSimplifiedLayerNormalization: Lowering = (node) => {
  withoutStatistics(node, [1]);
  return lowerRmsNormalization(node);
};

/** @throws {AceError} `unsupported-operator` where a statistic for training is asked for */
export function withoutStatistics(node: NodeContext, outputs: readonly number[]): void {
  const asked = outputs.find((i) => (node.outputs[i] ?? "") !== "");
  if (asked !== undefined) {
    node.refuse("unsupported-operator", "no statistics for training", `output ${asked}`);
  }
}

const lowerLpNormalization: Lowering = (node) =>
  node.b.emit(lpNormalization, [node.input(0)], {
    axis: node.int("axis", -1),
    p: node.int("p", 2),
  });

const lowerMeanVarianceNormalization: Lowering = (node) =>
  node.b.emit(meanVarianceNormalization, [node.input(0)], {
    axes: node.ints("axes") ?? [0, 2, 3],
  });

const lowerLrn: Lowering = (node) =>
  node.b.emit(localResponseNormalization, [node.input(0)], {
    size: node.int("size", 1),
    alpha: node.float("alpha", Math.fround(1e-4)),
    beta: node.float("beta", 0.75),
    bias: node.float("bias", 1),
  });

/** Normalisation. */
export const normalization: LoweringTable = {
  BatchNormalization: lowerBatchNormalization,
  GroupNormalization: lowerGroupNormalization,
  InstanceNormalization: lowerInstanceNormalization,
  LRN: lowerLrn,
  LayerNormalization: lowerLayerNormalization,
  LpNormalization: lowerLpNormalization,
  MeanVarianceNormalization: lowerMeanVarianceNormalization,
  RMSNormalization: lowerRmsNormalization,
  SimplifiedLayerNormalization: lowerSimplifiedLayerNormalization,
};
