import type { Graph, TensorId } from "../../../graph/graph.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { type Combiner, MAXIMUM, MINIMUM, PRODUCT, SUM } from "../../../ops/combiners.ts";
import { add, maximum, minimum, multiply } from "../../../ops/core/arithmetic.ts";
import { mapBy } from "../../../ops/core/map-by.ts";
import {
  reduceMaximum,
  reduceMinimum,
  reduceProduct,
  reduceSum,
} from "../../../ops/core/reduce.ts";
import { reduceBy } from "../../../ops/core/reduce-by.ts";
import {
  reduceWindowMaximum,
  reduceWindowMinimum,
  reduceWindowSum,
} from "../../../ops/core/reduce-window.ts";
import { reduceWindowBy } from "../../../ops/core/reduce-window-by.ts";
import { selectAndScatter } from "../../../ops/core/select-and-scatter.ts";
import type { PrimitiveOperator } from "../../../ops/operator.ts";
import { assemble } from "../lowering/assemble.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { livePart } from "../lowering/live-operations.ts";
import { isTensor, tensorsOf } from "../lowering/meaning.ts";
import type { Region } from "../program/program.ts";
import { summedBits } from "./bit-products.ts";
import { windowPadding } from "./window-padding.ts";

/** What a region of one operation on its two arguments does. */
interface Plain {
  readonly combiner: Combiner;
  readonly combine: PrimitiveOperator<object, 2>;
  readonly reduce: typeof reduceSum;
  /** Absent: there is no such operator on windows. */
  readonly window?: typeof reduceWindowSum;
}

const PLAIN: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ["stablehlo.add", { combiner: SUM, combine: add, reduce: reduceSum, window: reduceWindowSum }],
  ["stablehlo.multiply", { combiner: PRODUCT, combine: multiply, reduce: reduceProduct }],
  [
    "stablehlo.maximum",
    { combiner: MAXIMUM, combine: maximum, reduce: reduceMaximum, window: reduceWindowMaximum },
  ],
  [
    "stablehlo.minimum",
    { combiner: MINIMUM, combine: minimum, reduce: reduceMinimum, window: reduceWindowMinimum },
  ],
]);

/** The operation of a region that only combines its two arguments; undefined for other regions. */
export function plainOperation(region: Region): string | undefined {
  const { operations, results } = livePart(region);
  const [operation] = operations;
  const [x, y] = region.arguments;
  if (operations.length !== 1 || operation === undefined || region.arguments.length !== 2) {
    return undefined;
  }
  const [first, second] = operation.operands;
  const takesBoth = (first === x && second === y) || (first === y && second === x);
  return takesBoth && results[0] === operation.results[0] ? operation.name : undefined;
}

function plainOf(node: OperationContext): Plain | undefined {
  if (node.inputs.length !== 2 || !node.inputs.every(isTensor) || node.element(0) === "bool") {
    return undefined;
  }
  const name = plainOperation(node.region(0));
  return name === undefined ? undefined : PLAIN.get(name);
}

/** What is reduced with a start value: nothing more where that changes nothing. */
function started(
  node: OperationContext,
  { combiner, combine }: Plain,
  reduced: TensorId,
): TensorId {
  const start = node.tensor(1);
  const value = node.around.target.value(start);
  if (value !== undefined && isNeutral(value, combiner)) return reduced;
  return node.b.emit(combine, [start, reduced], {});
}

function isNeutral({ type, data }: Tensor, { neutral }: Combiner): boolean {
  return data[0] === neutral(type.element) || Number(data[0]) === Number(neutral(type.element));
}

const lowerReduce: Lowering = (node) => {
  const axes = node.integers("dimensions");
  const plain = plainOf(node);
  if (plain !== undefined) {
    const bits = plain.combiner === SUM ? summedBits(node, node.tensor(0), axes) : undefined;
    const reduced = bits ?? node.b.emit(plain.reduce, [node.tensor(0)], { axes, keepAxes: false });
    return started(node, plain, reduced);
  }
  const { region, captured } = combiningRegion(node, 0);
  const inputs = [...node.inputs.flatMap(tensorsOf), ...captured];
  return resultsOf(node, node.b.emitAll(reduceBy, inputs, { axes }, [region]));
};

/** What an operation gives, of complex numbers both parts. */
export function resultsOf({ operation }: OperationContext, made: readonly TensorId[]) {
  return assemble(
    operation.results.map(({ type }) => type),
    made,
  );
}

/** A region on scalars of the types of the first half of the operands, twice. */
function combiningRegion(node: OperationContext, index: number) {
  const count = node.inputs.length / 2;
  const ids = node.inputs.slice(0, count).flatMap(tensorsOf);
  const types = ids.map((id) => scalarType(node.b, id));
  return node.around.scalarRegion(node.region(index), [...types, ...types]);
}

export function scalarType(b: GraphBuilder, id: TensorId): TensorType {
  return b.graph.types.intern(b.element(id), []);
}

/** Windows as the text has them; what is left out is 1, or no padding. */
function windowOf(node: OperationContext) {
  const window = node.integers("window_dimensions");
  const ones = window.map(() => 1);
  const pads = node.integers("padding", [0]);
  return {
    window,
    strides: node.integers("window_strides", ones),
    ...windowPadding(pads, window.length),
    dilations: node.integers("window_dilations", ones),
    baseDilations: node.integers("base_dilations", ones),
  };
}

const lowerReduceWindow: Lowering = (node) => {
  const { baseDilations, ...window } = windowOf(node);
  const plain = plainOf(node);
  if (plain?.window !== undefined && baseDilations.every((step) => step === 1)) {
    return started(node, plain, node.b.emit(plain.window, [node.tensor(0)], window));
  }
  const { region, captured } = combiningRegion(node, 0);
  const inputs = [...node.inputs.flatMap(tensorsOf), ...captured];
  const made = node.b.emitAll(reduceWindowBy, inputs, { ...window, baseDilations }, [region]);
  return resultsOf(node, made);
};

/** A region on an element of each operand. */
const lowerMap: Lowering = (node) => {
  const ids = node.inputs.flatMap(tensorsOf);
  const types = ids.map((id) => scalarType(node.b, id));
  const { region, captured } = node.around.scalarRegion(node.region(0), types);
  const inputs = [...ids, ...captured];
  return resultsOf(node, node.b.emitAll(mapBy, inputs, { count: ids.length }, [region]));
};

const lowerSelectAndScatter: Lowering = (node) => {
  const { window, strides, padLow, padHigh } = windowOf(node);
  const type = scalarType(node.b, node.tensor(0));
  const regions = [0, 1].map((i) => node.around.scalarRegion(node.region(i), [type, type]));
  const captured = regions.flatMap((part) => part.captured);
  if (captured.length > 0) {
    node.refuse("unsupported-operator", "regions on scalars alone", "values around them");
  }
  const graphs: readonly Graph[] = regions.map(({ region }) => region);
  const attributes = { window, strides, padLow, padHigh };
  return node.b.emitAll(selectAndScatter, node.tensors(), attributes, graphs);
};

export const REDUCTIONS: LoweringTable = {
  "stablehlo.map": lowerMap,
  "stablehlo.reduce": lowerReduce,
  "stablehlo.reduce_window": lowerReduceWindow,
  "stablehlo.select_and_scatter": lowerSelectAndScatter,
};
