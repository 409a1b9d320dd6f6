import type { Attribute } from "../../stablehlo/program/attribute.ts";
import { collectives } from "./collectives.ts";
import { contractions } from "./contractions.ts";
import { chains } from "./control.ts";
import { dictionaryOf } from "./dictionary.ts";
import { indexing } from "./indexing.ts";
import { bool, enumerated, i64Array, i64Vector, integer } from "./mlir.ts";
import { movement } from "./movement.ts";
import { reductions } from "./reductions.ts";
import type { Said, Use } from "./use.ts";

type Rule = (use: Use) => Said;

/** Opcodes whose operation has their name, `_` for `-`, and no attribute. */
const PLAIN = `abs add after-all and atan2 bitcast-convert cbrt ceil clamp complex convert cosine
  divide exponential exponential-minus-one floor imag is-finite log log-plus-one logistic maximum
  minimum multiply negate not or partition-id popcnt power real remainder replica-id reshape
  round-nearest-afz round-nearest-even rsqrt select shift-left shift-right-arithmetic
  shift-right-logical sign sine sqrt subtract tan tanh tuple xor`.split(/\s+/);

const OTHER_NAMES: Readonly<Record<string, string>> = {
  "count-leading-zeros": "stablehlo.count_leading_zeros",
  "opt-barrier": "stablehlo.optimization_barrier",
  acos: "chlo.acos",
  acosh: "chlo.acosh",
  asin: "chlo.asin",
  asinh: "chlo.asinh",
  atan: "chlo.atan",
  atanh: "chlo.atanh",
  cosh: "chlo.cosh",
  erf: "chlo.erf",
  sinh: "chlo.sinh",
};

const RULES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    PLAIN.map((opcode): [string, Rule] => {
      const name = `stablehlo.${opcode.replaceAll("-", "_")}`;
      return [opcode, () => ({ name })];
    }),
  ),
  ...Object.fromEntries(
    Object.entries(OTHER_NAMES).map(([opcode, name]): [string, Rule] => [opcode, () => ({ name })]),
  ),
  ...movement,
  ...indexing,
  ...contractions,
  ...reductions,
  ...collectives,
  ...chains,
  compare,
  "custom-call": customCall,
  cholesky: (use) => ({
    name: "stablehlo.cholesky",
    attributes: { lower: bool(use.flag("lower")) },
  }),
  fft: (use) => ({
    name: "stablehlo.fft",
    attributes: {
      fft_type: enumerated("fft_type", use.needed("fft_type")),
      fft_length: i64Array(use.integers("fft_length", [])),
    },
  }),
  "reduce-precision": (use) => ({
    name: "stablehlo.reduce_precision",
    attributes: {
      exponent_bits: integer(use.integer("exponent_bits"), "i32"),
      mantissa_bits: integer(use.integer("mantissa_bits"), "i32"),
    },
  }),
  rng,
  "rng-bit-generator": (use) => ({
    name: "stablehlo.rng_bit_generator",
    attributes: {
      rng_algorithm: enumerated(
        "rng_algorithm",
        use.needed("algorithm").replace(/^rng_/, "").toUpperCase(),
      ),
    },
    hasParts: true,
  }),
  topk: (use) => {
    if (use.raw("largest") !== undefined && !use.flag("largest")) return unknown(use);
    return { name: "chlo.top_k", attributes: { k: integer(use.integer("k")) }, hasParts: true };
  },
  "triangular-solve": (use) => ({
    name: "stablehlo.triangular_solve",
    attributes: {
      left_side: bool(use.flag("left_side")),
      lower: bool(use.flag("lower")),
      unit_diagonal: bool(use.flag("unit_diagonal")),
      transpose_a: enumerated("transpose", use.raw("transpose_a") ?? "NO_TRANSPOSE"),
    },
  }),
  "batch-norm-inference": (use) => batchNorm(use, "batch_norm_inference"),
  "batch-norm-training": (use) => batchNorm(use, "batch_norm_training"),
  "batch-norm-grad": (use) => batchNorm(use, "batch_norm_grad"),
};

