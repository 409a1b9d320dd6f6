import { applied } from "../../domain/transfer/functions.ts";
import { stretchedSets } from "../../domain/transfer/moving.ts";
import { isBigInteger, isFloat, isInteger } from "../../graph/element-type.ts";
import { type NumberCarrier, type Tensor, toNumbers } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import { pow } from "../math/power.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

const codeByCode = applied("power", (x, y) => pow(x as number, y as number));

/**
 * x to the power y, in the element type of x; the two broadcast.
 *
 * Floats: computed in f64, rounded once. Integers, to integer powers only: exact, wrapping; a
 * negative exponent gives what 1 / x^-y truncates to, and 0 for x = 0. This is how XLA does it.
 *
 * Source: ONNX `Pow`; StableHLO `power`.
 */
export const power: PrimitiveOperator<object, 2> = {
  kind: "core",
  name: "power",
  arity: 2,
  infer([x, y]) {
    expectElement("power", x, isNumeric, "a numeric base");
    if (isFloat(x.element)) expectElement("power", y, isNumeric, "a numeric exponent");
    else expectElement("power", y, isInteger, "an integer exponent for an integer base");
    return [{ element: x.element, shape: broadcastShapes("power", [x.shape, y.shape]) }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "transcendental"),
  values(inputs, site, solver) {
    const { element } = site.outputs[0] as TensorType;
    if (!isFloat(element)) return [undefined];
    return [codeByCode(stretchedSets(inputs, site, solver), site, solver)];
  },
  evaluate([x, y], site) {
    const type = site.outputs[0] as TensorType;
    if (isFloat(type.element)) return [zipBroadcast(pow, x, withoutBigs(y), type)];
    const exact = isBigInteger(type.element) ? integerPower : narrowPower;
    return [zipBroadcast(exact as typeof integerPower, withBigs(x), withBigs(y), type)];
  },
};

function withoutBigs(x: Tensor): Tensor {
  return isBigInteger(x.type.element) ? { ...x, data: Float64Array.from(toNumbers(x)) } : x;
}

function withBigs(x: Tensor): Tensor {
  if (isBigInteger(x.type.element)) return x;
  return { ...x, data: BigInt64Array.from(x.data as NumberCarrier, BigInt) };
}

/** By repeated squaring, modulo 2^64. */
function integerPower(x: bigint, y: bigint): bigint {
  if (y < 0n) return x === 1n ? 1n : x === -1n ? (y % 2n === 0n ? 1n : -1n) : 0n;
  let result = 1n;
  let square = x;
  for (let bits = y; bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function narrowPower(x: bigint, y: bigint): number {
  return Number(BigInt.asIntN(32, integerPower(x, y)));
}
