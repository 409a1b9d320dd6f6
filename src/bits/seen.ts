import { reshaped } from "../domain/transfer/moving.ts";
import type { VaryingAxis } from "../domain/varying.ts";
import { isFloat } from "../graph/element-type.ts";
import type { StoredTensor, TensorId } from "../graph/graph.ts";
import type { Carrier } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { convert } from "../ops/core/convert.ts";
import { reshape } from "../ops/core/reshape.ts";
import { transpose } from "../ops/core/transpose.ts";
import type { OperandAxes } from "../ops/work.ts";
import { evaluated, type Frame, resolve } from "./frame.ts";

/** Folded tensors of more elements are not worked out for a look at them. */
const LARGEST_FOLDED = 2 ** 22;

/** The elements of an operand, in its own axes or in those of the tensor that is stored. */
export interface Seen {
  readonly shape: readonly number[];
  readonly axes: OperandAxes;
  /** The tensor whose elements they are. */
  readonly frame: Frame;
  readonly tensor: TensorId;
  /** An axis of `shape` as axes of that tensor. */
  axesThere(axis: number | undefined): readonly VaryingAxis[];
  /** A run of elements, where it can be had without the others. */
  readonly part?: ((start: number, count: number) => Carrier) | undefined;
  read(): Carrier | undefined;
}

/** The elements behind an operand that depends on no input, where they can be looked at. */
export function seenBehind(frame: Frame, tensor: TensorId, axes: OperandAxes): Seen | undefined {
  return storedBehind(frame, tensor, axes) ?? folded(frame, tensor, axes);
}

/** The stored tensor that an operand is, seen through what only moves whole axes. */
function storedBehind(frame: Frame, tensor: TensorId, axes: OperandAxes): Seen | undefined {
  let at = resolve(frame, tensor);
  let map = (axis: number): number => axis;
  let shape: readonly number[] | undefined;
  for (;;) {
    const { graph } = at.frame;
    const stored = graph.constants.get(at.id);
    if (stored !== undefined) return seenIn(stored, shape, mapAxes(axes, map), at);
    const producer = graph.producer(at.id);
    const node = producer === undefined ? undefined : graph.node(producer);
    if (node?.operator === transpose.name && shape === undefined) {
      const { permutation } = node.attributes as { readonly permutation: readonly number[] };
      const outer = map;
      map = (axis) => permutation[outer(axis)] as number;
    } else if (node?.operator === reshape.name || node?.operator === convert.name) {
      shape ??= graph.type(at.id).shape;
    } else return undefined;
    at = resolve(at.frame, node.inputs[0] as TensorId);
  }
}

function mapAxes(axes: OperandAxes, map: (axis: number) => number): OperandAxes {
  return {
    summed: axes.summed,
    ...(axes.channel === undefined ? {} : { channel: map(axes.channel) }),
    ...(axes.input === undefined ? {} : { input: map(axes.input) }),
  };
}

function seenIn(
  stored: StoredTensor,
  shape: readonly number[] = stored.type.shape,
  axes: OperandAxes,
  { frame, id }: ReturnType<typeof resolve>,
): Seen | undefined {
  if (stored.uniform === true || stored.isAbsent === true) return undefined;
  if (!isFloat(stored.type.element)) return undefined;
  const { axes: back } = reshaped(shape, stored.type.shape);
  return {
    shape,
    axes,
    frame,
    tensor: id,
    axesThere: (axis) => (axis === undefined ? [] : back(axis, 1)),
    part: stored.part?.bind(stored),
    read: () => stored.read().data,
  };
}

/** The elements that constant arithmetic gives an operand, where they are not too many. */
function folded(frame: Frame, tensor: TensorId, axes: OperandAxes): Seen | undefined {
  const { shape } = frame.graph.type(tensor);
  if (elementCount(shape) > LARGEST_FOLDED) return undefined;
  return {
    shape,
    axes,
    frame,
    tensor,
    axesThere: (axis) => (axis === undefined ? [] : [{ axis, block: 1 }]),
    read: () => evaluated(frame, tensor, LARGEST_FOLDED)?.data,
  };
}
