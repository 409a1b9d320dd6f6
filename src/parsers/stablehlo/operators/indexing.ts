import type { ElementType } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { convert } from "../../../ops/core/convert.ts";
import { dynamicSlice, dynamicUpdateSlice } from "../../../ops/core/dynamic-slice.ts";
import { gather } from "../../../ops/core/gather.ts";
import { scatterBy } from "../../../ops/core/scatter-by.ts";
import { sortBy } from "../../../ops/leaf/sort-by.ts";
import { topK } from "../../../ops/leaf/top-k.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { mapTensors, tensorsOf } from "../lowering/meaning.ts";
import { resultsOf, scalarType } from "./reduction.ts";

const lowerGather: Lowering = (node) => gathered(node, node.integers("slice_sizes"));

export function gathered(node: OperationContext, sliceSizes: readonly number[]) {
  const numbers = node.parameters("dimension_numbers");
  const attributes = {
    offsetDims: numbers.list("offset_dims"),
    collapsedSliceDims: numbers.list("collapsed_slice_dims"),
    operandBatchingDims: numbers.list("operand_batching_dims"),
    startIndicesBatchingDims: numbers.list("start_indices_batching_dims"),
    startIndexMap: numbers.list("start_index_map"),
    indexVectorDim: numbers.number("index_vector_dim", 0),
    sliceSizes,
  };
  const indices = node.tensor(1);
  return mapTensors(node.meaning(0), (id) => node.b.emit(gather, [id, indices], attributes));
}

const lowerScatter: Lowering = (node) => {
  const count = (node.inputs.length - 1) / 2;
  const numbers = node.parameters("scatter_dimension_numbers");
  const attributes = {
    updateWindowDims: numbers.list("update_window_dims"),
    insertedWindowDims: numbers.list("inserted_window_dims"),
    inputBatchingDims: numbers.list("input_batching_dims"),
    scatterIndicesBatchingDims: numbers.list("scatter_indices_batching_dims"),
    scatterDimsToOperandDims: numbers.list("scatter_dims_to_operand_dims"),
    indexVectorDim: numbers.number("index_vector_dim", 0),
  };
  const inputs = node.inputs.slice(0, count).flatMap(tensorsOf);
  const updates = node.inputs.slice(count + 1).flatMap(tensorsOf);
  const types = [...inputs, ...updates].map((id) => scalarType(node.b, id));
  const { region, captured } = node.around.scalarRegion(node.region(0), types);
  const all = [node.tensor(count), ...inputs, ...updates, ...captured];
  return resultsOf(node, node.b.emitAll(scatterBy, all, attributes, [region]));
};

const lowerDynamicSlice: Lowering = (node) => {
  const sizes = node.integers("slice_sizes");
  const starts = node.tensors(1);
  return mapTensors(node.meaning(0), (id) => node.b.emit(dynamicSlice, [id, ...starts], { sizes }));
};

const lowerDynamicUpdateSlice: Lowering = (node) => {
  const updates = tensorsOf(node.meaning(1));
  const starts = node.tensors(2);
  let part = 0;
  return mapTensors(node.meaning(0), (id) =>
    node.b.emit(dynamicUpdateSlice, [id, updates[part++] as TensorId, ...starts], {}),
  );
};

const lowerSort: Lowering = (node) => {
  const dimension = node.integer("dimension", -1);
  const parts = node.inputs.map(tensorsOf);
  const ids = parts.flat();
  const rank = node.b.shape(ids[0] as TensorId).length;
  const types = ids.flatMap((id) => [scalarType(node.b, id), scalarType(node.b, id)]);
  const { region, captured } = node.around.scalarRegion(node.region(0), types, pairOrder(parts));
  const axis = dimension < 0 ? dimension + rank : dimension;
  return resultsOf(node, node.b.emitAll(sortBy, [...ids, ...captured], { axis }, [region]));
};

/**
 * A sort gives its region two scalars of each tensor in turn; the region takes both parts of a complex
 * number together, then those of the other one.
 */
function pairOrder(parts: readonly (readonly TensorId[])[]): readonly number[] {
  let next = 0;
  return parts.flatMap((ids) => {
    const later = ids.map(() => 2 * next++);
    return [...later, ...later.map((place) => place + 1)];
  });
}

/** The largest along the last axis, in total order, and where they are. */
const lowerTopK: Lowering = (node) => {
  const k = node.integer("k");
  const axis = node.shape(0).length - 1;
  const { b } = node;
  const element = node.element(0);
  const as = (id: TensorId, to: ElementType) => b.emit(convert, [id], { to, saturate: false });
  const isBool = element === "bool";
  const x = isBool ? as(node.tensor(0), "u8") : node.tensor(0);
  const order = { k, axis, largest: true, totalOrder: true } as const;
  const [values, places] = b.emitAll(topK, [x], order) as [TensorId, TensorId];
  return [isBool ? as(values, "bool") : values, as(places, node.resultElement(1))];
};

export const INDEXING: LoweringTable = {
  "stablehlo.gather": lowerGather,
  "stablehlo.scatter": lowerScatter,
  "stablehlo.dynamic_slice": lowerDynamicSlice,
  "stablehlo.dynamic_update_slice": lowerDynamicUpdateSlice,
  "stablehlo.sort": lowerSort,
  "chlo.top_k": lowerTopK,
};
