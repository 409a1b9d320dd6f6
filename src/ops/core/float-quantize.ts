import { EVERYTHING } from "../../domain/interval.ts";
import { step } from "../../domain/solver.ts";
import { elementBits, type FloatType, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement } from "../checks.ts";
import { zipBroadcast } from "../elementwise.ts";
import { binaryExponent, powerOfTwo } from "../math/double.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { type RoundingMode, scalarRounding } from "../rounding-mode.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

/** A float format of few bits, with subnormal values, and how values come into it. */
export interface FloatQuantizeAttributes {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly exponentBias: number;
  /** Largest finite value where it is less than the bits can hold. */
  readonly largest: number;
  readonly rounding: RoundingMode;
  /** What becomes of values beyond the largest. */
  readonly overflow: "saturate" | "infinity" | "nan";
}

/**
 * x / scale rounded to a float format, then times the scale.
 *
 * Quotient and product are rounded once to the element type. The step of a value is
 * 2^(floor(log2 |value|) - mantissa bits), but never below that of the subnormal values.
 *
 * Source: QONNX 1.0 `FloatQuant`, whose `has_subnormal` has no effect.
 */
export const floatQuantize: PrimitiveOperator<FloatQuantizeAttributes, 2> = {
  kind: "core",
  name: "floatQuantize",
  arity: 2,
  infer(inputs) {
    const [x, scale] = inputs;
    expectElement("floatQuantize", x, isFloat, "a float type");
    const element = expectOneElement("floatQuantize", inputs);
    return [{ element, shape: broadcastShapes("floatQuantize", [x.shape, scale.shape]) }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "quantize"),
  values(_inputs, { attributes }, solver) {
    const { exponentBits, mantissaBits } = attributes;
    const carrier = carrierOf(exponentBits, mantissaBits);
    const text = `quantized to a float of ${formatName(exponentBits, mantissaBits)}`;
    const proof = step(solver, "quantizer", text);
    return [{ carrier, interval: EVERYTHING, status: "declared", proof }];
  },
  evaluate([x, scale], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const single = (value: number) => roundToFloat(type.element as "f32", value);
    const nearest = formatRounding(attributes, single);
    const quantize = (value: number, step: number) => nearest(single(value / step)) * step;
    return [zipBroadcast(quantize, x, scale, type)];
  },
};

type Rounding = (value: number) => number;

function formatRounding(a: FloatQuantizeAttributes, single: Rounding): Rounding {
  const { exponentBits, mantissaBits, exponentBias, overflow } = a;
  const lowest = 1 - exponentBias;
  const highest = powerOfTwo(exponentBits) - 1 - exponentBias;
  const largest = Math.min((2 - powerOfTwo(-mantissaBits)) * powerOfTwo(highest), a.largest);
  const beyond = { saturate: largest, infinity: Number.POSITIVE_INFINITY, nan: Number.NaN }[
    overflow
  ];
  const toInteger = scalarRounding(a.rounding);
  return (value) => {
    if (value === 0 || Number.isNaN(value)) return value;
    const magnitude = Math.abs(value);
    if (magnitude === Number.POSITIVE_INFINITY) return Math.sign(value) * beyond;
    const step = powerOfTwo(Math.max(floorLog2(magnitude), lowest) - mantissaBits);
    const rounded = single(step * toInteger(single(value / step)));
    return Math.abs(rounded) > largest ? Math.sign(value) * beyond : rounded;
  };
}

/** The largest integer k with 2^k at most x. */
function floorLog2(x: number): number {
  const near = binaryExponent(x);
  return powerOfTwo(near) > x ? near - 1 : near;
}

function formatName(exponentBits: number, mantissaBits: number): string {
  return `${1 + exponentBits + mantissaBits} bits (e${exponentBits}m${mantissaBits})`;
}

const CARRIERS: readonly FloatType[] = [
  "f4e2m1",
  "f6e2m3",
  "f6e3m2",
  "f8e4m3fn",
  "f8e5m2",
  "f16",
  "f32",
  "f64",
];

/** The element type of the same format, else the narrowest with at least as many bits. */
function carrierOf(exponentBits: number, mantissaBits: number): FloatType {
  const bits = 1 + exponentBits + mantissaBits;
  const format = `f${bits}e${exponentBits}m${mantissaBits}`;
  const same = CARRIERS.find((type) => type.startsWith(format));
  return same ?? CARRIERS.find((type) => elementBits(type) >= bits) ?? "f64";
}
