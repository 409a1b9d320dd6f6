import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { describe, isCodes } from "../lowering/meaning.ts";
import { isQuantized, quantizedTypeOf } from "../lowering/quantized-type.ts";
import type { Operation } from "../program/program.ts";
import { dequantized, quantized } from "./codes.ts";
import { movingCodes } from "./moved-codes.ts";
import { asCodes, hasQuantized, throughCodes, throughReals } from "./quantized-forms.ts";
import { plainOperation } from "./reduction.ts";

/** Codes of real values, or of those that other codes mean. */
const lowerUniformQuantize: Lowering = (node) => {
  const { b } = node;
  const operand = node.meaning(0);
  const x = isCodes(operand) ? dequantized(b, operand) : node.tensor(0);
  const { element } = node.resultType();
  const of = quantizedTypeOf(element);
  if (of === undefined) return node.refuse("invalid-graph", "a quantized result", element);
  if (b.element(x) !== of.expressed) {
    node.refuse("invalid-graph", `real values of type ${of.expressed}`, b.element(x));
  }
  return quantized(b, x, of);
};

const lowerUniformDequantize: Lowering = (node) => {
  const operand = node.meaning(0);
  if (isCodes(operand)) return dequantized(node.b, operand);
  return node.refuse("invalid-graph", "an operand of a quantized type", describe(operand));
};

export const QUANTIZATION: LoweringTable = {
  "stablehlo.uniform_quantize": lowerUniformQuantize,
  "stablehlo.uniform_dequantize": lowerUniformDequantize,
};

type Form = (lowering: Lowering) => Lowering;

/** How operations that know nothing of quantized types are done on them; all others refuse them. */
const FORMS: readonly (readonly [Form, string])[] = [
  [
    throughReals,
    "abs add atan2 cbrt ceil clamp compare cosine divide exponential exponential_minus_one floor " +
      "iota log log_plus_one logistic maximum minimum multiply negate power reduce_precision " +
      "remainder round_nearest_afz round_nearest_even rsqrt select sign sine sqrt subtract tan tanh",
  ],
  [
    movingCodes,
    "broadcast broadcast_in_dim concatenate copy dynamic_broadcast_in_dim dynamic_gather " +
      "dynamic_pad dynamic_reshape dynamic_slice dynamic_update_slice gather pad " +
      "real_dynamic_slice reshape reverse set_dimension_size slice transpose",
  ],
  [throughCodes, "get_dimension_size"],
  [asCodes, "bitcast_convert"],
  [reducingCodes, "reduce reduce_window"],
];

const FORM_OF: ReadonlyMap<string, Form> = new Map([
  ...FORMS.flatMap(([form, names]) =>
    names.split(" ").map((name) => [`stablehlo.${name}`, form] as const),
  ),
  ...["hlo.copy", "sdy.propagation_barrier", "sdy.reshard", "sdy.sharding_constraint"].map(
    (name) => [name, movingCodes] as const,
  ),
]);

/** The lowering of an operation, also for operands and results of quantized types. */
export function withQuantized(name: string, lowering: Lowering): Lowering {
  const form = FORM_OF.get(name);
  if (form === undefined) return lowering;
  const own = form(lowering);
  return (node) => (hasQuantized(node.operation) ? own(node) : lowering(node));
}

/** The largest or smallest of codes is that of their values: scales are positive. */
function reducingCodes(lowering: Lowering): Lowering {
  const move = movingCodes(lowering);
  return (node) => {
    const combined = plainOperation(node.region(0));
    const orders = combined === "stablehlo.maximum" || combined === "stablehlo.minimum";
    if (orders && survives(node.operation)) return move(node);
    const got = combined ?? "another region";
    return node.refuse("unsupported-operator", "maximum or minimum of quantized values", got);
  };
}

/** True where values that are quantized again have the codes that they had: no more than 16 bits. */
function survives({ operands }: Operation): boolean {
  return operands.every(({ type }) => {
    if (type.kind !== "tensor" || !isQuantized(type.element)) return false;
    const of = quantizedTypeOf(type.element);
    if (of === undefined || of.most - of.least >= 2 ** 16) return false;
    const isWide = of.expressed === "f32" || of.expressed === "f64";
    return isWide && of.scales.every((scale) => scale > 2 ** -100 && scale < 2 ** 100);
  });
}
