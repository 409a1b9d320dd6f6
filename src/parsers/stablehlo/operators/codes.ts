import { AceError } from "../../../errors.ts";
import type { ElementType } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { clip } from "../../../ops/core/clip.ts";
import { dequantize } from "../../../ops/core/dequantize.ts";
import { quantize } from "../../../ops/core/quantize.ts";
import type { Codes } from "../lowering/meaning.ts";
import { declaresWidth, isNarrow, type QuantizedType } from "../lowering/quantized-type.ts";

/** The codes of a tensor of real values: clamp(round(x / scale + zero point)), ties to even. */
export function quantized(b: GraphBuilder, x: TensorId, of: QuantizedType): Codes {
  expectExact(of);
  const codes = b.emit(quantize, [x, ...parametersOf(b, of)], {
    axis: of.axis ?? 0,
    blockSize: 0,
    element: of.storage,
    precision: of.expressed,
    saturate: true,
    shiftsFirst: true,
  });
  return { kind: "quantized", codes: isNarrow(of) ? clipped(b, codes, of) : codes, of };
}

/** The real values of codes: (code - zero point) x scale. */
export function dequantized(b: GraphBuilder, { codes, of }: Codes): TensorId {
  expectExact(of);
  return b.emit(dequantize, [codes, ...parametersOf(b, of)], {
    axis: of.axis ?? 0,
    blockSize: 0,
    result: of.expressed,
  });
}

/** Codes that are given; where the type bounds them more than its storage does, it says their width. */
export function declaredCodes(b: GraphBuilder, codes: TensorId, of: QuantizedType): Codes {
  return { kind: "quantized", codes: declaresWidth(of) ? clipped(b, codes, of) : codes, of };
}

function clipped(
  b: GraphBuilder,
  codes: TensorId,
  { storage, least, most }: QuantizedType,
): TensorId {
  return b.emit(clip, [codes, b.scalar(storage, least), b.scalar(storage, most)], {});
}

/** Scale, and zero point where there is one. */
function parametersOf(b: GraphBuilder, of: QuantizedType): readonly TensorId[] {
  const scale = parameter(b, of.expressed, of.scales);
  const zero = zeroPointOf(b, of);
  return zero === undefined ? [scale] : [scale, zero];
}

/** The zero point, one or one a channel, in the type of the codes; undefined where all are 0. */
export function zeroPointOf(
  b: GraphBuilder,
  { storage, zeroPoints }: QuantizedType,
): TensorId | undefined {
  return zeroPoints.every((zero) => zero === 0) ? undefined : parameter(b, storage, zeroPoints);
}

function parameter(b: GraphBuilder, element: ElementType, values: readonly number[]): TensorId {
  const [first] = values as readonly [number];
  if (values.every((value) => value === first)) return b.scalar(element, first);
  return b.constant(element, [values.length], values);
}

/** The largest distance of a code from its zero point. */
export function reach({ least, most, zeroPoints }: QuantizedType): number {
  return Math.max(...zeroPoints.map((zero) => Math.max(most - zero, zero - least)));
}

/**
 * Bounds, zero points and differences of codes become values of the expressed type before anything
 * else. Those of 32 bits are rounded once, which the operators do; narrower ones must hold them.
 *
 * @throws {AceError} `unsupported-type`
 */
function expectExact(of: QuantizedType): void {
  const { expressed, least, most, storage, zeroPoints } = of;
  const holds = (value: number) => roundToFloat(expressed, value) === value;
  const isWide = expressed === "f32" || expressed === "f64";
  const ends = [least, most, reach(of)];
  const values = isWide ? zeroPoints : ends.flatMap((end) => [end, end - Math.sign(end)]);
  if (values.every(holds)) return;
  throw new AceError("unsupported-type", {
    action: "import",
    subject: "a quantized type",
    expected: `codes that ${expressed} holds exactly`,
    got: `codes of ${storage} from ${least} to ${most}`,
  });
}
