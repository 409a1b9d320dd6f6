import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import * as arithmetic from "../core/arithmetic.ts";
import { atan2 } from "../core/atan2.ts";
import * as comparison from "../core/comparison.ts";
import { hypot } from "../core/hypot.ts";
import * as logic from "../core/logic.ts";
import { select } from "../core/select.ts";
import * as transcendental from "../core/transcendental.ts";
import type { PrimitiveOperator } from "../operator.ts";

/** A complex tensor as two of floats. */
export interface ComplexTensor {
  readonly re: TensorId;
  readonly im: TensorId;
}

/** Operators on tensors or numbers, which take the element type of the complex tensor. */
type Operand = TensorId | { readonly value: number };

/** Short names for what the formulas below are made of. */
export function calculator(b: GraphBuilder, { re }: ComplexTensor) {
  const element = b.element(re);
  const id = (x: Operand) => (typeof x === "object" ? b.scalar(element, x.value) : x);
  const one = (operator: PrimitiveOperator<object, 1>) => (x: Operand) =>
    b.emit(operator, [id(x)], {});
  const two = (operator: PrimitiveOperator<object, 2>) => (x: Operand, y: Operand) =>
    b.emit(operator, [id(x), id(y)], {});
  return {
    add: two(arithmetic.add),
    subtract: two(arithmetic.subtract),
    multiply: two(arithmetic.multiply),
    divide: two(arithmetic.divide),
    maximum: two(arithmetic.maximum),
    minimum: two(arithmetic.minimum),
    negate: one(arithmetic.negate),
    abs: one(arithmetic.abs),
    squareRoot: one(arithmetic.squareRoot),
    exp: one(transcendental.exp),
    expm1: one(transcendental.expm1),
    log: one(transcendental.log),
    log1p: one(transcendental.log1p),
    sin: one(transcendental.sin),
    cos: one(transcendental.cos),
    tan: one(transcendental.tan),
    sinh: one(transcendental.sinh),
    cosh: one(transcendental.cosh),
    tanh: one(transcendental.tanh),
    cbrt: one(transcendental.cbrt),
    atan2: two(atan2),
    hypot: two(hypot),
    equal: two(comparison.equal),
    greater: two(comparison.greater),
    greaterOrEqual: two(comparison.greaterOrEqual),
    less: two(comparison.less),
    totalOrderLess: two(comparison.totalOrderLess),
    and: two(logic.and),
    or: two(logic.or),
    select: (p: TensorId, x: Operand, y: Operand) => b.emit(select, [p, id(x), id(y)], {}),
  };
}
export type Calculator = ReturnType<typeof calculator>;

export const number = (value: number) => ({ value });
export const [ZERO, HALF, ONE, TWO] = [number(0), number(0.5), number(1), number(2)];

/** small / large, and 1 where both are infinite or 0. */
export function ratioOf(c: Calculator, small: TensorId, large: TensorId): TensorId {
  return c.select(c.equal(large, small), ONE, c.divide(small, large));
}
