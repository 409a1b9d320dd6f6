import type { Transfer } from "../domain/solver.ts";
import { applied, type Bounding } from "../domain/transfer/functions.ts";
import { stretchedSets } from "../domain/transfer/moving.ts";
import { type ElementType, isBigInteger, isFloat } from "../graph/element-type.ts";
import { roundToFloat } from "../graph/small-float.ts";
import {
  type BigCarrier,
  type Carrier,
  type NumberCarrier,
  type Tensor,
  zeros,
} from "../graph/tensor.ts";
import { elementCount, equalShapes, type TensorType } from "../graph/tensor-type.ts";
import { expectOneElement, refuse } from "./checks.ts";
import { forEachLine, type LineVisitor } from "./lines.ts";
import { copyElements } from "./move.ts";
import type { PrimitiveOperator } from "./operator.ts";
import { broadcastShapes, broadcastStrides, offsets } from "./shapes.ts";
import { type ScalarKind, scalarWork } from "./work.ts";

/** An operator on single elements, stated once for each carrier. */
interface ScalarTable<F, I, B> {
  /** On doubles; the result is rounded once to the element type. Absent: not for floats. */
  readonly float?: F;
  /** On integers of at most 32 bits; the result wraps into the element type. */
  readonly integer?: I;
  /** On 64-bit integers; the result wraps. */
  readonly big?: B;
}

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;
type BigUnary = (x: bigint) => bigint;
type BigBinary = (x: bigint, y: bigint) => bigint;

interface ElementwiseFacts<F, I, B> extends ScalarTable<F, I, B> {
  readonly name: string;
  /** Scalar operations for each output element. */
  readonly kinds: readonly ScalarKind[];
  /** Absent: few codes are followed one by one, and bounds where they are stated. */
  readonly values?: Transfer;
  readonly bounds?: Bounding;
  readonly signs?: readonly (1 | -1)[];
  readonly powers?: readonly (1 | -1)[];
}

/** The transfer function of an elementwise operator. */
function transferOf<F extends Unary | Binary, I, B>({
  name,
  float,
  integer,
  values,
  bounds,
}: ElementwiseFacts<F, I, B>): Transfer {
  const each = (float ?? integer) as unknown as (...x: readonly number[]) => number;
  return values ?? applied(name, each, bounds);
}

/** The facts of an elementwise operator that are the same for one input and two. */
function algebra({
  signs,
  powers,
}: Pick<ElementwiseFacts<unknown, unknown, unknown>, "signs" | "powers">) {
  return { ...(signs === undefined ? {} : { signs }), ...(powers === undefined ? {} : { powers }) };
}

/**
 * What storing a result in a carrier does not do by itself: rounding to a float narrower than
 * f32 and wrapping into 4 and 2 bits. Undefined where the store alone is right.
 */
export function finisher(element: ElementType): Unary | undefined {
  if (element === "i4") return (x) => (x << 28) >> 28;
  if (element === "i2") return (x) => (x << 30) >> 30;
  if (element === "u4") return (x) => x & 15;
  if (element === "u2") return (x) => x & 3;
  if (element === "f64" || element === "f32" || !isFloat(element)) return undefined;
  return (x) => roundToFloat(element, x);
}

/** The entry of a scalar table for an element type; undefined where there is none. */
function entry<F, I, B>(table: ScalarTable<F, I, B>, element: ElementType): F | I | B | undefined {
  if (isFloat(element)) return table.float;
  return isBigInteger(element) ? table.big : table.integer;
}

function expectEntry<F, I, B>(name: string, table: ScalarTable<F, I, B>, element: ElementType) {
  if (entry(table, element) === undefined || (element === "bool" && table.float !== undefined)) {
    refuse("type-mismatch", name, "an element type that it is defined on", element);
  }
}

function isBigCarrier(data: Carrier): data is BigCarrier {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** An elementwise operator of one input. */
export function unary(
  facts: ElementwiseFacts<Unary, Unary, BigUnary>,
): PrimitiveOperator<object, 1> {
  const values = transferOf(facts);
  return {
    kind: "core",
    name: facts.name,
    arity: 1,
    elementwise: true,
    ...algebra(facts),
    infer([x]) {
      expectEntry(facts.name, facts, x.element);
      return [x];
    },
    work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), ...facts.kinds),
    values: (inputs, site, solver) => [values(inputs, site, solver)],
    evaluate([x], site) {
      const result = zeros(site.outputs[0] as TensorType);
      mapUnary(facts, x.type.element, x.data, result.data);
      return [result];
    },
  };
}

