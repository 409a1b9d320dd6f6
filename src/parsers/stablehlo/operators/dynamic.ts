import { toNumbers } from "../../../graph/tensor.ts";
import { add } from "../../../ops/core/arithmetic.ts";
import { dynamicSlice } from "../../../ops/core/dynamic-slice.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { mapTensors } from "../lowering/meaning.ts";
import { iotaOf } from "./constants.ts";
import { lowerConvolution } from "./contraction.ts";
import { gathered } from "./indexing.ts";
import { broadcastInDim, padded, sliced } from "./movement.ts";

const lowerDimensionSize: Lowering = (node) =>
  node.b.scalar("i32", node.shape(0)[node.integer("dimension")] as number);

const lowerDynamicBroadcast: Lowering = (node) => {
  const shape = node.numbers(1);
  const dims = node.integers("broadcast_dimensions");
  return mapTensors(node.meaning(0), (id) => broadcastInDim(node.b, id, dims, shape));
};

const lowerDynamicIota: Lowering = (node) =>
  iotaOf(node, node.resultElementOrPart(), node.numbers(0), node.integer("iota_dimension"));

const lowerDynamicReshape: Lowering = (node) => {
  const shape = node.numbers(1);
  return mapTensors(node.meaning(0), (id) => node.b.emit(reshape, [id], { shape }));
};

const lowerDynamicPad: Lowering = (node) =>
  padded(node, { low: node.numbers(2), high: node.numbers(3), interior: node.numbers(4) });

const lowerRealDynamicSlice: Lowering = (node) => {
  const sizes = sizesOfMoving(node);
  if (sizes !== undefined) return slicedAt(node, sizes);
  const [starts, limits, steps] = [node.numbers(1), node.numbers(2), node.numbers(3)];
  return mapTensors(node.meaning(0), (id) => sliced(node.b, id, { starts, limits, steps }));
};

/**
 * Sizes of a slice that starts where only the run says, a loop's counter for one: those that its
 * limits add to its starts. Undefined where the starts are known, or the limits are made otherwise.
 */
function sizesOfMoving(node: OperationContext): readonly number[] | undefined {
  const { target } = node.around;
  const { graph } = node.b;
  const [starts, limits] = [node.tensor(1), node.tensor(2)];
  if (target.value(starts) !== undefined) return undefined;
  const producer = graph.producer(limits);
  if (producer === undefined || graph.node(producer).operator !== add.name) return undefined;
  const { inputs } = graph.node(producer);
  const sizes = inputs.find((id) => id !== starts);
  if (sizes === undefined || !inputs.includes(starts)) return undefined;
  const value = target.valueNow(sizes);
  return value === undefined || node.numbers(3).some((step) => step !== 1)
    ? undefined
    : toNumbers(value);
}

function slicedAt(node: OperationContext, sizes: readonly number[]) {
  const { b } = node;
  const starts = sizes.map((_, axis) => {
    const one = sliced(b, node.tensor(1), { starts: [axis], limits: [axis + 1], steps: [1] });
    return b.emit(reshape, [one], { shape: [] });
  });
  return mapTensors(node.meaning(0), (id) => b.emit(dynamicSlice, [id, ...starts], { sizes }));
}

/** A convolution whose padding is computed: that of a window on symbolic sizes. */
const lowerDynamicConv: Lowering = (node) => lowerConvolution(node.withNumbers(["padding"]));

const lowerDynamicGather: Lowering = (node) => gathered(node, node.numbers(2));

/** Dimensions that are not static have the sizes that were bound: nothing is cut off. */
const lowerSetDimensionSize: Lowering = (node) => {
  const size = node.numbers(1)[0];
  const own = node.shape(0)[node.integer("dimension")];
  if (size !== own) node.refuse("unsupported-operator", `a size of ${own}`, `${size}`);
  return node.meaning(0);
};

export const DYNAMIC: LoweringTable = {
  "stablehlo.get_dimension_size": lowerDimensionSize,
  "stablehlo.set_dimension_size": lowerSetDimensionSize,
  "stablehlo.dynamic_broadcast_in_dim": lowerDynamicBroadcast,
  "stablehlo.dynamic_iota": lowerDynamicIota,
  "stablehlo.dynamic_reshape": lowerDynamicReshape,
  "stablehlo.dynamic_pad": lowerDynamicPad,
  "stablehlo.real_dynamic_slice": lowerRealDynamicSlice,
  "stablehlo.dynamic_gather": lowerDynamicGather,
  "stablehlo.dynamic_conv": lowerDynamicConv,
};
