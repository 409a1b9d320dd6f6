import type { Attribute } from "../../stablehlo/program/attribute.ts";
import { itemsOf } from "../attribute-text.ts";
import { boolArray, enumerated, i64Array, i64Table, integer, structured } from "./mlir.ts";
import type { Said, Use } from "./use.ts";
import { windowOf } from "./windows.ts";

/** Dot and convolution. */
export const contractions: Readonly<Record<string, (use: Use) => Said>> = {
  dot(use) {
    const algorithm = use.raw("algorithm");
    const dimensions = structured("stablehlo.dot", [
      ["lhs_batching_dimensions", use.integers("lhs_batch_dims", [])],
      ["rhs_batching_dimensions", use.integers("rhs_batch_dims", [])],
      ["lhs_contracting_dimensions", use.integers("lhs_contracting_dims", [])],
      ["rhs_contracting_dimensions", use.integers("rhs_contracting_dims", [])],
    ]);
    return {
      name: "stablehlo.dot_general",
      attributes: {
        dot_dimension_numbers: dimensions,
        precision_config: precision(use),
        ...(algorithm === undefined ? {} : { algorithm: dotAlgorithm(use, algorithm) }),
      },
    };
  },
  convolution(use) {
    const window = windowOf(use);
    return {
      name: "stablehlo.convolution",
      attributes: {
        dimension_numbers: dimensionNumbers(use),
        window_strides: i64Array(window.stride),
        padding: i64Table(window.padding, 2),
        lhs_dilation: i64Array(window.baseDilation),
        rhs_dilation: i64Array(window.dilation),
        window_reversal: boolArray(window.reversal),
        feature_group_count: integer(use.integer("feature_group_count", 1n)),
        batch_group_count: integer(use.integer("batch_group_count", 1n)),
        precision_config: precision(use),
      },
    };
  },
};

/** `b01f_01io->b01f` as `[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]`. */
function dimensionNumbers(use: Use): Attribute {
  const text = use.needed("dim_labels");
  const parts = /^([0-9bf?]+)_([0-9io?]+)->([0-9bf?]+)$/.exec(text);
  if (parts === null) return use.failValue("dim_labels", "lhs_rhs->output", text);
  const [lhs, rhs, output] = parts.slice(1).map((part) => `[${[...part].join(", ")}]`);
  return { kind: "dialect", name: "stablehlo.conv", body: `${lhs}x${rhs}->${output}` };
}

/** `operand_precision={highest,default}` of the two operands. */
function precision(use: Use): Attribute {
  const text = use.raw("operand_precision") ?? "{default,default}";
  const names = itemsOf(text) ?? use.failValue("operand_precision", "two of them", text);
  return {
    kind: "list",
    items: names.map((name) => enumerated("precision", name.toUpperCase())),
  };
}

/** `dot_bf16_bf16_f32_x3`: types of the operands and of the sum, products per product. */
function dotAlgorithm(use: Use, text: string): Attribute {
  const types = /^dot_(any_f8|[a-z]+\d+)_(any_f8|[a-z]+\d+)_([a-z]+\d+)(.*)$/.exec(text);
  const rest = /^(?:_x(\d))?(_fast_accum)?$/.exec(types?.[4] ?? "?");
  if (types === null || rest === null) return use.failValue("algorithm", "a known one", text);
  const typeOf = (name: string | undefined, operand: number) =>
    name === "any_f8" ? use.tensor(operand).element : name;
  const fields = [
    `lhs_precision_type = ${typeOf(types[1], 0)}`,
    `rhs_precision_type = ${typeOf(types[2], 1)}`,
    `accumulation_type = ${types[3]}`,
    "lhs_component_count = 1",
    "rhs_component_count = 1",
    `num_primitive_operations = ${rest[1] ?? 1}`,
    `allow_imprecise_accumulation = ${rest[2] !== undefined}`,
  ];
  return { kind: "dialect", name: "stablehlo.dot_algorithm", body: fields.join(", ") };
}
