import type { Solver } from "../../domain/solver.ts";
import { summed } from "../../domain/transfer/reducing.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { type Combiner, MAXIMUM, MINIMUM, runReducer, SUM } from "../combiners.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import {
  forEachWindow,
  inferWindows,
  pickedByWindows,
  slidingAxes,
  type WindowAttributes,
  windowLengths,
} from "../windows.ts";
import { scalarWork, type Work } from "../work.ts";

function work(kind: Combiner["kind"], site: Site<WindowAttributes>): Work {
  const count = elementCount((site.outputs[0] as TensorType).shape);
  return scalarWork(count * Math.max(0, elementCount(site.attributes.window) - 1), kind);
}

function evaluate(combiner: Combiner, x: Tensor, site: Site<WindowAttributes>): Tensor {
  const result = zeros(site.outputs[0] as TensorType);
  const run = runReducer(combiner, x);
  forEachWindow(x.type, result.type, site.attributes, (at, start, taps) => {
    result.data[at] = run(start, taps) as never;
  });
  return result;
}

/** Largest and smallest are among the elements; sums have sums of codes. */
function windowValues(
  x: ValueSet,
  combiner: Combiner,
  site: Site<WindowAttributes>,
  solver: Solver,
): ValueSet | undefined {
  const [type] = site.inputs as readonly [TensorType];
  if (combiner !== SUM) return pickedByWindows(x, type, site.attributes, solver);
  const lengths = windowLengths(type, site.attributes);
  const axes = slidingAxes(site.attributes);
  return lengths === undefined ? undefined : summed(x, axes, lengths, site, solver);
}

/** Windows hold what lies inside the input; one without any such element gives the neutral one. */
function windowed(combiner: Combiner): PrimitiveOperator<WindowAttributes, 1> {
  const name = `reduceWindow${combiner.name}`;
  return {
    kind: "core",
    name,
    arity: 1,
    infer: ([x], attributes) => [inferWindows(name, x, attributes)],
    work: (site) => work(combiner.kind, site),
    values: ([x], site, solver) => [windowValues(x, combiner, site, solver)],
    evaluate: ([x], site) => [evaluate(combiner, x, site)],
  };
}

/** Sum over windows, padding as 0. Source: StableHLO `reduce_window`; ONNX `AveragePool`. */
export const reduceWindowSum = windowed(SUM);
/** Largest over windows, padding ignored. Source: ONNX `MaxPool`. */
export const reduceWindowMaximum = windowed(MAXIMUM);
/** Smallest over windows, padding ignored. Source: StableHLO `reduce_window`. */
export const reduceWindowMinimum = windowed(MINIMUM);
