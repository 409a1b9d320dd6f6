import { type ElementType, isBigInteger, isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import { type Carrier, MAX_ELEMENTS, toNumbers } from "../../../graph/tensor.ts";
import { fourierTransform } from "../../../ops/leaf/fourier-transform.ts";
import { shortTimeFourierTransform } from "../../../ops/leaf/short-time-fourier-transform.ts";
import { expm1 } from "../../../ops/math/exp.ts";
import { log, log1p } from "../../../ops/math/log.ts";
import { cos } from "../../../ops/math/trigonometric.ts";
import { requireElementType } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { generated, made } from "./constants.ts";

/** The data type that an attribute names; f32 where it is absent. */
function stated(node: NodeContext, attribute: string): ElementType {
  return requireElementType(node.int(attribute, 1), node.outputs[0] ?? "");
}

/** A tensor of numbers that are worked out when they are asked for; integers truncate. */
function known(
  node: NodeContext,
  element: ElementType,
  shape: readonly number[],
  valueAt: (i: number) => number,
): TensorId {
  const fill = (data: Carrier) => {
    for (let i = 0; i < data.length; i++) {
      const value = valueAt(i);
      if (isFloat(element)) data[i] = roundToFloat(element, value) as never;
      else
        data[i] = (isBigInteger(element) ? BigInt(Math.trunc(value)) : Math.trunc(value)) as never;
    }
  };
  return generated(node, made(node, element, shape, fill));
}

/**
 * A sum of cosines over a period: sum of (-1)^k a[k] cos(2 pi k i / period), in f64; a symmetric
 * window of one sample is 1.
 *
 * Source: ONNX `HannWindow`, `HammingWindow`, `BlackmanWindow`, their function bodies.
 */
function cosineWindow(coefficients: readonly number[]): Lowering {
  return (node) => {
    const [size = 0] = node.integers(0);
    if (size < 0) node.refuse("invalid-attribute", "a size of 0 or more", `${size}`);
    const period = node.int("periodic", 1) !== 0 ? size : size - 1;
    return known(node, stated(node, "output_datatype"), [size], (i) => {
      if (period === 0) return 1;
      return coefficients.reduce((sum, a, k) => {
        const angle = (2 * Math.PI * ((k * i) % period)) / period;
        return sum + (k % 2 === 0 ? a : -a) * cos(angle);
      }, 0);
    });
  };
}

/** Mel per octave scale: 2595 log10(1 + f / 700). */
const MEL = 2595;
const BREAK = 700;

/** The elements of the spectrum at which triangles begin, peak and end. */
function melBins(
  bins: number,
  length: number,
  rate: number,
  edges: readonly [number, number],
): readonly number[] {
  const [low, high] = edges.map((hertz) => (MEL * log1p(hertz / BREAK)) / log(10)) as [
    number,
    number,
  ];
  const step = (high - low) / (bins + 2);
  return Array.from({ length: bins + 2 }, (_, i) => {
    const hertz = BREAK * expm1(((i * step + low) / MEL) * log(10));
    return Math.floor(((length + 1) * hertz) / rate);
  });
}

/** Source: ONNX `MelWeightMatrix`: triangles that are even on the mel scale, in f64. */
const lowerMelWeightMatrix: Lowering = (node) => {
  const [bins, length, rate, low, high] = [0, 1, 2, 3, 4].map(
    (i) => toNumbers(node.constant(i))[0] as number,
  ) as [number, number, number, number, number];
  const rows = Math.floor(length / 2) + 1;
  if (!(bins >= 1 && rows >= 1 && (bins + 2) * rows <= MAX_ELEMENTS)) {
    node.refuse("invalid-attribute", "a matrix of bins and elements", `${bins} and ${rows}`);
  }
  const peaks = melBins(bins, length, rate, [low, high]);
  if (!peaks.every((at) => at >= 0 && at <= rows)) {
    node.refuse("invalid-attribute", `edges inside a spectrum of ${rows}`, `${low} to ${high}`);
  }
  return known(node, stated(node, "output_datatype"), [rows, bins], (i) => {
    const bin = i % bins;
    const [start, peak, end] = peaks.slice(bin, bin + 3) as [number, number, number];
    return triangle(Math.floor(i / bins), start, peak, end);
  });
};

/** Height at `x` of a triangle from `start` to `end`, 1 at its peak. */
function triangle(x: number, start: number, peak: number, end: number): number {
  if (x >= peak && x < end) return (end - x) / (end - peak);
  if (x === peak) return 1;
  return x >= start && x < peak ? (x - start) / (peak - start) : 0;
}

/** The axis is an attribute before opset 20, an input from then on. */
const lowerDft: Lowering = (node) => {
  const axis = node.version < 20 ? node.int("axis", 1) : (node.optionalIntegers(2)?.[0] ?? -2);
  const [inverse, oneSided] = [node.int("inverse", 0) !== 0, node.int("onesided", 0) !== 0];
  const size = node.shape(0).at(axis) ?? 0;
  const whole = inverse && oneSided ? 2 * (size - 1) : size;
  const length = node.optionalIntegers(1)?.[0] ?? whole;
  return node.b.emit(fourierTransform, [node.input(0)], { axis, length, inverse, oneSided });
};

const lowerStft: Lowering = (node) => {
  const window = node.optional(2);
  const whole = window === undefined ? node.shape(0)[1] : node.shape(2)[0];
  return node.b.emit(
    shortTimeFourierTransform,
    window === undefined ? [node.input(0)] : [node.input(0), window],
    {
      step: node.integers(1)[0] ?? 0,
      length: node.optionalIntegers(3)?.[0] ?? whole ?? 0,
      oneSided: node.int("onesided", 1) !== 0,
    },
  );
};

/** Spectra, and what is made for them. */
export const signal: LoweringTable = {
  BlackmanWindow: cosineWindow([0.42, 0.5, 0.08]),
  DFT: lowerDft,
  HammingWindow: cosineWindow([25 / 46, 21 / 46]),
  HannWindow: cosineWindow([0.5, 0.5]),
  MelWeightMatrix: lowerMelWeightMatrix,
  STFT: lowerStft,
};
