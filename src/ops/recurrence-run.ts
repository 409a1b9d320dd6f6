import { type NumberCarrier, type Tensor, zeros } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { scalarOf } from "./cell-functions.ts";
import { refuse } from "./checks.ts";
import { accumulatorType, matrixKernel, packed } from "./contraction.ts";
import { roundingTo } from "./doubles.ts";
import { fakeQuantized } from "./dynamic-codes.ts";
import type { Site } from "./operator.ts";
import {
  type Extent,
  extentOf,
  HIDDEN,
  partIndex,
  RECURRENT_WEIGHTS,
  type RecurrenceAttributes,
  type RecurrencePart,
  WEIGHTS,
  X,
} from "./recurrence-layout.ts";

/** One sequence in one direction while it is run. */
export interface CellRun {
  readonly size: number;
  /** Products of the input of this step with the weights, gate by gate. */
  readonly fromInput: Float64Array;
  /** Hidden and cell state, to be replaced by those after the step. */
  readonly hidden: Float64Array;
  readonly cell: Float64Array;
  /** The hidden state as the products see it. */
  seen: Float64Array;
  /** Biases of the products of the input by gate, then those of the recurrent ones. */
  readonly bias: NumberCarrier | undefined;
  readonly peepholes: NumberCarrier | undefined;
  /** The functions of this direction; what goes in is clipped, what comes out is rounded. */
  readonly functions: readonly ((x: number) => number)[];
  /** Rounds to the element type. */
  round(x: number): number;
  /** Products of a state with the recurrent weights of some gates, one gate after the other. */
  fromState(state: Float64Array, gate: number, count: number): Float64Array;
}

/** Takes the states of one sequence one step further. */
export type CellStep<A> = (run: CellRun, attributes: A) => void;

/** What evaluation needs of a kind of cell. */
export interface RunnableCell<A> {
  /** Gates that have weights. */
  gates(attributes: A): number;
  /** Functions of one direction. */
  readonly functions: number;
  /** True for a function whose argument the bound cuts. */
  clips(at: number): boolean;
  readonly step: CellStep<A>;
}

type Products = (
  x: ArrayLike<number>,
  start: number,
  direction: number,
  gate: number,
  count: number,
) => Float64Array;

/** Products of a vector with some gates of a matrix [directions x gates x hidden, length]. */
function productsWith(matrix: Tensor, gates: number, { directions, hidden }: Extent): Products {
  const { element } = matrix.type;
  const sum = accumulatorType(element, element);
  const length = matrix.type.shape[1] as number;
  const columns = gates * hidden;
  const type = { ...matrix.type, shape: [directions, columns, length] };
  const table = packed({ ...matrix, type }, [0, 2, 1], sum);
  const kernel = matrixKernel(sum, table, length, columns);
  const round = roundingTo(element);
  const results = new Float64Array(columns);
  return (x, start, direction, gate, count) => {
    for (let k = 0; k < length; k++) kernel.x[k] = x[start + k] as number;
    const width = count * hidden;
    kernel.run(length, width, 1, direction * length * columns + gate * hidden);
    for (let i = 0; i < width; i++) results[i] = round(kernel.sums[i] as number);
    return results.subarray(0, width);
  };
}

function clipped(f: (x: number) => number, clip: number, round: (x: number) => number) {
  if (clip <= 0) return (x: number) => round(f(x));
  return (x: number) => round(f(Math.max(-clip, Math.min(clip, x))));
}

/** Steps of one sequence. */
function lengthOf(lengths: Tensor | undefined, n: number, steps: number): number {
  if (lengths === undefined) return steps;
  const length = Number(lengths.data[n]);
  if (length >= 0 && length <= steps) return length;
  return refuse("malformed-tensor", "a recurrence", `lengths from 0 to ${steps}`, `${length}`);
}

