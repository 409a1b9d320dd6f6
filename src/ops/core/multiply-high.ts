import { elementBits, isInteger } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

const NAME = "multiplyHigh";

/**
 * The upper half of the bits of the whole product of two integers.
 *
 * Source: CHLO `mulhi`.
 */
export const multiplyHigh: PrimitiveOperator<object, 2> = {
  kind: "core",
  name: NAME,
  arity: 2,
  elementwise: true,
  infer(inputs) {
    const element = expectOneElement(NAME, inputs);
    expectElement(NAME, inputs[0], isInteger, "integers");
    const shapes = inputs.map(({ shape }) => shape);
    return [{ element, shape: broadcastShapes(NAME, shapes) }];
  },
  work: ({ outputs }) => scalarWork(elementCount((outputs[0] as TensorType).shape), "multiply"),
  evaluate([x, y], { outputs }) {
    const type = outputs[0] as TensorType;
    const bits = BigInt(elementBits(type.element));
    const high = (a: number | bigint, b: number | bigint) => (BigInt(a) * BigInt(b)) >> bits;
    const ofNumbers = (a: number, b: number) => Number(high(a, b));
    return [zipBroadcast(bits === 64n ? high : ofNumbers, x, y, type)];
  },
};