function mapUnary(
  table: ScalarTable<Unary, Unary, BigUnary>,
  element: ElementType,
  x: Carrier,
  out: Carrier,
): void {
  const scalar = entry(table, element) as Unary;
  const finish = finisher(element);
  const f: Unary = finish === undefined ? scalar : (value) => finish(scalar(value));
  mapElements(f, x, out);
}

/** out[i] = f(x[i]). Loops are kept apart by carrier, or engines give up on them. */
export function mapElements(f: Unary, x: Carrier, out: Carrier): void {
  if (x instanceof Float32Array && out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = f(x[i] as number);
  } else if (isBigCarrier(x)) {
    for (let i = 0; i < out.length; i++) out[i] = f(x[i] as never) as never;
  } else {
    const doubles = new Float64Array(x as NumberCarrier);
    for (let i = 0; i < doubles.length; i++) doubles[i] = f(doubles[i] as number);
    out.set(doubles as never);
  }
}

/** An elementwise operator of two inputs, which broadcast as in numpy. */
export function binary(
  facts: ElementwiseFacts<Binary, Binary, BigBinary>,
): PrimitiveOperator<object, 2> {
  const values = transferOf(facts);
  return {
    kind: "core",
    name: facts.name,
    arity: 2,
    elementwise: true,
    ...algebra(facts),
    infer(inputs) {
      const element = expectOneElement(facts.name, inputs);
      expectEntry(facts.name, facts, element);
      return [
        {
          element,
          shape: broadcastShapes(
            facts.name,
            inputs.map((x) => x.shape),
          ),
        },
      ];
    },
    work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), ...facts.kinds),
    values: (inputs, site, solver) => [values(stretchedSets(inputs, site, solver), site, solver)],
    evaluate: ([x, y], site) => [
      zipBroadcast(entry(facts, x.type.element) as Binary, x, y, site.outputs[0] as TensorType),
    ],
  };
}

/** Combines two tensors element by element; the result is finished into `type`. */
export function zipBroadcast(
  f: Binary | BigBinary,
  x: Tensor,
  y: Tensor,
  type: TensorType,
): Tensor {
  const result = zeros(type);
  const finish = finisher(type.element);
  const scalar = f as Binary;
  const g: Binary = finish === undefined ? scalar : (a, b) => finish(scalar(a, b));
  const zip = (line: LineVisitor) =>
    forEachLine(
      type.shape,
      broadcastStrides(x.type.shape, type.shape),
      broadcastStrides(y.type.shape, type.shape),
      line,
    );
  const [xs, ys, out] = [x.data, y.data, result.data];
  if (xs instanceof Float32Array && ys instanceof Float32Array && out instanceof Float32Array) {
    zip(zipSingles(g, xs, ys, out));
  } else if (isBigCarrier(xs)) {
    zip(zipBigs(g as never, xs, ys as BigCarrier, out));
  } else {
    const doubles = new Float64Array(out.length);
    zip(zipDoubles(g, new Float64Array(xs), new Float64Array(ys as NumberCarrier), doubles));
    out.set(doubles as never);
  }
  return result;
}

function zipSingles(g: Binary, x: Float32Array, y: Float32Array, out: Float32Array): LineVisitor {
  return (at, from, step, other, otherStep, length) => {
    for (let i = 0; i < length; i++) {
      out[at + i] = g(x[from + i * step] as number, y[other + i * otherStep] as number);
    }
  };
}

function zipDoubles(g: Binary, x: Float64Array, y: Float64Array, out: Float64Array): LineVisitor {
  return (at, from, step, other, otherStep, length) => {
    for (let i = 0; i < length; i++) {
      out[at + i] = g(x[from + i * step] as number, y[other + i * otherStep] as number);
    }
  };
}

function zipBigs(g: BigBinary, x: BigCarrier, y: BigCarrier, out: Carrier): LineVisitor {
  return (at, from, step, other, otherStep, length) => {
    for (let i = 0; i < length; i++) {
      out[at + i] = g(x[from + i * step] as bigint, y[other + i * otherStep] as bigint) as never;
    }
  };
}

/** The elements of `tensor` stretched to `shape`. */
export function aligned(tensor: Tensor, shape: readonly number[]): Carrier {
  const { data, type } = tensor;
  if (equalShapes(type.shape, shape)) return data;
  const from = offsets(shape, broadcastStrides(type.shape, shape));
  const stretched = new (data.constructor as new (length: number) => Carrier)(from.length);
  copyElements(data, from, stretched);
  return stretched;
}
