import { pickedAlong } from "../../domain/transfer/reducing.ts";
import type { ElementType } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { normalizeAxis, refuse } from "../checks.ts";
import { runsAlong } from "../core/reduce.ts";
import { take } from "../move.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, Region, RegionType } from "../operator.ts";
import {
  type Column,
  columnOf,
  expectOneShape,
  expectScalarRegion,
  runOnRows,
} from "../region-runs.ts";
import { NO_WORK } from "../work.ts";

export interface SortByAttributes {
  readonly axis: number;
}

/** How many tensors are sorted: the region gets two scalars of each, and as many others as the node. */
function sortedCount(inputs: readonly unknown[], { inputs: own }: RegionType): number {
  return own.length - inputs.length;
}

/**
 * Tensors of one shape sorted together along an axis, by a region that says what comes first.
 *
 * Inputs: N tensors, tensors that the region captures. The region gets two elements of each tensor
 * in turn, then what it captures, and says whether the first ones come before the second ones. The
 * sort is stable: a merge of neighbouring runs of 1, 2, 4 and so on, which asks of the head of each
 * later run whether it comes before that of the earlier one. Counted as n x ceil(log2 n) comparisons
 * for each run of n elements.
 *
 * Source: StableHLO `sort`.
 */
export const sortBy: PrimitiveOperator<SortByAttributes> = {
  kind: "leaf",
  name: "sortBy",
  keepsNans: always,
  infer(inputs, { axis }, [region] = []) {
    const count = region === undefined ? 0 : sortedCount(inputs, region);
    if (region === undefined || count < 1 || count > inputs.length) {
      return refuse("invalid-attribute", "sortBy", "two scalars for each tensor", `${count}`);
    }
    const sorted = inputs.slice(0, count);
    expectOneShape("sortBy", sorted);
    normalizeAxis("sortBy", axis, (sorted[0] as TensorType).shape.length);
    const pairs = sorted.flatMap(({ element }): ElementType[] => [element, element]);
    expectScalarRegion("sortBy", region, pairs, inputs.slice(count), ["bool"]);
    return sorted;
  },
  work: () => NO_WORK,
  regionRuns({ attributes: { axis }, inputs, outputs }) {
    const { shape } = outputs[0] as TensorType;
    const size = shape[normalizeAxis("sortBy", axis, shape.length)] as number;
    const depth = Math.ceil(Math.log2(Math.max(1, size)));
    return {
      times: [BigInt(elementCount(shape)) * BigInt(depth)],
      captured: inputs.length - outputs.length,
    };
  },
  values(sets, { attributes: { axis }, outputs }, solver) {
    return outputs.map(({ shape }, i) =>
      pickedAlong(sets[i] as never, [normalizeAxis("sortBy", axis, shape.length)], solver),
    );
  },
  evaluate(inputs, { attributes: { axis }, regions = [], outputs }) {
    const [region] = regions as readonly [Region];
    const sorted = inputs.slice(0, outputs.length) as Tensor[];
    const captured = inputs.slice(outputs.length) as Tensor[];
    const [type] = outputs as readonly [TensorType];
    const { starts, steps } = runsAlong(type, [normalizeAxis("sortBy", axis, type.shape.length)]);
    const comesFirst = (later: Int32Array, earlier: Int32Array): ArrayLike<unknown> => {
      const pairs = sorted.flatMap((x) => [columnOf(x, later), columnOf(x, earlier)]);
      return (runOnRows(region, pairs as never, captured)[0] as Column).data;
    };
    const from = sortedPlaces(starts, steps, comesFirst);
    return sorted.map((x, i) => take(x, outputs[i] as TensorType, from));
  },
};

type ComesFirst = (later: Int32Array, earlier: Int32Array) => ArrayLike<unknown>;

/** For each place of the output the place of the input that comes there. */
function sortedPlaces(starts: Int32Array, steps: Int32Array, comesFirst: ComesFirst): Int32Array {
  const { length } = steps;
  let runs = Int32Array.from({ length: starts.length * length }, (_, i) => {
    return (starts[Math.floor(i / length)] as number) + (steps[i % length] as number);
  });
  for (let width = 1; width < length; width *= 2) {
    const merges = mergesOf(starts.length, length, width);
    runs = mergedRuns(runs, merges, comesFirst);
  }
  const from = new Int32Array(runs.length);
  runs.forEach((place, i) => {
    const at = (starts[Math.floor(i / length)] as number) + (steps[i % length] as number);
    from[at] = place;
  });
  return from;
}

/** Two neighbouring runs that become one; what is left of them while they do. */
interface Merge {
  earlier: number;
  later: number;
  readonly middle: number;
  readonly end: number;
}

function mergesOf(lanes: number, length: number, width: number): Merge[] {
  const merges: Merge[] = [];
  for (let lane = 0; lane < lanes; lane++) {
    for (let first = 0; first < length; first += 2 * width) {
      const [start, stop] = [lane * length, (lane + 1) * length];
      const middle = Math.min(start + first + width, stop);
      const end = Math.min(middle + width, stop);
      merges.push({ earlier: start + first, later: middle, middle, end });
    }
  }
  return merges;
}

/** All merges go on together, an element at a time. */
function mergedRuns(runs: Int32Array, merges: readonly Merge[], comesFirst: ComesFirst) {
  const merged = runs.slice();
  let open = merges.filter(({ later, end }) => later < end);
  while (open.length > 0) {
    const heads = (key: "later" | "earlier") =>
      Int32Array.from(open, (merge) => runs[merge[key]] as number);
    const takesLater = comesFirst(heads("later"), heads("earlier"));
    open.forEach((merge, i) => {
      const to = merge.earlier + merge.later - merge.middle;
      const at = takesLater[i] === 1 ? merge.later++ : merge.earlier++;
      merged[to] = runs[at] as number;
    });
    open = open.filter(({ earlier, later, middle, end }) => earlier < middle && later < end);
  }
  for (const { earlier, later, middle, end } of merges) {
    if (later < end) continue;
    merged.set(runs.subarray(earlier, middle), earlier + end - middle);
  }
  return merged;
}
