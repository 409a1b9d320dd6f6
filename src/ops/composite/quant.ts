import { fakeQuantized } from "../../domain/transfer/quantizing.ts";
import { type Grid, integerGrid } from "../../domain/value-set.ts";
import type { TensorId } from "../../graph/graph.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, divide, maximum, minimum, multiply, subtract } from "../core/arithmetic.ts";
import { powerOfTwo } from "../math/double.ts";
import type { Site } from "../operator.ts";
import { bipolar, type RoundingMode, roundBy } from "../rounding-mode.ts";
import { inType } from "./precision.ts";

/** Which integers a quantizer may give. */
export interface CodeRange {
  readonly signed: boolean;
  /** The end of the range is left out, so that a signed one is symmetric. */
  readonly narrow: boolean;
}

export interface QuantAttributes extends CodeRange {
  readonly rounding: RoundingMode;
  /** Bit widths, one or one a channel, and their shape. */
  readonly bits: readonly number[];
  readonly bitsShape: readonly number[];
}

/**
 * Smallest and largest integer of `bits` bits.
 *
 * Source: QONNX `Quant`: signed -2^(bits - 1) (narrow: + 1) to 2^(bits - 1) - 1, unsigned 0 to
 * 2^bits - 1 (narrow: - 2).
 */
export function codeRange({ signed, narrow }: CodeRange, bits: number): readonly [number, number] {
  const less = narrow ? 1 : 0;
  if (!signed) return [0, powerOfTwo(bits) - 1 - less];
  const half = powerOfTwo(bits - 1);
  return [less - half, half - 1];
}

/** How a bit width and a range read in a proof: `4-bit signed narrow`. */
export function rangeName({ signed, narrow }: CodeRange, bits: readonly number[]): string {
  const least = Math.min(...bits);
  const most = Math.max(...bits);
  const width = least === most ? `${most}-bit` : `${least}- to ${most}-bit`;
  return `${width} ${signed ? "signed" : "unsigned"}${narrow ? " narrow" : ""}`;
}

function isBipolar({ signed, bits }: QuantAttributes): boolean {
  return signed && bits.every((width) => width === 1);
}

/**
 * (round(clamp(x / scale + zero point)) - zero point) x scale, each operation rounded to the type.
 *
 * Inputs are x, scale and zero point, which need not be an integer. With 1 bit and a sign, codes are
 * -1 and +1, and 0 gives +1. Inputs of several types are computed with in f32.
 *
 * Source: QONNX 1.0 `Quant`, `IntQuant`.
 */
export const quant = composite<QuantAttributes, 3>({
  name: "Quant",
  arity: 3,
  scalars: quantizeEach,
  values(inputs, site, solver) {
    const { bits } = site.attributes;
    const text = `${rangeName(site.attributes, bits)} Quant`;
    const quantizer = { codes: codesOf(site.attributes), text, scale: 1, zero: 2 };
    return [fakeQuantized(quantizer, inputs, site, solver)];
  },
  build(b, inputs, attributes) {
    const [x, scale, zero] = inOneType(b, inputs) as [TensorId, TensorId, TensorId];
    const shifted = b.emit(add, [b.emit(divide, [x, scale], {}), zero], {});
    const codes = isBipolar(attributes)
      ? bipolar(b, shifted)
      : clampAndRound(b, shifted, attributes);
    return [b.emit(multiply, [b.emit(subtract, [codes, zero], {}), scale], {})];
  },
});

function codesOf(attributes: QuantAttributes): Grid {
  if (isBipolar(attributes)) return { lo: 0, hi: 1, step: 2, origin: -1 };
  const [lo, hi] = codeRange(attributes, Math.max(...attributes.bits));
  return integerGrid(lo, hi);
}

function clampAndRound(b: GraphBuilder, x: TensorId, attributes: QuantAttributes): TensorId {
  const ranges = attributes.bits.map((bits) => codeRange(attributes, bits));
  const bound = (end: 0 | 1) =>
    b.constant(
      b.element(x),
      attributes.bitsShape,
      ranges.map((range) => range[end]),
    );
  const below = b.emit(minimum, [x, bound(1)], {});
  return roundBy(b, attributes.rounding, b.emit(maximum, [below, bound(0)], {}));
}

/** One quantize an output element, whatever the body does. */
export function quantizeEach(site: Site<unknown>): { readonly quantize: bigint } {
  return { quantize: BigInt(elementCount((site.outputs[0] as TensorType).shape)) };
}

/** The tensors in one element type: their own if it is the same for all, else f32. */
export function inOneType(b: GraphBuilder, tensors: readonly TensorId[]): readonly TensorId[] {
  const elements = new Set(tensors.map((tensor) => b.element(tensor)));
  if (elements.size <= 1) return tensors;
  return tensors.map((tensor) => inType(b, tensor, "f32"));
}
