/** How the shapes and types of an operation's values belong together. */
export type Likeness =
  /** Operands and results have one shape and one element type. */
  | "types"
  /** They have one shape. */
  | "shapes"
  /** The same, but that scalars are allowed among the operands. */
  | "shapes or scalars"
  | undefined;

/** A count, or the least one. */
export type Count = number | { readonly least: number };

/** What an operation of a known name must have. */
export interface Signature {
  readonly operands: Count;
  readonly results: Count;
  readonly regions: Count;
  readonly attributes: readonly string[];
  readonly likeness: Likeness;
}

type Row = readonly [names: string, Omit<Signature, "attributes" | "regions"> & Partial<Signature>];

const ANY: Count = { least: 0 };
const SOME: Count = { least: 1 };

const one = (operands: Count, attributes = "", likeness?: Likeness) => ({
  operands,
  results: 1,
  attributes: attributes === "" ? [] : attributes.split(" "),
  likeness,
});

const withRegions = (regions: Count, operands: Count, results: Count, attributes = "") => ({
  ...one(operands, attributes),
  results,
  regions,
});

/**
 * Operations of StableHLO and CHLO by what they must have; what is not here is not looked at.
 *
 * Source: StableHLO specification, inputs and outputs of each operation.
 */
const ROWS: readonly Row[] = [
  [
    "cbrt ceil cosine count_leading_zeros exponential exponential_minus_one floor log log_plus_one " +
      "logistic negate not popcnt round_nearest_afz round_nearest_even rsqrt sign sine sqrt tan tanh",
    one(1, "", "types"),
  ],
  ["abs convert imag is_finite real uniform_dequantize uniform_quantize", one(1, "", "shapes")],
  [
    "add and atan2 divide maximum minimum multiply or power remainder shift_left " +
      "shift_right_arithmetic shift_right_logical subtract xor",
    one(2, "", "types"),
  ],
  ["complex", one(2, "", "shapes")],
  ["compare", one(2, "comparison_direction", "shapes")],
  ["clamp select", one(3, "", "shapes or scalars")],
  ["reduce_precision", one(1, "exponent_bits mantissa_bits", "types")],
  ["constant", one(0, "value")],
  ["iota", one(0, "iota_dimension")],
  ["dynamic_iota", one(1, "iota_dimension")],
  ["bitcast_convert reshape cholesky", one(1)],
  ["dynamic_reshape", one(2)],
  ["broadcast", one(1, "broadcast_sizes")],
  ["broadcast_in_dim", one(1, "broadcast_dimensions")],
  ["dynamic_broadcast_in_dim", one(2, "broadcast_dimensions")],
  ["transpose", one(1, "permutation")],
  ["reverse", one(1, "dimensions")],
  ["slice", one(1, "start_indices limit_indices strides")],
  ["real_dynamic_slice", one(4)],
  ["dynamic_slice", one(SOME, "slice_sizes")],
  ["dynamic_update_slice", one({ least: 2 })],
  ["concatenate", one(SOME, "dimension")],
  ["pad", one(2, "edge_padding_low edge_padding_high interior_padding")],
  ["dynamic_pad", one(5)],
  ["get_dimension_size", one(1, "dimension")],
  ["set_dimension_size", one(2, "dimension")],
  ["gather", one(2, "dimension_numbers slice_sizes")],
  ["dynamic_gather", one(3, "dimension_numbers")],
  ["dot", one(2)],
  ["dot_general", one(2, "dot_dimension_numbers")],
  ["convolution", one(2, "dimension_numbers feature_group_count batch_group_count")],
  ["dynamic_conv", one(3, "dimension_numbers feature_group_count batch_group_count")],
  ["fft", one(1, "fft_type fft_length")],
  ["triangular_solve", one(2, "left_side lower unit_diagonal transpose_a")],
  ["rng_bit_generator", { ...one(1, "rng_algorithm"), results: 2 }],
  ["batch_norm_inference", one(5, "epsilon feature_index")],
  ["tuple", one(ANY)],
  ["get_tuple_element", one(1, "index")],
  ["after_all", one(ANY)],
  ["optimization_barrier", { ...one(ANY), results: ANY }],
  ["custom_call", { ...one(ANY, "call_target_name"), results: ANY }],
  ["composite", withRegions(ANY, ANY, ANY, "name decomposition")],
  ["while", withRegions(2, ANY, ANY)],
  ["if", withRegions(2, 1, ANY)],
  ["case", withRegions(SOME, 1, ANY)],
  ["reduce", withRegions(1, { least: 2 }, SOME, "dimensions")],
  ["reduce_window", withRegions(1, { least: 2 }, SOME, "window_dimensions")],
  ["sort", withRegions(1, SOME, SOME)],
  ["map", withRegions(1, SOME, 1)],
  ["scatter", withRegions(1, { least: 3 }, SOME, "scatter_dimension_numbers")],
  ["select_and_scatter", withRegions(2, 3, 1)],
  ["all_reduce", withRegions(1, SOME, SOME, "replica_groups")],
  ["reduce_scatter", withRegions(1, 1, 1, "scatter_dimension replica_groups")],
];

const CHLO_ROWS: readonly Row[] = [
  [
    "acos acosh asin asinh atan atanh bessel_i1e cosh digamma erf erf_inv erfc lgamma sinh square tan",
    one(1, "", "types"),
  ],
  ["mulhi next_after", one(2, "", "types")],
  ["top_k", { ...one(1, "k"), results: 2 }],
  ["ragged_dot", one({ least: 3 }, "ragged_dot_dimension_numbers")],
];

const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...signaturesOf("stablehlo", ROWS),
  ...signaturesOf("chlo", CHLO_ROWS),
]);

function signaturesOf(dialect: string, rows: readonly Row[]): (readonly [string, Signature])[] {
  return rows.flatMap(([names, given]) => {
    const signature = { regions: 0, attributes: [], ...given };
    return names.split(" ").map((name) => [`${dialect}.${name}`, signature] as const);
  });
}

/** What an operation must have; undefined for names that are not known. */
export function signatureOf(name: string): Signature | undefined {
  return SIGNATURES.get(name);
}
