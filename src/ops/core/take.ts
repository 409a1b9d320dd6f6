import type { Solver } from "../../domain/solver.ts";
import { listed } from "../../domain/transfer/joining.ts";
import { taken } from "../../domain/transfer/moving.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { isFloat } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { normalizeAxis } from "../checks.ts";
import {
  alongOffsets,
  expectIndices,
  expectInside,
  expectTuples,
  indexAt,
  sliceSize,
  tupleOffsets,
} from "../indexing.ts";
import { take as takeElements } from "../move.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { crossOffsets, evenOffsets } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/** What the three have in common: elements of input 0, chosen by the indices in input 1. */
const TAKING = {
  kind: "core",
  arity: 2,
  moves: "part",
  steering: [1],
  work: () => NO_WORK,
} as const;

/** Longest table whose entries are the levels of what is gathered from it. */
const LONGEST_TABLE = 256;

/**
 * The entries of a known table, one at each place along an axis; undefined where there is none, so
 * that the elements just move.
 */
export function tableValues(site: Site<unknown>, solver: Solver, axis = 0): ValueSet | undefined {
  const { shape, element } = site.inputs[0] as TensorType;
  const length = shape[axis] ?? 0;
  const isTable = isFloat(element) && length === elementCount(shape) && length <= LONGEST_TABLE;
  return isTable ? listed(solver.constant(0), "table", site, solver) : undefined;
}

/**
 * Slices along an axis, in the order and shape of the indices.
 *
 * Source: ONNX `Gather`; numpy's `take`.
 */
export const take: PrimitiveOperator<{ readonly axis: number }, 2> = {
  ...TAKING,
  name: "take",
  movement({ attributes, inputs }) {
    const [x, indices] = inputs as readonly [TensorType, TensorType];
    return taken(normalizeAxis("take", attributes.axis, x.shape.length), indices.shape.length);
  },
  values(_inputs, site, solver) {
    const { shape } = site.inputs[0] as TensorType;
    return [tableValues(site, solver, normalizeAxis("take", site.attributes.axis, shape.length))];
  },
  infer([x, indices], { axis }) {
    expectIndices("take", indices);
    const at = normalizeAxis("take", axis, x.shape.length);
    const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
    return [{ element: x.element, shape }];
  },
  evaluate([x, indices], { attributes, outputs }) {
    const { shape } = x.type;
    const axis = normalizeAxis("take", attributes.axis, shape.length);
    const size = shape[axis] as number;
    const inner = elementCount(shape.slice(axis + 1));
    const from = crossOffsets([
      evenOffsets(elementCount(shape.slice(0, axis)), size * inner),
      Int32Array.from(
        { length: indices.data.length },
        (_, i) => indexAt("take", indices, i, size) * inner,
      ),
      evenOffsets(inner, 1),
    ]);
    return [takeElements(x, outputs[0] as TensorType, from)];
  },
};

/**
 * For each index, the element at its own place but for the axis.
 *
 * Source: ONNX `GatherElements`; numpy's `take_along_axis`.
 */
export const takeAlong: PrimitiveOperator<{ readonly axis: number }, 2> = {
  ...TAKING,
  name: "takeAlong",
  infer([x, indices], { axis }) {
    expectIndices("takeAlong", indices);
    expectInside("takeAlong", x.shape, indices.shape, axis);
    return [{ element: x.element, shape: indices.shape }];
  },
  evaluate([x, indices], { attributes, outputs }) {
    const from = alongOffsets("takeAlong", x.type.shape, indices, attributes.axis);
    return [takeElements(x, outputs[0] as TensorType, from)];
  },
};

/**
 * For each tuple on the last axis of the indices, the slice that it names.
 *
 * Source: ONNX `GatherND`.
 */
export const gatherND: PrimitiveOperator<{ readonly batchAxes: number }, 2> = {
  ...TAKING,
  name: "gatherND",
  values: (_inputs, site, solver) => [tableValues(site, solver)],
  infer([x, indices], { batchAxes }) {
    expectIndices("gatherND", indices);
    expectTuples("gatherND", x.shape, indices.shape, batchAxes);
    const inner = x.shape.slice(batchAxes + (indices.shape.at(-1) as number));
    return [{ element: x.element, shape: [...indices.shape.slice(0, -1), ...inner] }];
  },
  evaluate([x, indices], { attributes: { batchAxes }, outputs }) {
    const slices = tupleOffsets("gatherND", x.type.shape, indices, batchAxes);
    const inner = evenOffsets(sliceSize(x.type.shape, indices.type.shape, batchAxes), 1);
    return [takeElements(x, outputs[0] as TensorType, crossOffsets([slices, inner]))];
  },
};
