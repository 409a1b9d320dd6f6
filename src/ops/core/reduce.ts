import type { Solver } from "../../domain/solver.ts";
import { inPlace, moved, withoutAxes } from "../../domain/transfer/moving.ts";
import { pickedAlong, summed } from "../../domain/transfer/reducing.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { normalizeAxis } from "../checks.ts";
import { type Combiner, MAXIMUM, MINIMUM, PRODUCT, runReducer, SUM } from "../combiners.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { scalarWork, type Work } from "../work.ts";

export interface ReduceAttributes {
  readonly axes: readonly number[];
  readonly keepAxes: boolean;
  /** True: the sum so far is rounded to the element type after every element. */
  readonly stepwise?: boolean;
}

/** The axes counted from the front, ascending, each once. */
function axesOf(name: string, type: TensorType, axes: readonly number[]): readonly number[] {
  const known = new Set(axes.map((axis) => normalizeAxis(name, axis, type.shape.length)));
  return [...known].sort((a, b) => a - b);
}

function work(name: string, combiner: Combiner, site: Site<ReduceAttributes>): Work {
  const [type] = site.inputs as readonly [TensorType];
  const length = elementCount(
    axesOf(name, type, site.attributes.axes).map((axis) => type.shape[axis] as number),
  );
  const count = elementCount((site.outputs[0] as TensorType).shape);
  return scalarWork(count * Math.max(0, length - 1), combiner.kind);
}

/** Largest and smallest are among the elements; sums have sums of codes. */
function reducedValues(
  x: ValueSet,
  combiner: Combiner,
  site: Site<ReduceAttributes>,
  solver: Solver,
): ValueSet | undefined {
  const [type] = site.inputs as readonly [TensorType];
  const axes = axesOf(combiner.name, type, site.attributes.axes);
  const length = elementCount(axes.map((axis) => type.shape[axis] as number));
  const { keepAxes } = site.attributes;
  const keptAxes = keepAxes ? inPlace : withoutAxes(axes);
  if (combiner === SUM) {
    const sum = summed(x, axes, [length], site, solver);
    return moved(sum, keptAxes, () => "", solver);
  }
  if (combiner === PRODUCT || length === 0) return undefined;
  return moved(pickedAlong(x, axes, solver), keptAxes, () => "", solver);
}

function reduction(combiner: Combiner): PrimitiveOperator<ReduceAttributes, 1> {
  const name = `reduce${combiner.name}`;
  return {
    kind: "core",
    name,
    arity: 1,
    infer([x], { axes, keepAxes }) {
      const reduced = axesOf(name, x, axes);
      const shape = x.shape.flatMap((size, axis) =>
        reduced.includes(axis) ? (keepAxes ? [1] : []) : [size],
      );
      return [{ element: x.element, shape }];
    },
    work: (site) => work(name, combiner, site),
    values: ([x], site, solver) => [reducedValues(x, combiner, site, solver)],
    evaluate([x], { attributes, outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const { starts, steps } = runsAlong(x.type, axesOf(name, x.type, attributes.axes));
      const run = runReducer(combiner, x, attributes.stepwise);
      for (let r = 0; r < starts.length; r++) {
        result.data[r] = run(starts[r] as number, steps) as never;
      }
      return [result];
    },
  };
}

/** Where the runs along `axes` (ascending) start, and the steps within each; both row-major. */
export function runsAlong(type: TensorType, axes: readonly number[]) {
  const strides = stridesOf(type.shape);
  const pick = (chosen: readonly number[]) =>
    offsets(
      chosen.map((axis) => type.shape[axis] as number),
      chosen.map((axis) => strides[axis] as number),
    );
  const kept = type.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return { starts: pick(kept), steps: pick(axes) };
}

/** Sum along axes. Source: ONNX `ReduceSum`; StableHLO `reduce` with `add`. */
export const reduceSum = reduction(SUM);
/** Product along axes. Source: ONNX `ReduceProd`. */
export const reduceProduct = reduction(PRODUCT);
/** Largest along axes. Source: ONNX `ReduceMax`. */
export const reduceMaximum = reduction(MAXIMUM);
/** Smallest along axes. Source: ONNX `ReduceMin`. */
export const reduceMinimum = reduction(MINIMUM);
