import { reshape } from "../../../ops/core/reshape.ts";
import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { mapTensors } from "../lowering/meaning.ts";
import { iotaOf } from "./constants.ts";
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
  const [starts, limits, steps] = [node.numbers(1), node.numbers(2), node.numbers(3)];
  return mapTensors(node.meaning(0), (id) => sliced(node.b, id, { starts, limits, steps }));
};

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
};
