import { type ElementType, elementBits } from "../../graph/element-type.ts";
import { packElements, unpackElements } from "../../graph/packed.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { always, readsFloat } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

const NAME = "bitcastConvert";

/**
 * The same bits read as another element type, little-endian. A narrower type adds a last axis, along
 * which the parts of an element lie from its lowest bits up; a wider one takes such an axis away.
 *
 * Source: StableHLO `bitcast_convert`. Booleans are refused: how they are stored is left open.
 */
export const bitcastConvert: PrimitiveOperator<{ readonly to: ElementType }, 1> = {
  kind: "core",
  name: NAME,
  arity: 1,
  keepsNans: always,
  readsNanBits: readsFloat,
  infer([x], { to }) {
    expectElement(NAME, x, (type) => type !== "bool", "numbers");
    if (to === "bool") refuse("type-mismatch", NAME, "a type of numbers", to);
    return [{ element: to, shape: castShape(x, to) }];
  },
  work: () => NO_WORK,
  evaluate([{ type, data }], { outputs }) {
    const result = outputs[0] as TensorType;
    const bytes = packElements(type.element, data);
    const count = elementCount(result.shape);
    return [{ type: result, data: unpackElements(result.element, bytes, count) }];
  },
};

function castShape({ element, shape }: TensorType, to: ElementType): readonly number[] {
  const [from, bits] = [elementBits(element), elementBits(to)];
  if (from === bits) return shape;
  const ratio = Math.max(from, bits) / Math.min(from, bits);
  if (!Number.isInteger(ratio)) {
    const expected = `an element type whose ${from} bits divide, or are divided by, its own`;
    refuse("type-mismatch", NAME, expected, to);
  }
  if (from > bits) return [...shape, ratio];
  if (shape.at(-1) !== ratio) {
    refuse("shape-mismatch", NAME, `a last axis of ${ratio}`, formatShape(shape));
  }
  return shape.slice(0, -1);
}
