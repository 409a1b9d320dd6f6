import type { TensorId } from "../../../graph/graph.ts";
import * as arithmetic from "../../../ops/core/arithmetic.ts";
import { less } from "../../../ops/core/comparison.ts";
import { select } from "../../../ops/core/select.ts";
import * as transcendental from "../../../ops/core/transcendental.ts";
import type { PrimitiveOperator } from "../../../ops/operator.ts";
import type { Lowering, OperationContext } from "../lowering/context.ts";

/** Narrower floats are computed in a wider type: one rounding, as of the function itself. */
function isWide(node: OperationContext): boolean {
  return node.element(0) === "f32" || node.element(0) === "f64";
}

/** Short names for what the formulas below are made of. */
function calculator(node: OperationContext) {
  const { b } = node;
  const one = (operator: PrimitiveOperator<object, 1>) => (x: TensorId) =>
    b.emit(operator, [x], {});
  const two = (operator: PrimitiveOperator<object, 2>) => (x: TensorId, y: TensorId) =>
    b.emit(operator, [x, y], {});
  return {
    number: (value: number) => b.scalar(node.element(0), value),
    add: two(arithmetic.add),
    subtract: two(arithmetic.subtract),
    multiply: two(arithmetic.multiply),
    divide: two(arithmetic.divide),
    abs: one(arithmetic.abs),
    exp: one(transcendental.exp),
    expm1: one(transcendental.expm1),
    log: one(transcendental.log),
    less: two(less),
    select: (p: TensorId, x: TensorId, y: TensorId) => b.emit(select, [p, x, y], {}),
  };
}

/** e^(x + ln ½) and e^(ln ½ - x): neither overflows before the result does. */
function halves(node: OperationContext): readonly [TensorId, TensorId] {
  const c = calculator(node);
  const x = node.tensor(0);
  const shift = c.log(c.number(0.5));
  return [c.exp(c.add(x, shift)), c.exp(c.subtract(shift, x))];
}

/**
 * The sum of both halves of e^x and e^-x, every step rounded.
 *
 * Source: CHLO `cosh` as XLA computes it.
 */
export const lowerCosh: Lowering = (node) => {
  if (!isWide(node)) return node.b.emit(transcendental.cosh, [node.tensor(0)], {});
  return calculator(node).add(...halves(node));
};

/**
 * Their difference, and below 1 (E + E / (E + 1)) / 2 with E = e^x - 1, every step rounded.
 *
 * Source: CHLO `sinh` as XLA computes it.
 */
export const lowerSinh: Lowering = (node) => {
  const x = node.tensor(0);
  if (!isWide(node)) return node.b.emit(transcendental.sinh, [x], {});
  const c = calculator(node);
  const one = c.number(1);
  const raised = c.expm1(x);
  const small = c.multiply(c.number(0.5), c.add(raised, c.divide(raised, c.add(raised, one))));
  return c.select(c.less(c.abs(x), one), small, c.subtract(...halves(node)));
};
