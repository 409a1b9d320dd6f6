import { encloses, typeInterval } from "../../domain/interval.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { type ElementType, elementBits, isFloat } from "../../graph/element-type.ts";
import { type CodedFloat, decodeFloat, encodeFloat } from "../../graph/float-code.ts";
import { allocate, type Carrier, type NumberCarrier, type Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { finisher } from "../elementwise.ts";
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
  infer([x], { to }) {
    const bits = storedBits(x.element);
    if (storedBits(to) !== bits) {
      refuse("type-mismatch", "bitcast", `an element type of ${bits} bits`, to);
    }
    return [{ element: to, shape: x.shape }];
  },
  work: () => NO_WORK,
  values: ([x], { attributes: { to } }) => [x === undefined ? undefined : recoded(x, to)],
  evaluate: ([x], { attributes: { to }, outputs }) => [
    { type: outputs[0] as TensorType, data: recast(x, to) },
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

/** True where an array holds the bits of its elements as they are. */
function isRaw(element: ElementType, data: Carrier): boolean {
  return element !== "bool" && storedBits(element) === 8 * data.BYTES_PER_ELEMENT;
}

function recast(x: Tensor, to: ElementType): Carrier {
  const target = allocate(to, x.data.length);
  if (isRaw(x.type.element, x.data) && isRaw(to, target)) {
    const { buffer, byteOffset, byteLength } = x.data;
    new Uint8Array(target.buffer).set(new Uint8Array(buffer, byteOffset, byteLength));
    return target;
  }
  const encode = encoder(x.type.element);
  const decode = decoder(to);
  const data = x.data as NumberCarrier;
  for (let i = 0; i < data.length; i++) target[i] = decode(encode(data[i] as number)) as never;
  return target;
}

type Scalar = (x: number) => number;

function encoder(element: ElementType): Scalar {
  if (isFloat(element)) return (value) => encodeFloat(element as CodedFloat, value);
  const mask = 2 ** storedBits(element) - 1;
  return (value) => (value & mask) >>> 0;
}

/** Integers of whole bytes take their sign where they are stored. */
function decoder(element: ElementType): Scalar {
  if (isFloat(element)) return (code) => decodeFloat(element as CodedFloat, code);
  if (element === "bool") return (code) => (code === 0 ? 0 : 1);
  return finisher(element) ?? ((code) => code);
}
