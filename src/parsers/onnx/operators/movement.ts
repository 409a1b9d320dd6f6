import { elementCount } from "../../../graph/tensor-type.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import {
  type BlockAttributes,
  depthToSpace,
  spaceToDepth,
} from "../../../ops/composite/depth-to-space.ts";
import { split } from "../../../ops/composite/split.ts";
import { tile } from "../../../ops/composite/tile.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { concatenate } from "../../../ops/core/concatenate.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { reverseSequence } from "../../../ops/core/reverse-sequence.ts";
import { select } from "../../../ops/core/select.ts";
import { type SliceAttributes, slice } from "../../../ops/core/slice.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import { triangle } from "../../../ops/core/triangle.ts";
import { broadcastShapes } from "../../../ops/shapes.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** Reshape: 0 keeps a size (unless allowzero), -1 takes what is left. */
const lowerReshape: Lowering = (node) => {
  const input = node.shape(0);
  const wanted = node.version < 5 ? (node.ints("shape") ?? []) : node.integers(1);
  const keepZeros = node.int("allowzero", 0) !== 0;
  const shape = wanted.map((size, axis) => (size === 0 && !keepZeros ? (input[axis] ?? 0) : size));
  const free = shape.indexOf(-1);
  if (free >= 0) {
    const others = elementCount(shape.filter((_, axis) => axis !== free));
    shape[free] = others === 0 ? 0 : elementCount(input) / others;
  }
  return node.b.emit(reshape, [node.input(0)], { shape });
};

const lowerFlatten: Lowering = (node) => {
  const shape = node.shape(0);
  const axis = node.int("axis", 1);
  if (Math.abs(axis) > shape.length) {
    node.refuse("invalid-attribute", `an axis up to ${shape.length}`, `${axis}`);
  }
  const at = axis < 0 ? axis + shape.length : axis;
  return node.b.emit(reshape, [node.input(0)], {
    shape: [elementCount(shape.slice(0, at)), elementCount(shape.slice(at))],
  });
};

/** Axes counted from the front: an attribute before opset 13, input 1 since then. */
function axesOf(node: NodeContext, rank: number): readonly number[] | undefined {
  const axes = node.version < 13 ? node.ints("axes") : node.optionalIntegers(1);
  const normal = axes?.map((axis) => normalizeAxis(node.operator, axis, rank));
  if (normal !== undefined && new Set(normal).size < normal.length) {
    node.refuse("invalid-attribute", "distinct axes", `${axes}`);
  }
  return normal;
}

const lowerSqueeze: Lowering = (node) => {
  const input = node.shape(0);
  const axes = axesOf(node, input.length);
  const shape = input.filter((size, axis) =>
    axes === undefined ? size !== 1 : !axes.includes(axis),
  );
  const dropped = axes?.find((axis) => input[axis] !== 1);
  if (dropped !== undefined) {
    node.refuse("shape-mismatch", `size 1 on axis ${dropped}`, `${input[dropped]}`);
  }
  return node.b.emit(reshape, [node.input(0)], { shape });
};

const lowerUnsqueeze: Lowering = (node) => {
  const input = node.shape(0);
  const count = (node.version < 13 ? node.ints("axes") : node.integers(1))?.length ?? 0;
  const axes = axesOf(node, input.length + count) ?? [];
  const sizes = input.values();
  const shape = Array.from({ length: input.length + count }, (_, axis) =>
    axes.includes(axis) ? 1 : (sizes.next().value as number),
  );
  return node.b.emit(reshape, [node.input(0)], { shape });
};

const lowerTranspose: Lowering = (node) => {
  const reversed = node.shape(0).map((_, axis, shape) => shape.length - 1 - axis);
  return node.b.emit(transpose, [node.input(0)], { permutation: node.ints("perm") ?? reversed });
};

const lowerConcat: Lowering = (node) => {
  if (node.version >= 4 && !node.has("axis")) node.refuse("invalid-attribute", "an axis", "none");
  return node.b.emit(concatenate, node.allInputs(), { axis: node.int("axis", 1) });
};

const lowerExpand: Lowering = (node) => {
  const wanted = node.integers(1);
  if (wanted.some((size) => size < 0)) {
    node.refuse("invalid-attribute", "sizes of 0 and more", `${wanted}`);
  }
  const shape = broadcastShapes("Expand", [node.shape(0), wanted]);
  return node.b.emit(broadcast, [node.input(0)], { shape });
};

/** Tile: since opset 6 one number of repeats for each axis, before it one axis and its number. */
const lowerTile: Lowering = (node) => {
  if (node.version >= 6) return node.b.emit(tile, [node.input(0)], { repeats: node.integers(1) });
  const [times, axis] = [node.integers(1)[0] ?? 1, node.integers(2)[0] ?? 0];
  const repeats = node.shape(0).map((_, i) => (i === axis ? times : 1));
  return node.b.emit(tile, [node.input(0)], { repeats });
};

