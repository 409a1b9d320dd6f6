import { isFloat, isInteger } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { mixedPow } from "../../../ops/composite/pow.ts";
import { maxOfAll, meanOfAll, minOfAll, sumOfAll } from "../../../ops/composite/variadic.ts";
import * as arithmetic from "../../../ops/core/arithmetic.ts";
import { isInfinite, isNan } from "../../../ops/core/classification.ts";
import * as comparison from "../../../ops/core/comparison.ts";
import * as logic from "../../../ops/core/logic.ts";
import { power } from "../../../ops/core/power.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import * as rounding from "../../../ops/core/rounding.ts";
import * as transcendental from "../../../ops/core/transcendental.ts";
import type { CompositeOperator, PrimitiveOperator } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** An ONNX operator that is one core operator of one input. */
function unary(operator: PrimitiveOperator<object, 1>): Lowering {
  return (node) => node.b.emit(operator, [node.input(0)], {});
}

/** An ONNX operator that is one core operator of two inputs. */
function binary(operator: PrimitiveOperator<object, 2>): Lowering {
  return (node) => node.b.emit(operator, [node.input(0), secondInput(node)], {});
}

/**
 * The second of two inputs that broadcast.
 *
 * Before opset 7 it lies along the axes of the first that start at `axis`, where that is given.
 */
function secondInput(node: NodeContext): TensorId {
  const shape = node.shape(1);
  const axis = node.version < 7 ? node.int("axis", -1) : -1;
  if (axis < 0) return node.input(1);
  const after = Math.max(0, node.rank(0) - axis - shape.length);
  const padded = [...shape, ...new Array<number>(after).fill(1)];
  return node.b.emit(reshape, [node.input(1)], { shape: padded });
}

/** An ONNX operator of any number of inputs: one is itself, two are one core operator. */
function variadic(
  two: PrimitiveOperator<object, 2> | undefined,
  more: CompositeOperator<object, number>,
): Lowering {
  return (node) => {
    const inputs = node.allInputs();
    const [first, second, ...others] = inputs;
    if (first === undefined) return node.refuse("malformed-model", "one input or more", "none");
    if (second === undefined) return first;
    return two !== undefined && others.length === 0
      ? node.b.emit(two, [first, second], {})
      : node.b.emit(more, inputs, {});
  };
}

const lowerMod: Lowering = (node) => {
  const operator = node.int("fmod", 0) === 0 ? arithmetic.floorModulo : arithmetic.remainder;
  return node.b.emit(operator, [node.input(0), node.input(1)], {});
};

const lowerPow: Lowering = (node) => {
  const mixed = isInteger(node.element(0)) && isFloat(node.element(1));
  return node.b.emit(mixed ? mixedPow : power, [node.input(0), secondInput(node)], {});
};

const lowerBitShift: Lowering = (node) => {
  const direction = node.string("direction", "");
  if (direction !== "LEFT" && direction !== "RIGHT") {
    node.refuse("invalid-attribute", "direction LEFT or RIGHT", direction || "none");
  }
  const operator = direction === "LEFT" ? logic.shiftLeft : logic.shiftRight;
  return node.b.emit(operator, [node.input(0), node.input(1)], {});
};

const lowerIsInf: Lowering = (node) =>
  node.b.emit(isInfinite, [node.input(0)], {
    negative: node.int("detect_negative", 1) !== 0,
    positive: node.int("detect_positive", 1) !== 0,
  });

/** Operators on single elements. */
export const elementwise: LoweringTable = {
  Abs: unary(arithmetic.abs),
  Acos: unary(transcendental.acos),
  Acosh: unary(transcendental.acosh),
  Add: binary(arithmetic.add),
  And: binary(logic.and),
  Asin: unary(transcendental.asin),
  Asinh: unary(transcendental.asinh),
  Atan: unary(transcendental.atan),
  Atanh: unary(transcendental.atanh),
  BitShift: lowerBitShift,
  BitwiseAnd: binary(logic.bitwiseAnd),
  BitwiseNot: unary(logic.bitwiseNot),
  BitwiseOr: binary(logic.bitwiseOr),
  BitwiseXor: binary(logic.bitwiseXor),
  Ceil: unary(rounding.ceil),
  Cos: unary(transcendental.cos),
  Cosh: unary(transcendental.cosh),
  Div: binary(arithmetic.divide),
  Equal: binary(comparison.equal),
  Erf: unary(transcendental.erf),
  Exp: unary(transcendental.exp),
  Floor: unary(rounding.floor),
  Greater: binary(comparison.greater),
  GreaterOrEqual: binary(comparison.greaterOrEqual),
  IsInf: lowerIsInf,
  IsNaN: unary(isNan),
  Less: binary(comparison.less),
  LessOrEqual: binary(comparison.lessOrEqual),
  Log: unary(transcendental.log),
  Max: variadic(arithmetic.maximum, maxOfAll),
  Mean: variadic(undefined, meanOfAll),
  Min: variadic(arithmetic.minimum, minOfAll),
  Mod: lowerMod,
  Mul: binary(arithmetic.multiply),
  Neg: unary(arithmetic.negate),
  Not: unary(logic.not),
  Or: binary(logic.or),
  Pow: lowerPow,
  Reciprocal: unary(arithmetic.reciprocal),
  Round: unary(rounding.round),
  Sign: unary(arithmetic.sign),
  Sin: unary(transcendental.sin),
  Sinh: unary(transcendental.sinh),
  Sqrt: unary(arithmetic.squareRoot),
  Sub: binary(arithmetic.subtract),
  Sum: variadic(arithmetic.add, sumOfAll),
  Tan: unary(transcendental.tan),
  Tanh: unary(transcendental.tanh),
  Xor: binary(logic.xor),
};
