import type { TensorId } from "../../../graph/graph.ts";
import { concatenate } from "../../../ops/core/concatenate.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { slice } from "../../../ops/core/slice.ts";
import { type Bound, describeBound, isSequence, isTensor, sequence } from "../../lowering/bound.ts";
import { axisOf, type StructuredLowering, type StructuredNode } from "./node.ts";

/** Sequences are put together when the graph is made: nothing of them is left in it. */

function items(node: StructuredNode, index: number): readonly Bound[] {
  const bound = node.inputs[index];
  if (isSequence(bound)) return bound.items;
  return node.context.refuse(
    "malformed-model",
    `a sequence as input ${index}`,
    describeBound(bound),
  );
}

/**
 * The place that an optional input names, from the back where it is negative.
 *
 * @param most - the largest one
 */
function position(node: StructuredNode, index: number, most: number, otherwise: number): number {
  if (node.context.optional(index) === undefined) return otherwise;
  const [given] = node.context.integers(index) as [number];
  const length = node.inputs[0] !== undefined ? items(node, 0).length : 0;
  const at = given < 0 ? given + length : given;
  if (at >= 0 && at <= most) return at;
  return node.context.refuse("invalid-attribute", `a position in ${length} items`, `${given}`);
}

const construct: StructuredLowering = ({ inputs }) => [sequence(inputs)];

const empty: StructuredLowering = () => [sequence([])];

const insert: StructuredLowering = (node) => {
  const all = items(node, 0);
  const at = position(node, 2, all.length, all.length);
  return [sequence(all.toSpliced(at, 0, node.inputs[1]))];
};

const erase: StructuredLowering = (node) => {
  const all = items(node, 0);
  const at = position(node, 1, all.length - 1, all.length - 1);
  return [sequence(all.toSpliced(at, 1))];
};

const at: StructuredLowering = (node) => {
  const all = items(node, 0);
  return [all[position(node, 1, all.length - 1, 0)]];
};

const length: StructuredLowering = (node) => {
  const { b } = node.target;
  const count = b.scalar("i64", BigInt(items(node, 0).length));
  return [b.emit(reshape, [count], { shape: [] })];
};

/** Parts along an axis: of given sizes, of one size but for the last, or single slices. */
const split: StructuredLowering = (node) => {
  const { context, target } = node;
  const input = context.input(0);
  const shape = target.b.shape(input);
  const axis = axisOf(node, context.int("axis", 0), shape.length);
  const size = shape[axis] as number;
  const single = context.optional(1) === undefined;
  const squeezes = single && context.int("keepdims", 1) === 0;
  let start = 0;
  return [
    sequence(
      partSizes(node, size).map((count) => {
        const sizes = shape.with(axis, count);
        const starts = shape.map((_, i) => (i === axis ? start : 0));
        const part = target.b.emit(slice, [input], { starts, sizes, steps: shape.map(() => 1) });
        start += count;
        return squeezes
          ? target.b.emit(reshape, [part], { shape: shape.toSpliced(axis, 1) })
          : part;
      }),
    ),
  ];
};

function partSizes(node: StructuredNode, size: number): readonly number[] {
  const { context } = node;
  if (context.optional(1) === undefined) return Array.from({ length: size }, () => 1);
  const given = context.integers(1);
  const isList = context.rank(1) > 0;
  const [each = 0] = given;
  if (isList) {
    const total = given.reduce((sum, part) => sum + part, 0);
    return total === size && given.every((part) => part >= 0)
      ? given
      : context.refuse("shape-mismatch", `parts of ${size} in all`, `${given}`);
  }
  if (each <= 0) return context.refuse("invalid-attribute", "parts of 1 and more", `${each}`);
  const count = Math.ceil(size / each);
  return Array.from({ length: count }, (_, i) => Math.min(each, size - i * each));
}

const concat: StructuredLowering = (node) => {
  const { b } = node.target;
  const all = items(node, 0);
  const tensors = all.filter(isTensor);
  const [first] = tensors;
  if (first === undefined || tensors.length < all.length) {
    return node.context.refuse("unknown-value", "a sequence of tensors", "none or others");
  }
  const isNew = node.context.int("new_axis", 0) === 1;
  const rank = b.shape(first).length + (isNew ? 1 : 0);
  const axis = axisOf(node, node.context.int("axis", 0), rank);
  const rows = isNew ? tensors.map((id) => withAxis(node, id, axis)) : tensors;
  return [b.emit(concatenate, rows, { axis })];
};

function withAxis({ target: { b } }: StructuredNode, id: TensorId, axis: number): TensorId {
  return b.emit(reshape, [id], { shape: b.shape(id).toSpliced(axis, 0, 1) });
}

/** The body once for each item; other sequences give it their item, tensors themselves. */
const map: StructuredLowering = (node) => {
  const body = node.body("body");
  const rows = items(node, 0).map((_, i) =>
    body.inline(node.inputs.map((bound, k) => (isSequence(bound) ? items(node, k)[i] : bound))),
  );
  return Array.from({ length: node.outputCount }, (_, i) => sequence(rows.map((row) => row[i])));
};

/** Operators on sequences. Source: ONNX `SequenceConstruct` and those after it. */
export const sequences: Readonly<Record<string, StructuredLowering>> = {
  ConcatFromSequence: concat,
  SequenceAt: at,
  SequenceConstruct: construct,
  SequenceEmpty: empty,
  SequenceErase: erase,
  SequenceInsert: insert,
  SequenceLength: length,
  SequenceMap: map,
  SplitToSequence: split,
};
