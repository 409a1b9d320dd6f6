import type { TensorId } from "../../../graph/graph.ts";
import type { QuantizedType } from "./quantized-type.ts";

/** A complex tensor: its real and its imaginary part. */
export interface Pair {
  readonly kind: "complex";
  readonly re: TensorId;
  readonly im: TensorId;
}

/** A tensor of a quantized type: its codes. */
export interface Codes {
  readonly kind: "quantized";
  readonly codes: TensorId;
  readonly of: QuantizedType;
}

export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Meaning[];
}

/** Orders what has side effects; nothing at run time. */
export const TOKEN = Object.freeze({ kind: "token" } as const);

/** What comes from an operation that was left out. */
export const UNKNOWN = Object.freeze({ kind: "unknown" } as const);

/** What a value of the program stands for in the graph. */
export type Meaning = TensorId | Pair | Codes | Tuple | typeof TOKEN | typeof UNKNOWN;

export function isTensor(meaning: Meaning): meaning is TensorId {
  return typeof meaning === "number";
}

export function isPair(meaning: Meaning): meaning is Pair {
  return !isTensor(meaning) && meaning.kind === "complex";
}

export function isCodes(meaning: Meaning): meaning is Codes {
  return !isTensor(meaning) && meaning.kind === "quantized";
}

/** The tensors that it is made of, in order. */
export function tensorsOf(meaning: Meaning): readonly TensorId[] {
  if (isTensor(meaning)) return [meaning];
  switch (meaning.kind) {
    case "complex":
      return [meaning.re, meaning.im];
    case "quantized":
      return [meaning.codes];
    case "tuple":
      return meaning.items.flatMap(tensorsOf);
    default:
      return [];
  }
}

/** The same with every tensor replaced, in the order of {@link tensorsOf}. */
export function mapTensors(meaning: Meaning, change: (id: TensorId) => TensorId): Meaning {
  if (isTensor(meaning)) return change(meaning);
  switch (meaning.kind) {
    case "complex":
      return { kind: "complex", re: change(meaning.re), im: change(meaning.im) };
    case "quantized":
      return { ...meaning, codes: change(meaning.codes) };
    case "tuple":
      return { kind: "tuple", items: meaning.items.map((item) => mapTensors(item, change)) };
    default:
      return meaning;
  }
}

/** True where some part of it comes from an operation that was left out. */
export function hasUnknown(meaning: Meaning): boolean {
  if (isTensor(meaning)) return false;
  return meaning.kind === "tuple" ? meaning.items.some(hasUnknown) : meaning.kind === "unknown";
}

/** In words, for messages. */
export function describe(meaning: Meaning): string {
  if (isTensor(meaning)) return "a tensor";
  const words = {
    complex: "a complex tensor",
    quantized: "a tensor of a quantized type",
    tuple: "a tuple",
    token: "a token",
    unknown: "something unknown",
  } as const;
  return words[meaning.kind];
}
