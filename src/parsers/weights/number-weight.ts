import { integerRange, isBigInteger, isFloat, isInteger } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { allocate, tensorOf } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { MsgpackValue } from "../../io/msgpack.ts";
import type { Weight } from "./weight.ts";

type NumberValue = Extract<MsgpackValue, { kind: "boolean" | "integer" | "float" }>;

/** A number of Python as a scalar: it has no width, and becomes what the graph takes. */
export function numberWeight(path: readonly string[], number: NumberValue): Weight {
  const fitTo = (type: TensorType) => {
    if (type.shape.length > 0 || !isHeld(number, type)) return undefined;
    return { type, read: () => scalar(number, type) };
  };
  return { path, shape: [], dtype: `a number (${number.kind})`, fitTo };
}

function isHeld({ kind, value }: NumberValue, { element }: TensorType): boolean {
  if (kind === "boolean") return element === "bool";
  if (kind === "float") return isFloat(element);
  if (!isInteger(element)) return false;
  const [least, most] = integerRange(element);
  return BigInt(value) >= least && BigInt(value) <= most;
}

function scalar({ value }: NumberValue, type: TensorType) {
  const { element } = type;
  const data = allocate(element, 1);
  if (isBigInteger(element)) data[0] = BigInt(value);
  else data[0] = isFloat(element) ? roundToFloat(element, Number(value)) : Number(value);
  return tensorOf(type, data);
}
