import type { TensorId } from "../../../graph/graph.ts";
import { batchNormalization } from "../../../ops/composite/batch-normalization.ts";
import { biasedConv } from "../../../ops/composite/conv.ts";
import { quantAvgPool } from "../../../ops/composite/quant-avg-pool.ts";
import { xnorPopcountMatMul } from "../../../ops/composite/xnor-popcount-matmul.ts";
import { conv } from "../../../ops/core/conv.ts";
import { reduceWindowMaximum } from "../../../ops/core/reduce-window.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import type { WindowAttributes } from "../../../ops/windows.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { paddedWindows } from "./pooling.ts";
import { requiredInputs } from "./quantized-inputs.ts";
import { readWindows } from "./windows.ts";

/** Sizes between batch and channels. */
function spatialSizes(node: NodeContext, input: number): readonly number[] {
  return node.shape(input).slice(1, -1);
}

/** Windows over [N, C, ...spatial] as windows over [N, ...spatial, C]. */
function channelsBehind(windows: WindowAttributes): WindowAttributes {
  const moved = ([batch, channels, ...spatial]: readonly number[]) =>
    [batch, ...spatial, channels] as number[];
  return {
    window: moved(windows.window),
    strides: moved(windows.strides),
    padLow: moved(windows.padLow),
    padHigh: moved(windows.padHigh),
    dilations: moved(windows.dilations),
  };
}

const lowerMaxPool: Lowering = (node) => {
  const windows = channelsBehind(paddedWindows(node, spatialSizes(node, 0)));
  return node.b.emit(reduceWindowMaximum, [node.input(0)], windows);
};

/** Data and output [N, ...spatial, C], weights [F, ...window, C / groups]. */
const lowerConv: Lowering = (node) => {
  const last = node.rank(0) - 1;
  const spatial = Array.from({ length: last - 1 }, (_, i) => i + 1);
  const layout = { batch: 0, feature: last, spatial };
  const w = readWindows(node, spatialSizes(node, 0), spatialSizes(node, 1));
  const attributes = {
    data: layout,
    kernel: { output: 0, input: last, spatial },
    output: layout,
    strides: w.strides,
    padLow: w.padLow,
    padHigh: w.padHigh,
    dataDilation: spatial.map(() => 1),
    kernelDilation: w.dilations,
    reversed: spatial.map(() => false),
    groups: node.int("group", 1),
    batchGroups: 1,
    result: node.element(0),
  };
  const bias = node.optional(2);
  return bias === undefined
    ? node.b.emit(conv, requiredInputs(node, 2), attributes)
    : node.b.emit(biasedConv, requiredInputs(node, 3), attributes);
};

const lowerBatchNormalization: Lowering = (node) => {
  const axes = node.shape(0).map((_, axis) => axis);
  const last = axes.length - 1;
  const turned = (x: TensorId, permutation: readonly number[]) =>
    node.b.emit(transpose, [x], { permutation });
  const [x, scale, bias, mean, variance] = requiredInputs(node, 5);
  const inputs = [turned(x, [0, last, ...axes.slice(1, -1)]), scale, bias, mean, variance] as const;
  const epsilon = node.float("epsilon", Math.fround(1e-5));
  const normal = node.b.emit(batchNormalization, inputs, { epsilon, spatial: true });
  return turned(normal, [0, ...axes.slice(2), 1]);
};

/** Bits beyond those of the output that a sum of `kernel` x `kernel` codes may have are dropped. */
const lowerQuantAvgPool: Lowering = (node) => {
  const [kernel, stride] = [node.int("kernel", 1), node.int("stride", 1)];
  const largest = (2 ** node.int("ibits", 1) - 1) * kernel * kernel;
  const bits = Math.floor(Math.log2(Math.max(1, largest))) + 1;
  const sides = (size: number): readonly number[] => [1, 1, size, size];
  const windows = {
    window: sides(kernel),
    strides: sides(stride),
    padLow: [0, 0, 0, 0],
    padHigh: [0, 0, 0, 0],
    dilations: [1, 1, 1, 1],
  };
  return node.b.emit(quantAvgPool, [node.input(0)], {
    ...(node.string("data_layout", "NCHW") === "NHWC" ? channelsBehind(windows) : windows),
    shift: Math.max(0, bits - node.int("obits", 1)),
  });
};

/** QONNX's operators that compute on codes, or with channels behind the spatial axes. */
export const qonnxLayouts: LoweringTable = {
  MaxPoolNHWC: lowerMaxPool,
  QuantAvgPool2d: lowerQuantAvgPool,
  XnorPopcountMatMul: (node) => node.b.emit(xnorPopcountMatMul, requiredInputs(node, 2), {}),
};

/** ONNX's operators with channels behind the spatial axes. */
export const channelsLast: LoweringTable = {
  BatchNormalization: lowerBatchNormalization,
  Conv: lowerConv,
  MaxPool: lowerMaxPool,
};
