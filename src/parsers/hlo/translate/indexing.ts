import { bool, i64Array, integer, structured } from "./mlir.ts";
import { onlyDimension } from "./movement.ts";
import type { Said, Use } from "./use.ts";

/** Opcodes that pick elements by index, or put them there, and sorting. */
export const indexing: Readonly<Record<string, (use: Use) => Said>> = {
  "dynamic-slice": (use) => {
    // An older form has all indices in one operand.
    if (!hasScalarIndices(use, 1)) return { name: "hlo.dynamic-slice" };
    return {
      name: "stablehlo.dynamic_slice",
      attributes: { slice_sizes: i64Array(use.integers("dynamic_slice_sizes")) },
    };
  },
  "dynamic-update-slice": (use) => ({
    name: hasScalarIndices(use, 2) ? "stablehlo.dynamic_update_slice" : "hlo.dynamic-update-slice",
  }),
  gather,
  scatter,
  sort: (use) => ({
    name: "stablehlo.sort",
    attributes: {
      dimension: integer(onlyDimension(use)),
      is_stable: bool(use.flag("is_stable")),
    },
    regions: [use.region("to_apply", { parts: true })],
    hasParts: true,
  }),
};

function hasScalarIndices(use: Use, first: number): boolean {
  const indices = use.operands.slice(first).map((_, i) => use.tensor(first + i));
  return indices.every((type) => type.shape.length === 0);
}

function gather(use: Use): Said {
  const dimensions = structured("stablehlo.gather", [
    ["offset_dims", use.integers("offset_dims")],
    ["collapsed_slice_dims", use.integers("collapsed_slice_dims")],
    ["operand_batching_dims", use.integers("operand_batching_dims", [])],
    ["start_indices_batching_dims", use.integers("start_indices_batching_dims", [])],
    ["start_index_map", use.integers("start_index_map")],
    ["index_vector_dim", use.integer("index_vector_dim")],
  ]);
  return {
    name: "stablehlo.gather",
    attributes: {
      dimension_numbers: dimensions,
      slice_sizes: i64Array(use.integers("slice_sizes")),
      indices_are_sorted: bool(use.flag("indices_are_sorted")),
    },
  };
}

function scatter(use: Use): Said {
  const dimensions = structured("stablehlo.scatter", [
    ["update_window_dims", use.integers("update_window_dims")],
    ["inserted_window_dims", use.integers("inserted_window_dims")],
    ["input_batching_dims", use.integers("input_batching_dims", [])],
    ["scatter_indices_batching_dims", use.integers("scatter_indices_batching_dims", [])],
    ["scatter_dims_to_operand_dims", use.integers("scatter_dims_to_operand_dims")],
    ["index_vector_dim", use.integer("index_vector_dim")],
  ]);
  return {
    name: "stablehlo.scatter",
    attributes: {
      scatter_dimension_numbers: dimensions,
      indices_are_sorted: bool(use.flag("indices_are_sorted")),
      unique_indices: bool(use.flag("unique_indices")),
    },
    regions: [use.region("to_apply", { parts: true })],
    hasParts: true,
  };
}
