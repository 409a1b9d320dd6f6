import { decided, truthValues } from "../../domain/transfer/conversion.ts";
import { isFloat } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import { readsFloat } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { inTotalOrder } from "../total-order.ts";
import { scalarWork } from "../work.ts";

type Ordered = number | bigint;

/**
 * A comparison of two inputs, which broadcast; NaN is unordered and unequal.
 *
 * @param keys - what is compared in place of floats: it tells -0 and +0 apart, which sets of values
 *   do not, and NaNs by their bits
 */
function comparison(
  name: string,
  holds: (x: Ordered, y: Ordered) => boolean,
  keys?: (x: Tensor) => Tensor,
): PrimitiveOperator<object, 2> {
  const asByte = ((x: Ordered, y: Ordered) => (holds(x, y) ? 1 : 0)) as (
    x: number,
    y: number,
  ) => number;
  return {
    kind: "core",
    name,
    arity: 2,
    elementwise: true,
    ...(keys === undefined ? {} : { readsNanBits: readsFloat }),
    infer(inputs) {
      expectOneElement(name, inputs);
      return [
        {
          element: "bool",
          shape: broadcastShapes(
            name,
            inputs.map((x) => x.shape),
          ),
        },
      ];
    },
    work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare"),
    values(inputs, site, solver) {
      const { element } = site.inputs[0] as TensorType;
      if (keys !== undefined && isFloat(element)) return [truthValues(site, solver, name)];
      return [decided(name, holds as (...x: readonly number[]) => boolean, inputs, site, solver)];
    },
    evaluate(inputs, { outputs }) {
      const [x, y] = (keys === undefined ? inputs : inputs.map(keys)) as readonly [Tensor, Tensor];
      return [zipBroadcast(asByte, x, y, outputs[0] as TensorType)];
    },
  };
}

/** Source: ONNX `Equal`; StableHLO `compare` EQ. */
export const equal = comparison("equal", (x, y) => x === y);
/** Source: StableHLO `compare` NE. */
export const notEqual = comparison("notEqual", (x, y) => x !== y);
/** Source: ONNX `Less`; StableHLO `compare` LT. */
export const less = comparison("less", (x, y) => x < y);
/** Source: ONNX `LessOrEqual`; StableHLO `compare` LE. */
export const lessOrEqual = comparison("lessOrEqual", (x, y) => x <= y);
/** Source: ONNX `Greater`; StableHLO `compare` GT. */
export const greater = comparison("greater", (x, y) => x > y);
/** Source: ONNX `GreaterOrEqual`; StableHLO `compare` GE. */
export const greaterOrEqual = comparison("greaterOrEqual", (x, y) => x >= y);

/**
 * The same in the order of all floats: -NaN < -infinity < ... < -0 < +0 < ... < infinity < NaN, where a
 * NaN equals only one of the same bits.
 */
function totalOrder(name: string, holds: (x: Ordered, y: Ordered) => boolean) {
  return comparison(name, holds, inTotalOrder);
}

/** Source: StableHLO `compare` EQ, `TOTALORDER`. */
export const totalOrderEqual = totalOrder("totalOrderEqual", (x, y) => x === y);
/** Source: StableHLO `compare` NE, `TOTALORDER`. */
export const totalOrderNotEqual = totalOrder("totalOrderNotEqual", (x, y) => x !== y);
/** Source: StableHLO `compare` LT, `TOTALORDER`. */
export const totalOrderLess = totalOrder("totalOrderLess", (x, y) => x < y);
/** Source: StableHLO `compare` LE, `TOTALORDER`. */
export const totalOrderLessOrEqual = totalOrder("totalOrderLessOrEqual", (x, y) => x <= y);
/** Source: StableHLO `compare` GT, `TOTALORDER`. */
export const totalOrderGreater = totalOrder("totalOrderGreater", (x, y) => x > y);
/** Source: StableHLO `compare` GE, `TOTALORDER`. */
export const totalOrderGreaterOrEqual = totalOrder("totalOrderGreaterOrEqual", (x, y) => x >= y);
