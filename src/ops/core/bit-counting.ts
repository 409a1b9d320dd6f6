import { applied } from "../../domain/transfer/functions.ts";
import {
  type ElementType,
  elementBits,
  isBigInteger,
  isInteger,
} from "../../graph/element-type.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement } from "../checks.ts";
import { finisher, mapElements } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

/** A count of bits of each element, in the element's own type: a type of 2 bits has no 2. */
function bitCount(
  name: string,
  count: (bits: bigint, width: number) => number,
): PrimitiveOperator<object, 1> {
  const counter = (element: ElementType) => {
    const width = elementBits(element);
    const finish = finisher(element) ?? ((x: number) => x);
    return (x: number | bigint) => finish(count(BigInt.asUintN(width, BigInt(x)), width));
  };
  return {
    kind: "core",
    name,
    arity: 1,
    elementwise: true,
    infer([x]) {
      expectElement(name, x, isInteger, "an integer type");
      return [x];
    },
    work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "logic"),
    values(inputs, site, solver) {
      const { element } = site.outputs[0] as TensorType;
      const each = counter(element) as (x?: number) => number;
      return [applied(name, each)(inputs, site, solver)];
    },
    evaluate([x], { outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const { element } = x.type;
      const each = counter(element);
      const big = (value: number | bigint) => BigInt(each(value)) as never;
      mapElements((isBigInteger(element) ? big : each) as never, x.data, result.data);
      return [result];
    },
  };
}

/** How many bits are set. Source: StableHLO `popcnt`. */
export const populationCount = bitCount("populationCount", (bits) => {
  let count = 0;
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count++;
  return count;
});

/** How many bits above the highest one that is set are not. Source: StableHLO `count_leading_zeros`. */
export const countLeadingZeros = bitCount("countLeadingZeros", (bits, width) =>
  bits === 0n ? width : width - bits.toString(2).length,
);
