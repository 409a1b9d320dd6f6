import { declaredGrid } from "../../domain/transfer/quantizing.ts";
import { isFloat } from "../../graph/element-type.ts";
import { numbers, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, normalizeAxis, refuse } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { stridesOf } from "../shapes.ts";
import { scalarWork } from "../work.ts";

export interface MultiThresholdAttributes {
  /** Axis that has a row of thresholds for each of its positions. */
  readonly axis: number;
  readonly scale: number;
  readonly bias: number;
  /** Values that the declared type tells apart; 0 where none is declared. */
  readonly levels: number;
}

/**
 * scale x (number of thresholds that x is not below) + bias, both rounded once.
 *
 * Inputs are x and thresholds [channels or 1, steps], in any order; NaN is below all of them.
 *
 * Source: QONNX 1.0 `MultiThreshold`.
 */
export const multiThreshold: PrimitiveOperator<MultiThresholdAttributes, 2> = {
  kind: "core",
  name: "multiThreshold",
  arity: 2,
  infer(inputs, { axis }) {
    const [x, thresholds] = inputs;
    expectElement("multiThreshold", x, isFloat, "a float type");
    expectOneElement("multiThreshold", inputs);
    const channels = x.shape[normalizeAxis("multiThreshold", axis, x.shape.length)];
    const [rows] = thresholds.shape;
    if (thresholds.shape.length !== 2 || (rows !== 1 && rows !== channels)) {
      const expected = `thresholds of 1 or ${channels} rows`;
      refuse("shape-mismatch", "multiThreshold", expected, `shape ${thresholds.shape}`);
    }
    return [x];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "quantize"),
  values(_inputs, site, solver) {
    const { scale, bias, levels } = site.attributes;
    const count = (site.inputs[1] as TensorType).shape[1] as number;
    const hi = Math.max(count, levels - 1);
    const text = `MultiThreshold with ${count} thresholds`;
    return [declaredGrid({ lo: 0, hi, step: 1, origin: 0 }, [scale, bias], text, site, solver)];
  },
  evaluate([x, thresholds], { attributes, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { shape } = x.type;
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const inner = stridesOf(shape)[axis] as number;
    const [rows, count] = thresholds.type.shape as readonly [number, number];
    const finish = finisher(x.type.element) ?? (x.type.element === "f64" ? Number : Math.fround);
    const values = numbers(x);
    const table = numbers(thresholds);
    const out = numbers(result);
    for (let i = 0; i < out.length; i++) {
      const row = rows === 1 ? 0 : Math.floor(i / inner) % (shape[axis] as number);
      let reached = 0;
      for (let k = row * count; k < (row + 1) * count; k++) {
        if ((values[i] as number) >= (table[k] as number)) reached++;
      }
      out[i] = finish(finish(attributes.scale * reached) + attributes.bias);
    }
    return [result];
  },
};
