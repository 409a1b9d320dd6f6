import type { TensorId } from "../../../graph/graph.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { concatenate } from "../../../ops/core/concatenate.ts";
import { optimizationBarrier } from "../../../ops/core/optimization-barrier.ts";
import { pad } from "../../../ops/core/pad.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { reverse } from "../../../ops/core/reverse.ts";
import { slice } from "../../../ops/core/slice.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import { broadcastShapes } from "../../../ops/shapes.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { type Meaning, mapTensors, tensorsOf } from "../lowering/meaning.ts";

/** An operation that moves the elements of its first operand, whatever they are. */
function moving(move: (node: OperationContext, x: TensorId) => TensorId): Lowering {
  return (node) => mapTensors(node.meaning(0), (id) => move(node, id));
}

/** The input with its axes at `dims` of the result, stretched to a shape. */
export function broadcastInDim(
  b: GraphBuilder,
  x: TensorId,
  dims: readonly number[],
  shape: readonly number[],
): TensorId {
  const order = dims.map((_, i) => i).sort((i, j) => (dims[i] as number) - (dims[j] as number));
  const isSorted = order.every((axis, i) => axis === i);
  const sorted = isSorted ? x : b.emit(transpose, [x], { permutation: order });
  const own = b.shape(sorted);
  const places = [...dims].sort((i, j) => i - j);
  const spread = new Array<number>(shape.length).fill(1);
  places.forEach((place, i) => {
    spread[place] = own[i] as number;
  });
  const first = spread.findIndex((size) => size !== 1);
  const isAligned =
    own.length <= shape.length &&
    own.every((size, i) => spread[shape.length - own.length + i] === size);
  const hidden = first >= 0 && first < shape.length - own.length;
  const placed = isAligned && !hidden ? sorted : b.emit(reshape, [sorted], { shape: spread });
  const fits = b.shape(placed);
  const isSame = fits.length === shape.length && fits.every((size, i) => size === shape[i]);
  return isSame ? placed : b.emit(broadcast, [placed], { shape: broadcastTo(fits, shape) });
}

function broadcastTo(own: readonly number[], shape: readonly number[]): readonly number[] {
  broadcastShapes("broadcast", [own, shape]);
  return shape;
}

const lowerBroadcastInDim = moving((node, x) =>
  broadcastInDim(node.b, x, node.integers("broadcast_dimensions"), node.resultShape()),
);

/** New axes before those of the operand. */
const lowerBroadcast = moving((node, x) => {
  const sizes = node.integers("broadcast_sizes");
  const shape = [...sizes, ...node.b.shape(x)];
  return node.b.emit(broadcast, [x], { shape });
});

const lowerReshape = moving((node, x) => {
  const shape = node.resultShape();
  return node.b.emit(reshape, [x], { shape });
});

const lowerTranspose = moving((node, x) =>
  node.b.emit(transpose, [x], { permutation: node.integers("permutation") }),
);

const lowerSlice = moving((node, x) => {
  const [starts, limits, steps] = ["start_indices", "limit_indices", "strides"].map((name) =>
    node.integers(name),
  ) as [readonly number[], readonly number[], readonly number[]];
  return sliced(node.b, x, { starts, limits, steps });
});

/** Every step-th element of each axis, from its start as far as its limit. */
export function sliced(
  b: GraphBuilder,
  x: TensorId,
  {
    starts,
    limits,
    steps,
  }: {
    readonly starts: readonly number[];
    readonly limits: readonly number[];
    readonly steps: readonly number[];
  },
): TensorId {
  const sizes = starts.map((start, axis) =>
    Math.max(0, Math.ceil(((limits[axis] as number) - start) / (steps[axis] as number))),
  );
  return b.emit(slice, [x], { starts, sizes, steps });
}

const lowerReverse = moving((node, x) =>
  node.b.emit(reverse, [x], { axes: node.integers("dimensions") }),
);

const lowerPad: Lowering = (node) => {
  const [low, high, interior] = [
    node.integers("edge_padding_low"),
    node.integers("edge_padding_high"),
    node.integers("interior_padding"),
  ];
  return padded(node, { low, high, interior });
};

/** Both parts of complex tensors are padded, each with its part of the value. */
export function padded(
  node: OperationContext,
  padding: {
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly interior: readonly number[];
  },
): Meaning {
  const values = tensorsOf(node.meaning(1));
  let part = 0;
  return mapTensors(node.meaning(0), (id) =>
    node.b.emit(pad, [id, values[part++] as TensorId], padding),
  );
}

const lowerConcatenate: Lowering = (node) => {
  const axis = node.integer("dimension");
  const parts = node.inputs.map(tensorsOf);
  let part = 0;
  return mapTensors(node.meaning(0), () => {
    const ids = parts.map((tensors) => tensors[part] as TensorId);
    part++;
    return ids.length === 1 ? (ids[0] as TensorId) : node.b.emit(concatenate, ids, { axis });
  });
};

const lowerBarrier: Lowering = (node) => {
  const ids = node.inputs.flatMap(tensorsOf);
  if (ids.length === 0) return node.inputs;
  const made = node.b.emitAll(optimizationBarrier, ids, {});
  let next = 0;
  return node.inputs.map((meaning) => mapTensors(meaning, () => made[next++] as TensorId));
};

/** What changes nothing of its operand. */
export const lowerSame: Lowering = (node) => node.meaning(0);

/** Where it lies on a mesh of devices changes nothing of a tensor. */
const SAME = {
  "sdy.sharding_constraint": lowerSame,
  "sdy.propagation_barrier": lowerSame,
  "sdy.reshard": lowerSame,
  "hlo.copy": lowerSame,
  "stablehlo.copy": lowerSame,
};

export const MOVEMENT: LoweringTable = {
  ...SAME,
  "stablehlo.broadcast_in_dim": lowerBroadcastInDim,
  "stablehlo.broadcast": lowerBroadcast,
  "stablehlo.reshape": lowerReshape,
  "stablehlo.transpose": lowerTranspose,
  "stablehlo.slice": lowerSlice,
  "stablehlo.reverse": lowerReverse,
  "stablehlo.pad": lowerPad,
  "stablehlo.concatenate": lowerConcatenate,
  "stablehlo.optimization_barrier": lowerBarrier,
};
