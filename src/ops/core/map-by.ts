import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, Region } from "../operator.ts";
import {
  type Column,
  columnOf,
  expectOneShape,
  expectScalarRegion,
  runOnRows,
} from "../region-runs.ts";
import { NO_WORK } from "../work.ts";

export interface MapByAttributes {
  /** How many tensors are mapped; the inputs after them are captured. */
  readonly count: number;
}

/**
 * Does to the elements of tensors of one shape what a region does to scalars.
 *
 * Inputs: the tensors, then tensors that the region captures. The region gets an element of each
 * tensor, then what it captures; it gives an element of each output.
 *
 * Source: StableHLO `map`.
 */
export const mapBy: PrimitiveOperator<MapByAttributes> = {
  kind: "core",
  name: "mapBy",
  keepsNans: always,
  infer(inputs, { count }, [region] = []) {
    if (region === undefined || count < 1 || count > inputs.length) {
      return refuse("invalid-attribute", "mapBy", "a scalar for each tensor", `${count}`);
    }
    const mapped = inputs.slice(0, count);
    const results = region.outputs.map(({ element }) => element);
    const elements = mapped.map(({ element }) => element);
    expectOneShape("mapBy", mapped);
    expectScalarRegion("mapBy", region, elements, inputs.slice(count), results);
    const { shape } = mapped[0] as TensorType;
    return results.map((element) => ({ element, shape }));
  },
  work: () => NO_WORK,
  regionRuns({ attributes: { count }, inputs, outputs }) {
    const { shape } = outputs[0] as TensorType;
    return { times: [BigInt(elementCount(shape))], captured: inputs.length - count };
  },
  evaluate(inputs, { attributes: { count }, regions = [], outputs }) {
    const [region] = regions as readonly [Region];
    const [mapped, captured] = [inputs.slice(0, count), inputs.slice(count)] as [
      Tensor[],
      Tensor[],
    ];
    const { shape } = outputs[0] as TensorType;
    const places = Int32Array.from({ length: elementCount(shape) }, (_, i) => i);
    const columns = mapped.map((x) => columnOf(x, places)) as [Column, ...Column[]];
    const made = runOnRows(region, columns, captured);
    return outputs.map((type, i) => ({ type, data: (made[i] as Column).data }));
  },
};
