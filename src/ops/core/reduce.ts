import { isStated } from "../../domain/transfer.ts";
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
    ...(combiner.kind === "compare" ? { values: ([x]) => [isStated(x) ? x : undefined] } : {}),
    evaluate([x], { attributes, outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const { starts, steps } = runsAlong(x.type, axesOf(name, x.type, attributes.axes));
      const run = runReducer(combiner, x);
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
