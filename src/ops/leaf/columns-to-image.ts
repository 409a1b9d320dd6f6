import { isBigInteger, isFloat } from "../../graph/element-type.ts";
import { allocate, type Carrier, zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric, refuse } from "../checks.ts";
import { accumulatorType, lifted } from "../contraction.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { undilated, windowTaps } from "../window-taps.ts";
import { expectWindows, type WindowAttributes, windowPositions } from "../windows.ts";
import { scalarWork } from "../work.ts";

/** The lists have one entry for each spatial axis. */
export interface ColumnsToImageAttributes extends WindowAttributes {
  readonly image: readonly number[];
}

const NAME = "columnsToImage";

/** Positions of the window along each axis. */
function positionsOf(a: ColumnsToImageAttributes): readonly number[] {
  return a.image.map((size, i) => windowPositions(size, i, a));
}

/**
 * Windows [N, C x window, positions] put back where they were cut out, [N, C, ...image]; where they
 * overlap they are added, in the order of the window's elements, then of positions. What falls into
 * the padding is dropped; one add is counted for each element of the windows.
 *
 * Source: ONNX `Col2Im`.
 */
export const columnsToImage: PrimitiveOperator<ColumnsToImageAttributes, 1> = {
  kind: "leaf",
  name: NAME,
  arity: 1,
  infer([x], a) {
    expectElement(NAME, x, isNumeric, "a numeric type");
    expectWindows(NAME, a.image.length, a);
    const taps = elementCount(a.window);
    const positions = elementCount(positionsOf(a));
    const [batch, rows, columns] = x.shape as readonly [number, number, number];
    if (x.shape.length !== 3 || rows % taps !== 0 || columns !== positions) {
      const expected = `[N, C x ${taps}, ${positions}]`;
      refuse("shape-mismatch", NAME, expected, formatShape(x.shape));
    }
    return [{ element: x.element, shape: [batch, rows / taps, ...a.image] }];
  },
  work: ({ inputs }) => scalarWork(elementCount((inputs[0] as TensorType).shape), "add"),
  evaluate([x], { attributes: a, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { element } = x.type;
    const sum = accumulatorType(element, element);
    const sums = allocate(sum, result.data.length);
    const [batch, rows, columns] = x.type.shape as readonly [number, number, number];
    const taps = elementCount(a.window);
    const area = elementCount(a.image);
    const placesOfTaps = [...windowTaps(a.image, positionsOf(a), undilated(a))];
    const data = lifted(x, sum);
    for (let row = 0; row < batch * rows; row++) {
      const plane = Math.floor(row / taps) * area;
      const places = placesOfTaps[row % taps] as Int32Array;
      for (let i = 0; i < columns; i++) {
        const place = places[i] as number;
        if (place >= 0) addTo(sums, plane + place, data[row * columns + i] as number | bigint);
      }
    }
    const finish = isFloat(element) || !isBigInteger(element) ? finisher(element) : undefined;
    for (let i = 0; i < sums.length; i++) {
      const value = sums[i] as number;
      result.data[i] = (finish === undefined ? value : finish(value)) as never;
    }
    return [result];
  },
};

function addTo(sums: Carrier, at: number, value: number | bigint): void {
  sums[at] = ((sums[at] as number) + (value as number)) as never;
}
