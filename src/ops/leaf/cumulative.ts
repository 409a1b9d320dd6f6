import { summed } from "../../domain/transfer/reducing.ts";
import { isBigInteger, isFloat } from "../../graph/element-type.ts";
import { type Carrier, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric, normalizeAxis } from "../checks.ts";
import { type Combiner, PRODUCT, SUM } from "../combiners.ts";
import { runsAlong } from "../core/reduce.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface CumulativeAttributes {
  readonly axis: number;
  /** Element i combines the elements before i only. */
  readonly exclusive: boolean;
  /** From the end of the axis to its start. */
  readonly reverse: boolean;
}

/** Of the running sums of longer lines nothing is said. */
const LONGEST = 2 ** 12;

/**
 * Running combination along an axis.
 *
 * One accumulator a line, f32 for floats up to 32 bits and f64 for f64, rounded to the element type
 * where it is written. Integers wrap.
 */
function cumulative(
  combiner: Combiner,
  values: NonNullable<PrimitiveOperator<CumulativeAttributes, 1>["values"]> = () => [],
): PrimitiveOperator<CumulativeAttributes, 1> {
  const name = `cumulative${combiner.name}`;
  return {
    kind: "leaf",
    name,
    arity: 1,
    values,
    infer([x], { axis }) {
      expectElement(name, x, isNumeric, "a numeric type");
      normalizeAxis(name, axis, x.shape.length);
      return [x];
    },
    work({ inputs, attributes }) {
      const { shape } = inputs[0] as TensorType;
      const length = shape[normalizeAxis(name, attributes.axis, shape.length)] as number;
      const steps = Math.max(0, length - (attributes.exclusive ? 2 : 1));
      return scalarWork(length === 0 ? 0 : (elementCount(shape) / length) * steps, combiner.kind);
    },
    evaluate([x], { attributes, outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const axis = normalizeAxis(name, attributes.axis, x.type.shape.length);
      const { starts, steps } = runsAlong(x.type, [axis]);
      if (attributes.reverse) steps.reverse();
      for (const start of starts) {
        accumulate(combiner, x.type, attributes.exclusive, (i) => start + (steps[i] as number), {
          length: steps.length,
          from: x.data,
          to: result.data,
        });
      }
      return [result];
    },
  };
}

interface Line {
  readonly length: number;
  readonly from: Carrier;
  readonly to: Carrier;
}

function accumulate(
  combiner: Combiner,
  { element }: TensorType,
  exclusive: boolean,
  at: (i: number) => number,
  { length, from, to }: Line,
): void {
  const neutral = combiner.neutral(element);
  let value = isBigInteger(element) ? BigInt(neutral) : Number(neutral);
  const combine = combinerOf(combiner, element);
  const finish = finisher(element) ?? ((x: number) => x);
  const write = isBigInteger(element) ? (x: unknown) => x : (x: unknown) => finish(x as number);
  for (let i = 0; i < length; i++) {
    const next = combine(value as never, from[at(i)] as never);
    to[at(i)] = write(exclusive ? value : next) as never;
    value = next;
  }
}

function combinerOf({ float, integer, big }: Combiner, element: TensorType["element"]) {
  if (isBigInteger(element)) {
    return (x: bigint, y: bigint) => BigInt.asIntN(64, big(x, y));
  }
  if (!isFloat(element)) return integer;
  return element === "f64" ? float : (x: number, y: number) => Math.fround(float(x, y));
}

/** Running sum. Source: ONNX `CumSum`. */
export const cumulativeSum = cumulative(SUM, ([x], site, solver) => {
  const { shape } = site.inputs[0] as TensorType;
  const axis = normalizeAxis("cumulativeSum", site.attributes.axis, shape.length);
  const length = shape[axis] as number;
  if (length === 0 || length > LONGEST) return [];
  const first = site.attributes.exclusive ? 0 : 1;
  const lengths = Array.from({ length }, (_, i) => first + i);
  return [summed(x, [axis], lengths, site, solver)];
});
/** Running product. Source: ONNX `CumProd`. */
export const cumulativeProduct = cumulative(PRODUCT);
