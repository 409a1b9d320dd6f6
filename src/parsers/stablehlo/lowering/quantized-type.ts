import { AceError } from "../../../errors.ts";
import {
  type ElementType,
  elementBits,
  type FloatType,
  type IntegerType,
  integerRange,
  isBigInteger,
  isFloat,
  isInteger,
} from "../../../graph/element-type.ts";
import { elementTypeOf } from "../program/element-names.ts";
import type { ElementName } from "../program/type.ts";

/** A quantized element type: value = scale x (code - zero point), per axis where there is one. */
export interface QuantizedType {
  readonly storage: IntegerType;
  readonly expressed: FloatType;
  /** Smallest and largest code. */
  readonly least: number;
  readonly most: number;
  /** Axis along which scales differ; undefined: one for all. */
  readonly axis: number | undefined;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
}

const FORM = /^!quant\.uniform<(\w+)(?:<(-?\d+):(-?\d+)>)?:(\w+)(?::(\d+))?,\s*(.+)>$/;
const PARAMETER = /^\s*([-+\d.eE]+)(?::(-?\d+))?\s*$/;

/**
 * Reads `!quant.uniform<i8<-127:127>:f32:1, {0.1:-30, 0.5:-20}>`; undefined for other types.
 *
 * @throws {AceError} `unsupported-type` for other forms of quantized types, `invalid-graph` for
 * bounds, scales and zero points that no such type has
 *
 * Source: StableHLO, quantized element types (C3, C5-C7, C10).
 */
export function quantizedTypeOf(element: ElementName): QuantizedType | undefined {
  if (!isQuantized(element)) return undefined;
  const [, code, least, most, value, axis, parameters] = FORM.exec(element) ?? [];
  const storage = code === undefined ? undefined : elementTypeOf(code);
  const expressed = value === undefined ? undefined : elementTypeOf(value);
  const pairs = parameters === undefined ? undefined : parametersOf(parameters);
  if (storage === undefined || !isInteger(storage) || isBigInteger(storage)) {
    throw unsupported(element);
  }
  if (expressed === undefined || !isFloat(expressed) || pairs === undefined) {
    throw unsupported(element);
  }
  const [lowest, highest] = integerRange(storage).map(Number) as [number, number];
  const type: QuantizedType = {
    storage,
    expressed,
    least: least === undefined ? lowest : Number(least),
    most: most === undefined ? highest : Number(most),
    axis: axis === undefined ? undefined : Number(axis),
    scales: pairs.map(([scale]) => scale),
    zeroPoints: pairs.map(([, zero]) => zero),
  };
  expectValid(type, [lowest, highest], element);
  return type;
}

export function isQuantized(element: ElementName): boolean {
  return element.startsWith("!quant.");
}

/** What a tensor holds: codes where the type is quantized; undefined for other types than numbers. */
export function storedElement(element: ElementName): ElementType | undefined {
  return quantizedTypeOf(element)?.storage ?? elementTypeOf(element);
}

/** True where the type has fewer codes than its storage type. */
export function isNarrow({ storage, least, most }: QuantizedType): boolean {
  const [lowest, highest] = integerRange(storage).map(Number) as [number, number];
  return least > lowest || most < highest;
}

/** True where its codes need fewer bits than the storage type has. */
export function declaresWidth({ storage, least, most }: QuantizedType): boolean {
  return most - least < 2 ** (elementBits(storage) - 1);
}

function parametersOf(text: string): readonly (readonly [number, number])[] | undefined {
  const list = /^\{(.*)\}$/.exec(text.trim())?.[1] ?? text;
  const pairs = list.split(",").map((item): readonly [number, number] | undefined => {
    const [, scale, zero] = PARAMETER.exec(item) ?? [];
    return scale === undefined ? undefined : [Number(scale), Number(zero ?? 0)];
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

function expectValid(
  { least, most, axis, scales, zeroPoints }: QuantizedType,
  [lowest, highest]: readonly [number, number],
  element: ElementName,
): void {
  if (least < lowest || least >= most || most > highest) {
    throw invalid(element, `two bounds from ${lowest} to ${highest}`, `${least}:${most}`);
  }
  const scale = scales.find((each) => !(each > 0) || !Number.isFinite(each));
  if (scale !== undefined) throw invalid(element, "positive scales", `${scale}`);
  const zero = zeroPoints.find((each) => each < least || each > most);
  if (zero !== undefined) {
    throw invalid(element, `zero points from ${least} to ${most}`, `${zero}`);
  }
  if (axis === undefined && scales.length > 1) {
    throw invalid(element, "one scale where no axis is named", `${scales.length}`);
  }
}

function invalid(element: ElementName, expected: string, got: string): AceError {
  const subject = `a value of type ${element}`;
  return new AceError("invalid-graph", { action: "import", subject, expected, got });
}

function unsupported(element: ElementName): AceError {
  return new AceError("unsupported-type", {
    action: "import",
    subject: "a quantized type",
    expected: "!quant.uniform on at most 32 bits with one scale, or one for each channel",
    got: element,
  });
}