/** An instruction in StableHLO's words; `hlo.<opcode>` where there is no such operation. */
export function say(use: Use): Said {
  const { opcode } = use.instruction;
  return Object.hasOwn(RULES, opcode) ? (RULES[opcode] as Rule)(use) : unknown(use);
}

/** Everything as it was: whoever lowers the program may refuse it by name. */
export function unknown(use: Use): Said {
  const { opcode, attributes } = use.instruction;
  const texts = [...attributes].filter(([key]) => key !== "metadata" && key !== "sharding");
  return {
    name: `hlo.${opcode}`,
    attributes: Object.fromEntries(
      texts.map(([key, value]): [string, Attribute] => [key, { kind: "string", value }]),
    ),
  };
}

/** The shape, which HLO takes from the result, is an operand in StableHLO. */
function rng(use: Use): Said {
  const { type } = use;
  if (type.kind !== "tensor" || type.shape.some((size) => typeof size !== "number")) {
    return unknown(use);
  }
  const { name, at } = use.instruction;
  const value = i64Vector(type.shape.map(Number));
  const shape = { type: value.elements.type, name: `${name}.shape`, location: undefined };
  const before = {
    name: "stablehlo.constant",
    operands: [],
    results: [shape],
    attributes: new Map([["value", value]]),
    regions: [],
    location: undefined,
    at,
  };
  const distribution = use.needed("distribution").replace(/^rng_/, "").toUpperCase();
  return {
    name: "stablehlo.rng",
    operands: [...use.operands, shape],
    attributes: { rng_distribution: enumerated("rng_distribution", distribution) },
    before: [before],
  };
}

function compare(use: Use): Said {
  const { element } = use.tensor(0);
  return {
    name: "stablehlo.compare",
    attributes: {
      comparison_direction: enumerated("comparison_direction", use.needed("direction")),
      compare_type: enumerated("comparison_type", use.raw("type") ?? comparisonType(element)),
    },
  };
}

/** Source: XLA `Comparison::DefaultComparisonType`. */
function comparisonType(element: string): string {
  if (element === "i1" || element.startsWith("ui")) return "UNSIGNED";
  return /^s?i/.test(element) ? "SIGNED" : "FLOAT";
}

const TYPED_FFI = 4;
const API_VERSIONS: Readonly<Record<string, number>> = {
  API_VERSION_UNSPECIFIED: 0,
  API_VERSION_ORIGINAL: 1,
  API_VERSION_STATUS_RETURNING: 2,
  API_VERSION_STATUS_RETURNING_UNIFIED: 3,
  API_VERSION_TYPED_FFI: TYPED_FFI,
};

function customCall(use: Use): Said {
  const text = use.raw("api_version") ?? "1";
  const version = Object.hasOwn(API_VERSIONS, text) ? API_VERSIONS[text] : Number(text);
  if (version === undefined || !Number.isInteger(version)) {
    return use.failValue("api_version", "a known one", text);
  }
  return {
    name: "stablehlo.custom_call",
    attributes: {
      call_target_name: { kind: "string", value: use.string("custom_call_target") },
      has_side_effect: bool(use.flag("custom_call_has_side_effect")),
      backend_config: configuration(use, version),
      api_version: integer(version, "i32"),
    },
  };
}

/** A dictionary of MLIR where the target is called with types, else a text. */
function configuration(use: Use, version: number): Attribute {
  const text = use.raw("backend_config") === undefined ? "" : use.string("backend_config");
  const isDictionary = version === TYPED_FFI && text.startsWith("{");
  return isDictionary ? dictionaryOf(text, use) : { kind: "string", value: text };
}

function batchNorm(use: Use, name: string): Said {
  return {
    name: `stablehlo.${name}`,
    attributes: {
      epsilon: { kind: "float", text: use.needed("epsilon"), type: "f32" },
      feature_index: integer(use.integer("feature_index")),
    },
    hasParts: true,
  };
}
