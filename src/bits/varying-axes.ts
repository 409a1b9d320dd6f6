import type { VaryingAxis } from "../domain/varying.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import { broadcast } from "../ops/core/broadcast.ts";
import { convert } from "../ops/core/convert.ts";
import { type IotaAttributes, iota } from "../ops/core/iota.ts";
import { reshape } from "../ops/core/reshape.ts";
import { transpose } from "../ops/core/transpose.ts";
import { operatorNamed } from "../ops/registry.ts";
import { type Frame, resolve } from "./frame.ts";

/** Operators behind each other that are looked through. */
const DEEPEST = 24;

/**
 * The axes along which a tensor may vary: those along which it was not stretched, as far as what it
 * is made of can be followed.
 */
export function varyingAxes(frame: Frame, tensor: TensorId): readonly VaryingAxis[] {
  const axes = along(frame, tensor, DEEPEST);
  return [...axes].sort((x, y) => x - y).map((axis) => ({ axis, block: 1 }));
}

function along(frame: Frame, tensor: TensorId, depth: number): ReadonlySet<number> {
  const at = resolve(frame, tensor);
  const { graph } = at.frame;
  const { shape } = graph.type(at.id);
  const producer = graph.producer(at.id);
  if (producer === undefined || depth === 0) return wide(shape);
  const node = graph.node(producer);
  if (node.operator === iota.name) {
    const { axis } = node.attributes as unknown as IotaAttributes;
    return new Set((shape[axis] as number) > 1 ? [axis] : []);
  }
  const inputs = node.inputs.map((id) => shiftedAlong(at.frame, id, shape.length, depth - 1));
  const [first] = inputs;
  if (first === undefined) return wide(shape);
  switch (node.operator) {
    case broadcast.name:
    case convert.name:
      return first();
    case transpose.name: {
      const { permutation } = node.attributes as { readonly permutation: readonly number[] };
      const own = first();
      return new Set(permutation.flatMap((axis, i) => (own.has(axis) ? [i] : [])));
    }
    case reshape.name:
      return reshapedAlong(graph.type(node.inputs[0] as TensorId).shape, shape, first);
    default:
      return isElementwise(node) ? new Set(inputs.flatMap((of) => [...of()])) : wide(shape);
  }
}

function isElementwise({ operator }: GraphNode): boolean {
  const known = operatorNamed(operator);
  return known.kind === "core" && known.elementwise === true;
}

/** The axes of an input, counted from the last one, where the result has so many. */
function shiftedAlong(frame: Frame, input: TensorId, rank: number, depth: number) {
  return (): ReadonlySet<number> => {
    const shift = rank - frame.graph.type(input).shape.length;
    const own = along(frame, input, depth);
    return shift === 0 ? own : new Set([...own].map((axis) => axis + shift));
  };
}

function wide(shape: readonly number[]): ReadonlySet<number> {
  return new Set(shape.flatMap((size, axis) => (size > 1 ? [axis] : [])));
}

/** Where only axes of size 1 come or go, the others stay in order. */
function reshapedAlong(
  from: readonly number[],
  to: readonly number[],
  axes: () => ReadonlySet<number>,
): ReadonlySet<number> {
  const [before, after] = [[...wide(from)], [...wide(to)]];
  const same =
    before.length === after.length &&
    before.every((axis, i) => from[axis] === to[after[i] as number]);
  if (!same) return wide(to);
  const shift = to.length - from.length;
  const own = axes();
  return new Set(before.flatMap((axis, i) => (own.has(axis + shift) ? [after[i] as number] : [])));
}
