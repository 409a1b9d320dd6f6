import {
  bitsOfBoth,
  bitsOfEither,
  shiftedLeft,
  shiftedRight,
} from "../../domain/transfer/bitwise.ts";
import { truthValues } from "../../domain/transfer/conversion.ts";
import { type ElementType, isInteger } from "../../graph/element-type.ts";
import { refuse } from "../checks.ts";
import { binary, unary } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";

/** The same operator on some element types only. */
function limited<N extends number>(
  operator: PrimitiveOperator<object, N>,
  allowed: (element: ElementType) => boolean,
  expected: string,
): PrimitiveOperator<object, N> {
  return {
    ...operator,
    infer(inputs, attributes) {
      for (const { element } of inputs) {
        if (!allowed(element)) refuse("type-mismatch", operator.name, expected, element);
      }
      return operator.infer(inputs, attributes);
    },
  };
}

function onBool<N extends number>(operator: PrimitiveOperator<object, N>) {
  const onlyBool = limited(operator, (element) => element === "bool", "bool");
  const values: NonNullable<typeof operator.values> = (inputs, site, solver) => {
    const [known] = operator.values?.(inputs, site, solver) ?? [];
    const either = truthValues(site, solver, operator.name);
    const table = known?.root?.table;
    return [
      table === undefined
        ? either
        : {
            ...either,
            interval: known?.interval ?? either.interval,
            root: known?.root as NonNullable<typeof known>["root"] & object,
          },
    ];
  };
  return { ...onlyBool, values };
}

function onIntegers<N extends number>(operator: PrimitiveOperator<object, N>) {
  return limited(operator, isInteger, "an integer type");
}

export const and = onBool(binary({ name: "and", kinds: ["logic"], integer: (x, y) => x & y }));
export const or = onBool(binary({ name: "or", kinds: ["logic"], integer: (x, y) => x | y }));
export const xor = onBool(binary({ name: "xor", kinds: ["logic"], integer: (x, y) => x ^ y }));
export const not = onBool(unary({ name: "not", kinds: ["logic"], integer: (x) => 1 - x }));

/** Source: ONNX `BitwiseAnd`; StableHLO `and`. */
export const bitwiseAnd = onIntegers(
  binary({
    name: "bitwiseAnd",
    kinds: ["logic"],
    integer: (x, y) => x & y,
    big: (x, y) => x & y,
    values: bitsOfBoth,
  }),
);

/** Source: ONNX `BitwiseOr`; StableHLO `or`. */
export const bitwiseOr = onIntegers(
  binary({
    name: "bitwiseOr",
    kinds: ["logic"],
    integer: (x, y) => x | y,
    big: (x, y) => x | y,
    values: bitsOfEither("bitwiseOr", (x, y) => x | y),
  }),
);

/** Source: ONNX `BitwiseXor`; StableHLO `xor`. */
export const bitwiseXor = onIntegers(
  binary({
    name: "bitwiseXor",
    kinds: ["logic"],
    integer: (x, y) => x ^ y,
    big: (x, y) => x ^ y,
    values: bitsOfEither("bitwiseXor", (x, y) => x ^ y),
  }),
);

/** Source: ONNX `BitwiseNot`; StableHLO `not`. */
export const bitwiseNot = onIntegers(
  unary({ name: "bitwiseNot", kinds: ["logic"], integer: (x) => ~x, big: (x) => ~x }),
);

/**
 * Bits moved to the higher end, zeros following; all are gone where the distance is negative or
 * not below the width.
 *
 * Source: ONNX `BitShift` (LEFT), opset 28; StableHLO `shift_left`.
 */
export const shiftLeft = onIntegers(
  binary({
    name: "shiftLeft",
    kinds: ["logic"],
    integer: (x, y) => (y < 0 || y > 31 ? 0 : x << y),
    big: (x, y) => (y < 0n || y > 63n ? 0n : x << y),
    values: shiftedLeft,
  }),
);

/**
 * Bits moved to the lower end, the sign following: zeros for unsigned types. Where the distance is
 * negative or not below the width only the sign is left, -1 or 0.
 *
 * Source: ONNX `BitShift` (RIGHT), opset 28; StableHLO `shift_right_arithmetic`, and
 * `shift_right_logical` of unsigned types.
 */
export const shiftRight = onIntegers(
  binary({
    name: "shiftRight",
    kinds: ["logic"],
    integer: (x, y) => (x < 0 ? x >> (y < 0 || y > 31 ? 31 : y) : y < 0 || y > 31 ? 0 : x >>> y),
    big: (x, y) => (y < 0n || y > 63n ? (x < 0n ? -1n : 0n) : x >> y),
    values: shiftedRight,
  }),
);
