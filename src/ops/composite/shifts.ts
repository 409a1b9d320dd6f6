import {
  type ElementType,
  SIGNED_INTEGERS,
  type SignedInteger,
  UNSIGNED_INTEGERS,
  type UnsignedInteger,
} from "../../graph/element-type.ts";
import { composite } from "../builder.ts";
import { bitcast } from "../core/bitcast.ts";
import { shiftRight } from "../core/logic.ts";

/** The integer type of the same width with a sign, or without one. */
function withSign(element: ElementType, signed: boolean): ElementType {
  const [from, to] = signed
    ? [UNSIGNED_INTEGERS, SIGNED_INTEGERS]
    : [SIGNED_INTEGERS, UNSIGNED_INTEGERS];
  const at = (from as readonly ElementType[]).indexOf(element);
  return at < 0 ? element : (to[at] as SignedInteger | UnsignedInteger);
}

/** A shift to the lower end of the bits as an integer with a sign, or without one, has it. */
function shiftAs(name: string, signed: boolean) {
  return composite<object, 2>({
    name,
    arity: 2,
    build(b, [x, distance]) {
      const element = b.element(x);
      const to = withSign(element, signed);
      if (to === element) return [b.emit(shiftRight, [x, distance], {})];
      const seen = [b.emit(bitcast, [x], { to }), b.emit(bitcast, [distance], { to })] as const;
      return [b.emit(bitcast, [b.emit(shiftRight, seen, {})], { to: element })];
    },
  });
}

/**
 * Bits moved to the lower end, zeros following, whatever the type; all are gone where the distance is
 * negative or not below the width.
 *
 * Source: StableHLO `shift_right_logical`.
 */
export const shiftRightLogical = shiftAs("shiftRightLogical", false);

/**
 * Bits moved to the lower end, the highest one following, whatever the type; only that one is left
 * where the distance is negative or not below the width.
 *
 * Source: StableHLO `shift_right_arithmetic`.
 */
export const shiftRightArithmetic = shiftAs("shiftRightArithmetic", true);