/** Sizes of the parts that Split makes: given, or equal; since opset 18 the last one may be smaller. */
function partSizes(node: NodeContext, size: number): readonly number[] {
  const given = node.ints("split") ?? node.optionalIntegers(1);
  const count = node.outputs.length;
  const stated = given?.length ?? node.int("num_outputs", count);
  if (stated !== count) node.refuse("invalid-attribute", `${count} parts`, `${stated}`);
  if (given !== undefined) return given;
  if (node.version < 18 && size % count !== 0) {
    node.refuse("shape-mismatch", `a size that ${count} parts divide`, `${size}`);
  }
  const part = Math.ceil(size / count);
  return node.outputs.map((_, i) => Math.max(0, Math.min(part, size - i * part)));
}

const lowerSplit: Lowering = (node) => {
  const axis = node.int("axis", 0);
  const size = node.shape(0)[normalizeAxis("Split", axis, node.rank(0))] as number;
  const sizes = partSizes(node, size);
  if (sizes.reduce((sum, each) => sum + each, 0) !== size || sizes.some((each) => each < 0)) {
    node.refuse("invalid-attribute", `parts of ${size} elements in all`, `${sizes}`);
  }
  return node.b.emitAll(split, [node.input(0)], { axis, sizes });
};

/** Start, size and step along an axis; out of range is clamped, negative counts from the back. */
function sliceOf(size: number, start: number, end: number, step: number): [number, number, number] {
  if (size === 0) return [0, 0, step];
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? size - 1 : size;
  const clamp = (index: number, least: number) =>
    Math.max(least, Math.min(highest, index < 0 ? index + size : index));
  const first = clamp(start, 0);
  return [first, Math.max(0, Math.ceil((clamp(end, lowest) - first) / step)), step];
}

const lowerSlice: Lowering = (node) => {
  const input = node.shape(0);
  const attributes = node.version < 10;
  const starts = attributes ? (node.ints("starts") ?? []) : node.integers(1);
  const ends = attributes ? (node.ints("ends") ?? []) : node.integers(2);
  const axes =
    (attributes ? node.ints("axes") : node.optionalIntegers(3)) ?? starts.map((_, i) => i);
  const steps = attributes ? undefined : node.optionalIntegers(4);
  const result: { [K in keyof SliceAttributes]: number[] } = {
    starts: input.map(() => 0),
    sizes: [...input],
    steps: input.map(() => 1),
  };
  axes.forEach((given, i) => {
    const axis = normalizeAxis("Slice", given, input.length);
    const step = steps?.[i] ?? 1;
    if (step === 0) node.refuse("invalid-attribute", "steps other than 0", "0");
    const size = input[axis] as number;
    [result.starts[axis], result.sizes[axis], result.steps[axis]] = sliceOf(
      size,
      starts[i] as number,
      ends[i] as number,
      step,
    );
  });
  return node.b.emit(slice, [node.input(0)], result);
};

const lowerTrilu: Lowering = (node) =>
  node.b.emit(triangle, [node.input(0)], {
    upper: node.int("upper", 1) !== 0,
    diagonal: node.optionalIntegers(1)?.[0] ?? 0,
  });

function blockAttributes(node: NodeContext): BlockAttributes {
  const mode = node.string("mode", "DCR");
  if (mode !== "DCR" && mode !== "CRD") {
    return node.refuse("invalid-attribute", "mode DCR or CRD", mode);
  }
  return { blockSize: node.int("blocksize", 0), mode };
}

const lowerReverseSequence: Lowering = (node) =>
  node.b.emit(reverseSequence, [node.input(0), node.input(1)], {
    batchAxis: node.int("batch_axis", 1),
    timeAxis: node.int("time_axis", 0),
  });

/** Operators that only move or repeat elements. */
export const movement: LoweringTable = {
  Concat: lowerConcat,
  DepthToSpace: (node) => node.b.emit(depthToSpace, [node.input(0)], blockAttributes(node)),
  Expand: lowerExpand,
  Flatten: lowerFlatten,
  Identity: (node) => node.input(0),
  Reshape: lowerReshape,
  ReverseSequence: lowerReverseSequence,
  Slice: lowerSlice,
  SpaceToDepth: (node) => node.b.emit(spaceToDepth, [node.input(0)], blockAttributes(node)),
  Split: lowerSplit,
  Squeeze: lowerSqueeze,
  Tile: lowerTile,
  Transpose: lowerTranspose,
  Trilu: lowerTrilu,
  Unsqueeze: lowerUnsqueeze,
  Where: (node) => node.b.emit(select, [node.input(0), node.input(1), node.input(2)], {}),
};
