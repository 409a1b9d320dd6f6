import { decided, truthValues } from "../../domain/transfer/conversion.ts";
import { isFloat } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

type Ordered = number | bigint;

/**
 * A comparison of two inputs, which broadcast; NaN is unordered and unequal.
 *
 * @param tellsZeros - -0 and +0 are told apart, which sets of values do not
 */
function comparison(
  name: string,
  holds: (x: Ordered, y: Ordered) => boolean,
  tellsZeros = false,
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
      if (tellsZeros && isFloat(element)) return [truthValues(site, solver, name)];
      return [decided(name, holds as (...x: readonly number[]) => boolean, inputs, site, solver)];
    },
    evaluate: ([x, y], site) => [zipBroadcast(asByte, x, y, site.outputs[0] as TensorType)],
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

/** Whether x comes before y where -0 comes before +0 and NaN after everything. */
function precedes(x: Ordered, y: Ordered): boolean {
  if (x < y) return true;
  if (x === y) return Object.is(x, -0) && !Object.is(y, -0);
  return Number.isNaN(y) && !Number.isNaN(x);
}

/**
 * The same in an order of all floats: ... < -0 < +0 < ... < infinity < NaN. Every NaN is the positive
 * quiet one here: there is none below -infinity, and NaN equals NaN.
 */
function inTotalOrder(name: string, holds: (x: Ordered, y: Ordered) => boolean) {
  return comparison(name, holds, true);
}

/** Source: StableHLO `compare` EQ, `TOTALORDER`. */
export const totalOrderEqual = inTotalOrder("totalOrderEqual", Object.is);
/** Source: StableHLO `compare` NE, `TOTALORDER`. */
export const totalOrderNotEqual = inTotalOrder("totalOrderNotEqual", (x, y) => !Object.is(x, y));
/** Source: StableHLO `compare` LT, `TOTALORDER`. */
export const totalOrderLess = inTotalOrder("totalOrderLess", precedes);
/** Source: StableHLO `compare` LE, `TOTALORDER`. */
export const totalOrderLessOrEqual = inTotalOrder(
  "totalOrderLessOrEqual",
  (x, y) => !precedes(y, x),
);
/** Source: StableHLO `compare` GT, `TOTALORDER`. */
export const totalOrderGreater = inTotalOrder("totalOrderGreater", (x, y) => precedes(y, x));
/** Source: StableHLO `compare` GE, `TOTALORDER`. */
export const totalOrderGreaterOrEqual = inTotalOrder(
  "totalOrderGreaterOrEqual",
  (x, y) => !precedes(x, y),
);
