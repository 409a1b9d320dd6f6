import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { normalizeAxis, refuse } from "../checks.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, Region } from "../operator.ts";
import {
  type Column,
  columnOf,
  evenColumn,
  expectReduction,
  reductionInputs,
  runOnRows,
} from "../region-runs.ts";
import { NO_WORK } from "../work.ts";
import { runsAlong } from "./reduce.ts";

export interface ReduceByAttributes {
  /** Axes that are reduced, each once; gone in the outputs. */
  readonly axes: readonly number[];
}

/**
 * Reduces tensors of one shape together along axes, by a region.
 *
 * Inputs: N tensors, N scalars to start from, tensors that the region captures. The region gets N
 * values so far, N elements and what it captures, and gives N values. One accumulator for each
 * output: it starts from the start value and meets the elements in row-major order; it is rounded as
 * the region's operators round. Counted without the first meeting, as sums are.
 *
 * Source: StableHLO `reduce`, which leaves the order open.
 */
export const reduceBy: PrimitiveOperator<ReduceByAttributes> = {
  kind: "core",
  name: "reduceBy",
  keepsNans: always,
  infer(inputs, { axes }, [region] = []) {
    const { elements, shape } = expectReduction("reduceBy", inputs, region);
    for (const axis of axes) normalizeAxis("reduceBy", axis, shape.length);
    if (axes.some((axis) => axis < 0) || new Set(axes).size !== axes.length) {
      refuse("invalid-attribute", "reduceBy", "different axes from 0", `${axes}`);
    }
    const kept = shape.filter((_, axis) => !axes.includes(axis));
    return elements.map((element) => ({ element, shape: kept }));
  },
  work: () => NO_WORK,
  regionRuns({ attributes: { axes }, inputs, outputs }) {
    const [{ shape }] = inputs as readonly [TensorType];
    const length = elementCount(axes.map((axis) => shape[axis] as number));
    const count = elementCount((outputs[0] as TensorType).shape);
    return {
      times: [BigInt(count) * BigInt(Math.max(0, length - 1))],
      captured: inputs.length - 2 * outputs.length,
    };
  },
  evaluate(inputs, { attributes: { axes }, regions = [], outputs }) {
    const [region] = regions as readonly [Region];
    const { operands, starts, captured } = reductionInputs(inputs as Tensor[], outputs.length);
    const runs = runsAlong(
      operands[0].type,
      axes.toSorted((a, b) => a - b),
    );
    let values: readonly Column[] = starts.map((start) => evenColumn(start, runs.starts.length));
    for (const step of runs.steps) {
      const places = runs.starts.map((start) => start + step);
      const elements = operands.map((x) => columnOf(x, places));
      values = runOnRows(region, [...values, ...elements] as [Column, ...Column[]], captured);
    }
    return outputs.map((type, i) => ({ type, data: (values[i] as Column).data }));
  },
};
