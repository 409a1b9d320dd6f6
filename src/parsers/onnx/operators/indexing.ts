import { toNumbers } from "../../../graph/tensor.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import { oneHot } from "../../../ops/core/one-hot.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { type ScatterReduction, scatterAlong, scatterND } from "../../../ops/core/scatter.ts";
import { gatherND, take, takeAlong } from "../../../ops/core/take.ts";
import { tensorScatter } from "../../../ops/core/tensor-scatter.ts";
import { topK } from "../../../ops/leaf/top-k.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

const REDUCTIONS: ReadonlyMap<string, ScatterReduction> = new Map([
  ["none", "none"],
  ["add", "add"],
  ["mul", "multiply"],
  ["min", "minimum"],
  ["max", "maximum"],
]);

function reductionOf(node: NodeContext): ScatterReduction {
  const name = node.string("reduction", "none");
  const known = [...REDUCTIONS.keys()].join(", ");
  return REDUCTIONS.get(name) ?? node.refuse("invalid-attribute", `a reduction of ${known}`, name);
}

const lowerScatterElements: Lowering = (node) =>
  node.b.emit(scatterAlong, [node.input(0), node.input(1), node.input(2)], {
    axis: node.int("axis", 0),
    reduction: reductionOf(node),
  });

const lowerScatterND: Lowering = (node) =>
  node.b.emit(scatterND, [node.input(0), node.input(1), node.input(2)], {
    reduction: reductionOf(node),
  });

const lowerOneHot: Lowering = (node) => {
  const axis = node.int("axis", -1);
  const depth = Math.trunc(toNumbers(node.constant(1))[0] ?? Number.NaN);
  return node.b.emit(oneHot, [node.input(0), node.input(2)], {
    depth,
    axis: axis < 0 ? axis + node.rank(0) + 1 : axis,
  });
};

const lowerTopK: Lowering = (node) =>
  node.b.emitAll(topK, [node.input(0)], {
    k: node.version < 10 ? node.int("k", 0) : (node.integers(1)[0] ?? 0),
    axis: node.int("axis", -1),
    largest: node.int("largest", 1) !== 0,
  });

/** Compress with a known condition: the slices where it holds. */
const lowerCompress: Lowering = (node) => {
  const chosen = toNumbers(node.constant(1)).flatMap((holds, i) =>
    holds === 0 ? [] : [BigInt(i)],
  );
  const indices = node.b.constant("i64", [chosen.length], chosen);
  const axis = node.has("axis") ? node.int("axis", 0) : undefined;
  const x =
    axis === undefined
      ? node.b.emit(reshape, [node.input(0)], { shape: [elementCount(node.shape(0))] })
      : node.input(0);
  return node.b.emit(take, [x, indices], { axis: axis ?? 0 });
};

const lowerTensorScatter: Lowering = (node) => {
  const batch = node.shape(0)[0] ?? 0;
  const starts =
    node.optional(2) ?? node.b.constant("i64", [batch], new Array<bigint>(batch).fill(0n));
  return node.b.emit(tensorScatter, [node.input(0), node.input(1), starts], {
    axis: node.int("axis", -2),
    circular: node.string("mode", "linear") === "circular",
  });
};

/** Operators that pick elements by index, or put them there. */
export const indexing: LoweringTable = {
  Compress: lowerCompress,
  Gather: (node) =>
    node.b.emit(take, [node.input(0), node.input(1)], { axis: node.int("axis", 0) }),
  GatherElements: (node) =>
    node.b.emit(takeAlong, [node.input(0), node.input(1)], { axis: node.int("axis", 0) }),
  GatherND: (node) =>
    node.b.emit(gatherND, [node.input(0), node.input(1)], { batchAxes: node.int("batch_dims", 0) }),
  OneHot: lowerOneHot,
  Scatter: lowerScatterElements,
  ScatterElements: lowerScatterElements,
  ScatterND: lowerScatterND,
  TensorScatter: lowerTensorScatter,
  TopK: lowerTopK,
};
