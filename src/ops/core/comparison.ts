import { decided } from "../../domain/transfer/conversion.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

type Ordered = number | bigint;

/** A comparison of two inputs, which broadcast; NaN is unordered and unequal. */
function comparison(
  name: string,
  holds: (x: Ordered, y: Ordered) => boolean,
): PrimitiveOperator<object, 2> {
  const asByte = ((x: Ordered, y: Ordered) => (holds(x, y) ? 1 : 0)) as (
    x: number,
    y: number,
  ) => number;
  return {
    kind: "core",
    name,
    arity: 2,
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
    values: (inputs, site, solver) => [
      decided(name, holds as (...x: readonly number[]) => boolean, inputs, site, solver),
    ],
    evaluate: ([x, y], site) => [zipBroadcast(asByte, x, y, site.outputs[0] as TensorType)],
  };
}

export const equal = comparison("equal", (x, y) => x === y);
export const less = comparison("less", (x, y) => x < y);
export const lessOrEqual = comparison("lessOrEqual", (x, y) => x <= y);
export const greater = comparison("greater", (x, y) => x > y);
export const greaterOrEqual = comparison("greaterOrEqual", (x, y) => x >= y);
