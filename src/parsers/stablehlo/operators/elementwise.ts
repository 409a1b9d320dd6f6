import { isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import {
  complexEqual,
  complexMaximum,
  complexMinimum,
  complexNotEqual,
} from "../../../ops/complex/comparison.ts";
import { shiftRightArithmetic, shiftRightLogical } from "../../../ops/composite/shifts.ts";
import * as arithmetic from "../../../ops/core/arithmetic.ts";
import { atan2 } from "../../../ops/core/atan2.ts";
import { countLeadingZeros } from "../../../ops/core/bit-counting.ts";
import { isFiniteNumber, isInfinite } from "../../../ops/core/classification.ts";
import { clip } from "../../../ops/core/clip.ts";
import * as comparison from "../../../ops/core/comparison.ts";
import { integerDivide, integerRemainder } from "../../../ops/core/integer-division.ts";
import * as logic from "../../../ops/core/logic.ts";
import { multiplyHigh } from "../../../ops/core/multiply-high.ts";
import { nextAfter } from "../../../ops/core/next-after.ts";
import { power } from "../../../ops/core/power.ts";
import * as rounding from "../../../ops/core/rounding.ts";
import { select } from "../../../ops/core/select.ts";
import * as special from "../../../ops/core/special-functions.ts";
import * as transcendental from "../../../ops/core/transcendental.ts";
import type { CompositeOperator, PrimitiveOperator } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { isPair, mapTensors, type Pair, tensorsOf } from "../lowering/meaning.ts";
import { lowerPopulationCount } from "./bit-products.ts";
import { lowerCosh, lowerSinh } from "./hyperbolic.ts";

type Unary = PrimitiveOperator<object, 1> | CompositeOperator<object, 1>;
type Binary = PrimitiveOperator<object, 2> | CompositeOperator<object, 2>;

/** One operator of one operand. */
function unary(operator: Unary, whenInteger: Unary = operator, whenBool = whenInteger): Lowering {
  return (node) => node.b.emit(pick(node, [operator, whenInteger, whenBool]), [node.tensor(0)], {});
}

/** One operator of two operands. */
function binary(
  operator: Binary,
  whenInteger: Binary = operator,
  whenBool: Binary = whenInteger,
): Lowering {
  return (node) => {
    const operands = [node.tensor(0), node.tensor(1)] as const;
    return node.b.emit(pick(node, [operator, whenInteger, whenBool]), operands, {});
  };
}

/** The operator for floats, integers or truth values, as the first operand is. */
function pick<T>(node: OperationContext, [float, integer, bool]: readonly [T, T, T]): T {
  const element = node.element(0);
  if (isFloat(element)) return float;
  return element === "bool" ? bool : integer;
}

const lowerRsqrt: Lowering = (node) =>
  node.b.emit(
    arithmetic.reciprocal,
    [node.b.emit(arithmetic.squareRoot, [node.tensor(0)], {})],
    {},
  );

const lowerSquare: Lowering = (node) =>
  node.b.emit(arithmetic.multiply, [node.tensor(0), node.tensor(0)], {});

/** One of two; a vmapped conditional picks between a tensor and itself, which is the tensor. */
const lowerSelect: Lowering = (node) => {
  const predicate = node.tensor(0);
  const otherwise = tensorsOf(node.meaning(2));
  let part = 0;
  return mapTensors(node.meaning(1), (id) => {
    const other = otherwise[part++] as TensorId;
    return id === other ? id : node.b.emit(select, [predicate, id, other], {});
  });
};

/** Of truth values and complex numbers the larger of x and the least, then the smaller of that and the most. */
const lowerClamp: Lowering = (node) => {
  const { b } = node;
  const [least, x, most] = [node.meaning(0), node.meaning(1), node.meaning(2)];
  if (isPair(least) && isPair(x) && isPair(most)) {
    const { re, im } = complexMinimum(b, complexMaximum(b, x, least), most);
    return { kind: "complex", re, im };
  }
  const [lo, value, hi] = [node.tensor(0), node.tensor(1), node.tensor(2)];
  if (node.element(1) !== "bool") return b.emit(clip, [value, lo, hi], {});
  return b.emit(logic.and, [b.emit(logic.or, [value, lo], {}), hi], {});
};

const DIRECTIONS: Readonly<Record<string, readonly [Binary, Binary]>> = {
  EQ: [comparison.equal, comparison.totalOrderEqual],
  NE: [comparison.notEqual, comparison.totalOrderNotEqual],
  LT: [comparison.less, comparison.totalOrderLess],
  LE: [comparison.lessOrEqual, comparison.totalOrderLessOrEqual],
  GT: [comparison.greater, comparison.totalOrderGreater],
  GE: [comparison.greaterOrEqual, comparison.totalOrderGreaterOrEqual],
};

const lowerCompare: Lowering = (node) => {
  const direction = node.word("comparison_direction");
  const operators = Object.hasOwn(DIRECTIONS, direction) ? DIRECTIONS[direction] : undefined;
  if (operators === undefined)
    return node.lacks("comparison_direction", "EQ, NE, LT, LE, GT or GE");
  const [lhs, rhs] = [node.meaning(0), node.meaning(1)];
  if (isPair(lhs) && isPair(rhs)) return compareComplex(node, direction, lhs, rhs);
  const isTotal = node.word("compare_type", "NOTYPE") === "TOTALORDER";
  const operator = operators[isTotal && isFloat(node.element(0)) ? 1 : 0];
  return node.b.emit(operator, [node.tensor(0), node.tensor(1)], {});
};

function compareComplex(node: OperationContext, direction: string, lhs: Pair, rhs: Pair): TensorId {
  const { b } = node;
  if (direction === "EQ") return complexEqual(b, lhs, rhs);
  if (direction === "NE") return complexNotEqual(b, lhs, rhs);
  return node.lacks("comparison_direction", "EQ or NE of complex numbers");
}

const lowerIsInfinite =
  (signs: { readonly negative: boolean; readonly positive: boolean }): Lowering =>
  (node) =>
    node.b.emit(isInfinite, [node.tensor(0)], signs);

export const ELEMENTWISE: LoweringTable = {
  "stablehlo.abs": unary(arithmetic.abs),
  "stablehlo.add": binary(arithmetic.add, arithmetic.add, logic.or),
  "stablehlo.and": binary(logic.and, logic.bitwiseAnd, logic.and),
  "stablehlo.atan2": binary(atan2),
  "stablehlo.cbrt": unary(transcendental.cbrt),
  "stablehlo.ceil": unary(rounding.ceil),
  "stablehlo.clamp": lowerClamp,
  "stablehlo.compare": lowerCompare,
  "stablehlo.cosine": unary(transcendental.cos),
  "stablehlo.count_leading_zeros": unary(countLeadingZeros),
  "stablehlo.divide": binary(arithmetic.divide, integerDivide),
  "stablehlo.exponential": unary(transcendental.exp),
  "stablehlo.exponential_minus_one": unary(transcendental.expm1),
  "stablehlo.floor": unary(rounding.floor),
  "stablehlo.is_finite": unary(isFiniteNumber),
  "stablehlo.log": unary(transcendental.log),
  "stablehlo.log_plus_one": unary(transcendental.log1p),
  "stablehlo.logistic": unary(transcendental.logistic),
  "stablehlo.maximum": binary(arithmetic.maximum, arithmetic.maximum, logic.or),
  "stablehlo.minimum": binary(arithmetic.minimum, arithmetic.minimum, logic.and),
  "stablehlo.multiply": binary(arithmetic.multiply, arithmetic.multiply, logic.and),
  "stablehlo.negate": unary(arithmetic.negate),
  "stablehlo.not": unary(logic.not, logic.bitwiseNot, logic.not),
  "stablehlo.or": binary(logic.or, logic.bitwiseOr, logic.or),
  "stablehlo.popcnt": lowerPopulationCount,
  "stablehlo.power": binary(power),
  "stablehlo.remainder": binary(arithmetic.remainder, integerRemainder),
  "stablehlo.round_nearest_afz": unary(rounding.roundHalfAway),
  "stablehlo.round_nearest_even": unary(rounding.round),
  "stablehlo.rsqrt": lowerRsqrt,
  "stablehlo.select": lowerSelect,
  "stablehlo.shift_left": binary(logic.shiftLeft),
  "stablehlo.shift_right_arithmetic": binary(shiftRightArithmetic),
  "stablehlo.shift_right_logical": binary(shiftRightLogical),
  "stablehlo.sign": unary(arithmetic.signKeepingZero, arithmetic.sign),
  "stablehlo.sine": unary(transcendental.sin),
  "stablehlo.sqrt": unary(arithmetic.squareRoot),
  "stablehlo.subtract": binary(arithmetic.subtract),
  "stablehlo.tan": unary(transcendental.tan),
  "stablehlo.tanh": unary(transcendental.tanh),
  "stablehlo.xor": binary(logic.xor, logic.bitwiseXor, logic.xor),
  "chlo.acos": unary(transcendental.acos),
  "chlo.acosh": unary(transcendental.acosh),
  "chlo.asin": unary(transcendental.asin),
  "chlo.asinh": unary(transcendental.asinh),
  "chlo.atan": unary(transcendental.atan),
  "chlo.atanh": unary(transcendental.atanh),
  "chlo.bessel_i1e": unary(special.besselI1e),
  "chlo.cosh": lowerCosh,
  "chlo.digamma": unary(special.digamma),
  "chlo.erf": unary(transcendental.erf),
  "chlo.erf_inv": unary(special.erfInv),
  "chlo.erfc": unary(transcendental.erfc),
  "chlo.is_inf": lowerIsInfinite({ negative: true, positive: true }),
  "chlo.is_neg_inf": lowerIsInfinite({ negative: true, positive: false }),
  "chlo.is_pos_inf": lowerIsInfinite({ negative: false, positive: true }),
  "chlo.lgamma": unary(special.lgamma),
  "chlo.mulhi": binary(multiplyHigh),
  "chlo.next_after": binary(nextAfter),
  "chlo.polygamma": binary(special.polygamma),
  "chlo.sinh": lowerSinh,
  "chlo.square": lowerSquare,
  "chlo.tan": unary(transcendental.tan),
  "chlo.zeta": binary(special.zeta),
};