/** A layer while it is run. */
interface Layer<A> {
  readonly attributes: A;
  readonly cell: RunnableCell<A>;
  readonly extent: Extent;
  readonly inputs: readonly Tensor[];
  readonly results: readonly Tensor[];
  readonly round: (x: number) => number;
  readonly fromX: Products;
  readonly fromState: Products;
}

/** All outputs of a layer of recurrent cells. */
export function runCells<A extends RecurrenceAttributes>(
  inputs: readonly Tensor[],
  { attributes, inputs: types, outputs }: Site<A>,
  cell: RunnableCell<A>,
): readonly Tensor[] {
  const extent = extentOf(types);
  const gates = cell.gates(attributes);
  const results = outputs.map((type) => zeros(type as TensorType));
  const layer: Layer<A> = {
    attributes,
    cell,
    extent,
    inputs,
    results,
    round: roundingTo((types[X] as TensorType).element),
    fromX: productsWith(inputs[WEIGHTS] as Tensor, gates, extent),
    fromState: productsWith(inputs[RECURRENT_WEIGHTS] as Tensor, gates, extent),
  };
  for (let d = 0; d < extent.directions; d++) runDirection(layer, d);
  return results;
}

/** One direction: every step for all sequences that are long enough. */
function runDirection<A extends RecurrenceAttributes>(layer: Layer<A>, d: number): void {
  const { attributes: a, cell, extent: e, inputs, results } = layer;
  const x = inputs[X]?.data as NumberCarrier;
  const gates = cell.gates(a);
  const runs = Array.from({ length: e.batch }, (_, n) => ({
    n,
    length: lengthOf(inputs[partIndex(a, "lengths") ?? -1], n, e.steps),
    run: sequence(layer, d, n),
  }));
  for (let i = 0; i < e.steps; i++) {
    const active = runs.filter(({ length }) => i < length);
    if (a.quantizesState === true) {
      const seen = fakeQuantized(active.map(({ run }) => run.hidden));
      active.forEach(({ run }, at) => {
        run.seen = seen[at] as Float64Array;
      });
    }
    for (const { n, length, run } of active) {
      const t = a.reversed[d] === true ? length - 1 - i : i;
      run.fromInput.set(layer.fromX(x, (t * e.batch + n) * e.features, d, 0, gates));
      cell.step(run, a);
      const place = ((t * e.directions + d) * e.batch + n) * e.hidden;
      results[0]?.data.set(run.hidden as never, place);
    }
  }
  for (const { n, run } of runs) {
    const row = (d * e.batch + n) * e.hidden;
    results[1]?.data.set(run.hidden as never, row);
    results[2]?.data.set(run.cell as never, row);
  }
}

/** One sequence before its first step. */
function sequence<A extends RecurrenceAttributes>(
  { attributes: a, cell, extent, inputs, round, fromState }: Layer<A>,
  d: number,
  n: number,
): CellRun {
  const { hidden: size, batch } = extent;
  const gates = cell.gates(a);
  const part = (name: RecurrencePart) => inputs[partIndex(a, name) ?? -1]?.data as NumberCarrier;
  const initial = (data: NumberCarrier | undefined) =>
    Float64Array.from({ length: size }, (_, i) => data?.[(d * batch + n) * size + i] ?? 0);
  const hidden = initial(inputs[HIDDEN]?.data as NumberCarrier);
  return {
    size,
    fromInput: new Float64Array(gates * size),
    hidden,
    seen: hidden,
    cell: initial(part("cell")),
    bias: part("bias")?.subarray(2 * d * gates * size) as NumberCarrier | undefined,
    peepholes: part("peepholes")?.subarray(d * (gates - 1) * size) as NumberCarrier | undefined,
    functions: a.functions
      .slice(d * cell.functions, (d + 1) * cell.functions)
      .map((f, i) => clipped(scalarOf(f), cell.clips(i) ? a.clip : 0, round)),
    round,
    fromState: (state, gate, count) => fromState(state, 0, d, gate, count),
  };
}
