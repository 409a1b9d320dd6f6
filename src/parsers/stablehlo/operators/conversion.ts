import { isFloat } from "../../../graph/element-type.ts";
import { floatFormat } from "../../../graph/float-format.ts";
import { bitcastConvert } from "../../../ops/core/bitcast-convert.ts";
import { convert } from "../../../ops/core/convert.ts";
import { reducePrecision } from "../../../ops/core/reduce-precision.ts";
import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { isPair } from "../lowering/meaning.ts";
import { complexPart } from "../program/element-names.ts";

const lowerConvert: Lowering = (node) => {
  const to = node.resultElementOrPart();
  const { b } = node;
  const meaning = node.meaning(0);
  const as = (id: number) =>
    b.element(id) === to ? id : b.emit(convert, [id], { to, saturate: false });
  const isComplex = complexPart(node.resultType().element) !== undefined;
  if (isPair(meaning)) {
    return isComplex ? { kind: "complex", re: as(meaning.re), im: as(meaning.im) } : as(meaning.re);
  }
  const re = as(node.tensor(0));
  if (!isComplex) return re;
  return { kind: "complex", re, im: node.filled(to, b.shape(re), 0) };
};

const lowerBitcastConvert: Lowering = (node) => {
  const pair = node.meaning(0);
  if (isPair(pair) && complexPart(node.resultType().element) === node.b.element(pair.re)) {
    return pair;
  }
  const to = node.resultElement();
  const x = node.tensor(0);
  const from = node.element(0);
  if (from !== to && (from === "bool" || to === "bool")) {
    node.refuse("unsupported-type", "types of numbers", `${from} as ${to}`);
  }
  return node.b.element(x) === to ? x : node.b.emit(bitcastConvert, [x], { to });
};

const lowerReducePrecision: Lowering = (node) => {
  const element = node.element(0);
  if (isFloat(element) && floatFormat(element).infinityCode === null) {
    node.refuse("unsupported-type", "a float type with infinities", element);
  }
  return node.b.emit(reducePrecision, [node.tensor(0)], {
    exponentBits: node.integer("exponent_bits"),
    mantissaBits: node.integer("mantissa_bits"),
  });
};

export const CONVERSIONS: LoweringTable = {
  "stablehlo.convert": lowerConvert,
  "stablehlo.bitcast_convert": lowerBitcastConvert,
  "stablehlo.reduce_precision": lowerReducePrecision,
};
