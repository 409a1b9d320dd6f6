import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
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
import { type DilatedWindow, windowsOver, windowTaps } from "../window-taps.ts";
import { expectWindows } from "../windows.ts";
import { NO_WORK } from "../work.ts";

/**
 * Reduces windows over tensors of one shape together, by a region.
 *
 * Inputs: N tensors, N scalars to start from, tensors that the region captures. The region gets N
 * values so far, N elements and what it captures, and gives N values. One accumulator for each
 * output: it starts from the start value and meets the window row-major, the start value again where
 * the window lies in the padding or in a hole between elements. Counted without the first meeting.
 *
 * Source: StableHLO `reduce_window`, which leaves the order open.
 */
export const reduceWindowBy: PrimitiveOperator<DilatedWindow> = {
  kind: "core",
  name: "reduceWindowBy",
  keepsNans: always,
  infer(inputs, window, [region] = []) {
    const { elements, shape } = expectReduction("reduceWindowBy", inputs, region);
    expectWindows("reduceWindowBy", shape.length, window);
    const { baseDilations } = window;
    const whole = baseDilations.every((value) => Number.isSafeInteger(value) && value > 0);
    if (baseDilations.length !== shape.length || !whole) {
      const expected = `${shape.length} positive base dilations`;
      refuse("invalid-attribute", "reduceWindowBy", expected, `${baseDilations}`);
    }
    const positions = windowsOver(shape, window);
    return elements.map((element) => ({ element, shape: positions }));
  },
  work: () => NO_WORK,
  regionRuns({ attributes: { window }, inputs, outputs }) {
    const count = elementCount((outputs[0] as TensorType).shape);
    return {
      times: [BigInt(count) * BigInt(elementCount(window) - 1)],
      captured: inputs.length - 2 * outputs.length,
    };
  },
  evaluate(inputs, { attributes, regions = [], outputs }) {
    const [region] = regions as readonly [Region];
    const { operands, starts, captured } = reductionInputs(inputs as Tensor[], outputs.length);
    const { shape } = outputs[0] as TensorType;
    let values: readonly Column[] = starts.map((start) => evenColumn(start, elementCount(shape)));
    for (const places of windowTaps(operands[0].type.shape, shape, attributes)) {
      const elements = operands.map((x, i) => columnOf(x, places, starts[i]));
      values = runOnRows(region, [...values, ...elements] as [Column, ...Column[]], captured);
    }
    return outputs.map((type, i) => ({ type, data: (values[i] as Column).data }));
  },
};
