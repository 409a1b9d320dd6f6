/** Scalar operations outside multiply-accumulates, by kind. */
export const SCALAR_KINDS = [
  "add",
  "multiply",
  "divide",
  "compare",
  "root",
  "transcendental",
  "round",
  "quantize",
  "dequantize",
  "logic",
] as const;
export type ScalarKind = (typeof SCALAR_KINDS)[number];

export type ContractionKind = "convolution" | "dense" | "product" | "attention" | "recurrent";

/** Which axes of an operand play which part in a sum of products. */
export interface OperandAxes {
  /** Several places along it go into one sum. */
  readonly summed: readonly number[];
  /** Paired with axes of the other operand, without a sum. */
  readonly batch?: readonly number[];
  /** The one along which output channels are told apart. */
  readonly channel?: number;
  /** The one along which input channels are told apart. */
  readonly input?: number;
}

/** A sum of products: all that any metric needs of it, and nothing of any metric. */
export interface Contraction {
  readonly kind: ContractionKind;
  /** Indices of the operator's inputs. */
  readonly lhs: number;
  readonly rhs: number;
  /** Multiply-accumulates in all. */
  readonly macs: bigint;
  /** Products that are summed for one output element. */
  readonly length: number;
  readonly lhsAxes: OperandAxes;
  readonly rhsAxes: OperandAxes;
  readonly stride?: readonly number[];
  readonly groups?: number;
  /** Each element of both operands is a word of so many codes of one bit; absent: it is one code. */
  readonly wordBits?: number;
  /** What it is in an operator that has several. */
  readonly part?: string;
}

/** What one use of an operator costs. */
export interface Work {
  readonly contractions: readonly Contraction[];
  readonly scalars: Readonly<Partial<Record<ScalarKind, bigint>>>;
}

/** Data movement and converts: free. */
export const NO_WORK: Work = Object.freeze({ contractions: [], scalars: {} });

/** `count` scalar operations of each of `kinds`; a kind may be named twice. */
export function scalarWork(count: number | bigint, ...kinds: readonly ScalarKind[]): Work {
  const scalars: Partial<Record<ScalarKind, bigint>> = {};
  for (const kind of kinds) scalars[kind] = (scalars[kind] ?? 0n) + BigInt(count);
  return { contractions: [], scalars };
}
