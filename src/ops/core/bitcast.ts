import { encloses, typeInterval } from "../../domain/interval.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { type ElementType, elementBits, isFloat } from "../../graph/element-type.ts";
import { packElements, unpackElements } from "../../graph/packed.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { always, readsFloat } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/**
 * The same bits read as another element type of the same width; a bool is a byte, not 0 is true.
 *
 * Source: ONNX `BitCast`; StableHLO `bitcast_convert` between types of one width.
 */
export const bitcast: PrimitiveOperator<{ readonly to: ElementType }, 1> = {
  kind: "core",
  name: "bitcast",
  arity: 1,
  keepsNans: always,
  readsNanBits: readsFloat,
  infer([x], { to }) {
    const bits = storedBits(x.element);
    if (storedBits(to) !== bits) {
      refuse("type-mismatch", "bitcast", `an element type of ${bits} bits`, to);
    }
    return [{ element: to, shape: x.shape }];
  },
  work: () => NO_WORK,
  values: ([x], { attributes: { to } }) => [x === undefined ? undefined : recoded(x, to)],
  evaluate: ([{ type, data }], { attributes: { to }, outputs }) => [
    {
      type: outputs[0] as TensorType,
      data: unpackElements(to, packElements(type.element, data), data.length),
    },
  ],
};

/** Integers that both types hold stay as they are. */
function recoded(x: ValueSet, to: ElementType): ValueSet | undefined {
  if (isFloat(x.carrier) || isFloat(to) || x.carrier === "bool" || to === "bool") return undefined;
  return encloses(typeInterval(to), x.interval) ? { ...x, carrier: to } : undefined;
}

function storedBits(element: ElementType): number {
  return element === "bool" ? 8 : elementBits(element);
}
