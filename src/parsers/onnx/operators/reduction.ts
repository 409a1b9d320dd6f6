import { normalizeAxis } from "../../../ops/checks.ts";
import {
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceLogSumExp,
  reduceMean,
  reduceSumSquare,
} from "../../../ops/composite/reductions.ts";
import {
  type ReduceAttributes,
  reduceMaximum,
  reduceMinimum,
  reduceProduct,
  reduceSum,
} from "../../../ops/core/reduce.ts";
import {
  type ArgExtremeAttributes,
  argMaximum,
  argMinimum,
} from "../../../ops/leaf/arg-extreme.ts";
import {
  type CumulativeAttributes,
  cumulativeProduct,
  cumulativeSum,
} from "../../../ops/leaf/cumulative.ts";
import type { Operator } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** Axes of a reduction: an attribute before opset `since`, an input from then on; none is all. */
function reducedAxes(node: NodeContext, since: number): readonly number[] {
  const rank = node.rank(0);
  const stated = node.version < since ? node.ints("axes") : node.optionalIntegers(1);
  if (stated === undefined || stated.length === 0) {
    const none = node.int("noop_with_empty_axes", 0) !== 0;
    return none ? [] : Array.from({ length: rank }, (_, axis) => axis);
  }
  return stated.map((axis) => normalizeAxis(node.operator, axis, rank)).sort((a, b) => a - b);
}

/** A reduction whose axes became an input in opset `since`. */
function along(operator: Operator<ReduceAttributes, 1>, since = 18): Lowering {
  return (node) =>
    node.b.emit(operator, [node.input(0)], {
      axes: reducedAxes(node, since),
      keepAxes: node.int("keepdims", 1) !== 0,
    });
}

function argExtreme(operator: Operator<ArgExtremeAttributes, 1>): Lowering {
  return (node) =>
    node.b.emit(operator, [node.input(0)], {
      axis: normalizeAxis(node.operator, node.int("axis", 0), node.rank(0)),
      keepAxis: node.int("keepdims", 1) !== 0,
      last: node.int("select_last_index", 0) !== 0,
    });
}

function cumulative(operator: Operator<CumulativeAttributes, 1>): Lowering {
  return (node) => {
    const [axis] = node.integers(1);
    if (axis === undefined) return node.refuse("malformed-model", "one axis", "none");
    return node.b.emit(operator, [node.input(0)], {
      axis: normalizeAxis(node.operator, axis, node.rank(0)),
      exclusive: node.int("exclusive", 0) !== 0,
      reverse: node.int("reverse", 0) !== 0,
    });
  };
}

/** Reductions, and running sums and products. */
export const reduction: LoweringTable = {
  ArgMax: argExtreme(argMaximum),
  ArgMin: argExtreme(argMinimum),
  CumProd: cumulative(cumulativeProduct),
  CumSum: cumulative(cumulativeSum),
  ReduceL1: along(reduceL1),
  ReduceL2: along(reduceL2),
  ReduceLogSum: along(reduceLogSum),
  ReduceLogSumExp: along(reduceLogSumExp),
  ReduceMax: along(reduceMaximum),
  ReduceMean: along(reduceMean),
  ReduceMin: along(reduceMinimum),
  ReduceProd: along(reduceProduct),
  ReduceSum: along(reduceSum, 13),
  ReduceSumSquare: along(reduceSumSquare),
};
