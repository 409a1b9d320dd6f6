import type { Solver } from "../domain/solver.ts";
import type { Movement } from "../domain/transfer/moving.ts";
import type { ValueSet } from "../domain/value-set.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Graph } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { Work } from "./work.ts";

/** `N` things; any number of them where N is just `number`. */
export type Tuple<T, N extends number> = readonly T[] &
  (number extends N ? readonly T[] : FixedTuple<T, N>);
type FixedTuple<
  T,
  N extends number,
  Known extends readonly T[] = readonly [],
> = Known["length"] extends N ? Known : FixedTuple<T, N, readonly [...Known, T]>;

/** A tensor type before it is interned. */
export interface ResultType {
  readonly element: ElementType;
  readonly shape: readonly number[];
}

/** Types of what goes into a region of a node and comes out of it. */
export interface RegionType {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
}

/** A region of a node, to be run by its operator. */
export interface Region extends RegionType {
  /** For each output the input that it is, as it came in; undefined where it is computed. */
  readonly handsOn: readonly (number | undefined)[];
  run(inputs: readonly Tensor[]): readonly Tensor[];
  /**
   * The same on many scalars at once: vectors of one length, and scalars that stay. Absent where it
   * holds more than elementwise operators on scalars.
   */
  runEach?(inputs: readonly Tensor[]): readonly Tensor[];
}

/** How an operator runs its regions on single elements. */
export interface RegionRuns {
  /** How often it runs each region, as work is counted. */
  readonly times: readonly bigint[];
  /** How many of its last inputs go into every region as they are, as the last ones there. */
  readonly captured: number;
}

/** One use of an operator: its attributes and the types around it. */
export interface Site<A> {
  readonly attributes: A;
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  /** Absent: none. */
  readonly regions?: readonly Region[];
}

interface Facts<A, N extends number> {
  /** Unique among all operators, camelCase. */
  readonly name: string;
  /** Number of inputs; absent for operators that take any number. */
  readonly arity?: N;
  /** Output shares its bytes with input 0. */
  readonly view?: boolean;
  /** Elements of input 0 are only moved, repeated or dropped: their values and source stay. */
  readonly moves?: "all" | "part" | "join";
  /** True where NaNs come out as they went in or as its regions make them; operators that move do so. */
  keepsNans?(site: Site<A>): boolean;
  /**
   * True where the sign or the payload of a NaN may change what comes out.
   *
   * They are those of a stored tensor or an input while a NaN is only moved. One that comes out of any
   * other operator is the positive quiet one, whatever the machine makes of it: so are -x, |x| and the
   * conversion of a NaN. In a graph in which nobody looks at them they are left open.
   */
  readsNanBits?(site: Site<A>): boolean;
  /** Where the axes of input 0 come to lie; absent: anywhere. */
  movement?(site: Site<A>): Movement;
  /** The output is a sum of the inputs with these signs, so that equal terms cancel. */
  readonly signs?: readonly (1 | -1)[];
  /** The output is a product of powers of the inputs, so that equal factors cancel. */
  readonly powers?: readonly (1 | -1)[];
  /** Random numbers that the source leaves open: no two implementations give the same. */
  readonly draws?: true;
  /** What comes out is from outside, as what an input holds. */
  readonly external?: true;
  /** Each element of the output comes of the elements at its place in the inputs, which broadcast. */
  readonly elementwise?: true;
  /**
   * Inputs that steer (bounds of a clip, indices) instead of being computed with: those listed, or
   * all from one on.
   */
  readonly steering?: readonly number[] | { readonly from: number };
  /**
   * @throws {AceError} `shape-mismatch`, `type-mismatch` or `invalid-attribute`
   */
  infer(
    inputs: Tuple<TensorType, N>,
    attributes: A,
    regions?: readonly RegionType[],
  ): readonly ResultType[];
  /** Absent: nothing is known of the outputs but their types. */
  values?(
    inputs: Tuple<ValueSet, N>,
    site: Site<A>,
    solver: Solver,
  ): readonly (ValueSet | undefined)[];
}

/** An operator with all facts by hand: what every other floor builds on. */
export interface PrimitiveOperator<A = unknown, N extends number = number> extends Facts<A, N> {
  /** core: transparent to value sets where `values` is given; leaf: opaque to them on purpose. */
  readonly kind: "core" | "leaf";
  work(site: Site<A>): Work;
  evaluate(inputs: Tuple<Tensor, N>, site: Site<A>): readonly Tensor[];
  /** For operators that run regions on elements; what the regions cost is counted beside \`work\`. */
  regionRuns?(site: Site<A>): RegionRuns;
}

/** An operator of a source, kept whole; its facts come from a body of other operators. */
export interface CompositeOperator<A = unknown, N extends number = number> extends Facts<A, N> {
  readonly kind: "composite";
  /** The body for these input types; it has one input for each, in order. */
  body(inputs: readonly TensorType[], attributes: A): Graph;
  /** Scalar operations, where those of the body would count too much. */
  scalars?(site: Site<A>): Work["scalars"];
  /** Contractions, where the body spells them without one; absent: those of the body. */
  contractions?(site: Site<A>): Work["contractions"];
}

export type Operator<A = unknown, N extends number = number> =
  | PrimitiveOperator<A, N>
  | CompositeOperator<A, N>;

/** An operator whose attributes and arity are checked where it is used, not by the compiler. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where operators of all kinds meet
export type AnyOperator = Operator<any, any>;
