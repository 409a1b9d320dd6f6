import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, refuse } from "../checks.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, Region } from "../operator.ts";
import { columnOf, evenColumn, expectScalarRegion, runOnRows } from "../region-runs.ts";
import { updated } from "../update-waves.ts";
import { type DilatedWindow, undilated, windowsOver, windowTaps } from "../window-taps.ts";
import { expectWindows, type WindowAttributes } from "../windows.ts";
import { NO_WORK } from "../work.ts";

/** One entry for each axis. */
export type SelectAndScatterAttributes = Omit<WindowAttributes, "dilations">;

function windowOf(attributes: SelectAndScatterAttributes): DilatedWindow {
  return undilated({ ...attributes, dilations: attributes.window.map(() => 1) });
}

/**
 * The gradient of pooling: of each window over the first input one element is chosen, and the value
 * of the second input at the window's position goes to the place of that element.
 *
 * Inputs: x, source, a scalar to start from, tensors that both regions capture. The first region
 * says of two elements whether the first one stays chosen; a window meets its elements row-major,
 * padding left out, and gives nothing where there are none. The second region gets a value so far and
 * one of the source; values of one place meet it in row-major order of the source.
 *
 * Source: StableHLO `select_and_scatter`, which leaves the order open.
 */
export const selectAndScatter: PrimitiveOperator<SelectAndScatterAttributes> = {
  kind: "core",
  name: "selectAndScatter",
  keepsNans: always,
  infer(inputs, attributes, [select, scatter] = []) {
    const [x, source, start, ...captured] = inputs;
    if (x === undefined || source === undefined || start === undefined) {
      return refuse("invalid-attribute", "selectAndScatter", "three inputs", `${inputs.length}`);
    }
    if (select === undefined || scatter === undefined) {
      return refuse("invalid-attribute", "selectAndScatter", "two regions", "fewer");
    }
    const element = expectOneElement("selectAndScatter", [x, source, start]);
    const window = windowOf(attributes);
    expectWindows("selectAndScatter", x.shape.length, window);
    expectShape("selectAndScatter", "a source", source, windowsOver(x.shape, window));
    expectShape("selectAndScatter", "a start value", start, []);
    const pair = [element, element];
    expectScalarRegion("selectAndScatter", select, pair, captured, ["bool"]);
    expectScalarRegion("selectAndScatter", scatter, pair, captured, [element]);
    return [x];
  },
  work: () => NO_WORK,
  regionRuns({ attributes: { window }, inputs }) {
    const count = BigInt(elementCount((inputs[1] as TensorType).shape));
    return {
      times: [count * BigInt(elementCount(window) - 1), count],
      captured: inputs.length - 3,
    };
  },
  evaluate(inputs, { attributes, regions = [], outputs }) {
    const [x, source, start, ...captured] = inputs as readonly [
      Tensor,
      Tensor,
      Tensor,
      ...Tensor[],
    ];
    const [select, scatter] = regions as readonly [Region, Region];
    const type = outputs[0] as TensorType;
    const places = chosenPlaces(x, source.type.shape, windowOf(attributes), select, captured);
    const { data } = evenColumn(start, elementCount(type.shape));
    return updated([{ type, data }], [source], places, scatter, captured).map((result) => ({
      type,
      data: result,
    }));
  },
};

/** The place of the chosen element for each position of the window; negative where there is none. */
function chosenPlaces(
  x: Tensor,
  positions: readonly number[],
  window: DilatedWindow,
  select: Region,
  captured: readonly Tensor[],
): Int32Array {
  const chosen = new Int32Array(elementCount(positions)).fill(-1);
  for (const next of windowTaps(x.type.shape, positions, window)) {
    const met = chosen.map((_, i) => i).filter((i) => (next[i] as number) >= 0);
    const rivals = met.filter((i) => (chosen[i] as number) >= 0);
    const before = columnOf(
      x,
      rivals.map((i) => chosen[i] as number),
    );
    const after = columnOf(
      x,
      rivals.map((i) => next[i] as number),
    );
    const [stays] = runOnRows(select, [before, after], captured);
    const kept = new Set(rivals.filter((_, row) => stays?.data[row] === 1));
    for (const i of met) if (!kept.has(i)) chosen[i] = next[i] as number;
  }
  return chosen;
}
