import { integerQuotient, remainders } from "../../domain/transfer/dividing.ts";
import { isInteger } from "../../graph/element-type.ts";
import { expectElement } from "../checks.ts";
import { binary } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";

/** The same for integers only: floats have operators of their own. */
function onIntegers(operator: PrimitiveOperator<object, 2>): PrimitiveOperator<object, 2> {
  return {
    ...operator,
    infer(inputs, attributes) {
      expectElement(operator.name, inputs[0], isInteger, "an integer type");
      return operator.infer(inputs, attributes);
    },
  };
}

function quotient(x: number, y: number): number {
  return y === 0 ? -1 : Math.trunc(x / y);
}

function rest(x: number, y: number): number {
  return y === 0 ? x : x % y;
}

/**
 * Quotient of integers, truncated.
 *
 * | x | y | result |
 * |---|---|---|
 * | any | 0 | -1: all bits set, the largest number of an unsigned type |
 * | smallest | -1 | smallest |
 *
 * Source: StableHLO `divide`; the table is XLA's.
 */
export const integerDivide = onIntegers(
  binary({
    name: "integerDivide",
    kinds: ["divide"],
    integer: quotient,
    big: (x, y) => (y === 0n ? -1n : x / y),
    values: integerQuotient("integerDivide", quotient),
  }),
);

/**
 * Remainder of integers, with the sign of the dividend: x for a divisor of 0, and 0 for the smallest
 * over -1.
 *
 * Source: StableHLO `remainder`; by 0 as XLA has it.
 */
export const integerRemainder = onIntegers(
  binary({
    name: "integerRemainder",
    kinds: ["divide"],
    integer: rest,
    big: (x, y) => (y === 0n ? x : x % y),
    values: remainders("integerRemainder", rest, "dividend", { keepsBesideZero: true }),
  }),
);
