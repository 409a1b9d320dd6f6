import { innerValues, isAbsolute } from "../domain/grid.ts";
import type { ValueSet } from "../domain/value-set.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import { toNumbers } from "../graph/tensor.ts";
import { equal } from "../ops/core/comparison.ts";
import { convert } from "../ops/core/convert.ts";
import { iota } from "../ops/core/iota.ts";
import { transpose } from "../ops/core/transpose.ts";
import { stridesOf } from "../ops/shapes.ts";
import type { OperandAxes } from "../ops/work.ts";
import { CONSTANT, type TensorFacts } from "./facts.ts";
import { STRETCHING } from "./few-elements.ts";
import { evaluated, type Frame, followed, resolve } from "./frame.ts";
import { varyingAxes } from "./varying-axes.ts";

/** Larger tensors are not worked out to see where their ones are. */
const LARGEST = 2 ** 20;

/**
 * True for an operand that the graph builds itself of 0 and 1 so that at most one element of each sum
 * is 1: what is multiplied with it is picked, not weighted.
 */
export function onlyPicks(frame: Frame, operand: TensorId, { summed }: OperandAxes): boolean {
  const { values, dependence, sources } = frame.facts[operand] as TensorFacts;
  if (sources.length > 0 || summed.length === 0 || !isBinary(values)) return false;
  return dependence === CONSTANT
    ? holdsOneOf(frame, operand, summed)
    : summed.length === 1 && isOneHot(frame, operand, summed[0] as number);
}

function isBinary({ grid, extra, padded, strays }: ValueSet): boolean {
  if (grid === undefined || !isAbsolute(grid) || extra || padded || strays) return false;
  return grid.hi - grid.lo === 1 && innerValues(grid).every((value, i) => value === i);
}

/** Looks at the elements. */
function holdsOneOf(frame: Frame, operand: TensorId, summed: readonly number[]): boolean {
  const tensor = evaluated(frame, operand, LARGEST);
  if (tensor === undefined) return false;
  const { shape } = tensor.type;
  const strides = stridesOf(shape);
  const sums = new Set<number>();
  return toNumbers(tensor).every((value, i) => {
    if (value === 0) return true;
    const place = summed.reduce((left, axis) => {
      const stride = strides[axis] as number;
      return left - (Math.floor(i / stride) % (shape[axis] as number)) * stride;
    }, i);
    const isFirst = !sums.has(place);
    sums.add(place);
    return isFirst;
  });
}

/** Numbers from 0 along an axis, compared with what is the same all along it. */
function isOneHot(frame: Frame, operand: TensorId, axis: number): boolean {
  const at = resolve(frame, operand);
  const { graph } = at.frame;
  const producer = graph.producer(at.id);
  if (producer === undefined) return false;
  const node = graph.node(producer);
  const [x, y] = node.inputs as readonly [TensorId, TensorId];
  switch (node.operator) {
    case convert.name:
      return isOneHot(at.frame, x, axis);
    case transpose.name: {
      const { permutation } = node.attributes as { readonly permutation: readonly number[] };
      return isOneHot(at.frame, x, permutation[axis] as number);
    }
    case equal.name:
      return countsAgainst(at.frame, node, x, y, axis) || countsAgainst(at.frame, node, y, x, axis);
    default:
      return false;
  }
}

function countsAgainst(
  frame: Frame,
  { outputs }: GraphNode,
  numbers: TensorId,
  other: TensorId,
  axis: number,
): boolean {
  const { graph } = frame;
  const rank = graph.type(outputs[0] as TensorId).shape.length;
  const along = (id: TensorId) => {
    const shift = rank - graph.type(id).shape.length;
    return varyingAxes(frame, id).map((own) => own.axis + shift);
  };
  const counting = along(numbers);
  if (counting.length !== 1 || counting[0] !== axis || along(other).includes(axis)) return false;
  return isCounting(frame, numbers);
}

/** Numbers from 0 that were only stretched and moved. */
function isCounting(frame: Frame, tensor: TensorId): boolean {
  const { frame: maker, id } = followed(frame, tensor, ({ operator }) => STRETCHING.has(operator));
  const producer = maker.graph.producer(id);
  return producer !== undefined && maker.graph.operator(producer) === iota.name;
}
