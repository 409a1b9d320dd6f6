import type { TensorId } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { broadcast } from "../core/broadcast.ts";
import { dequantize } from "../core/dequantize.ts";
import { LSTM_CELL, type LstmAttributes, lstmSteps } from "../core/lstm-steps.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";
import { dynamicQuantizeLinear } from "./dynamic-quantize-linear.ts";
import {
  asRows,
  type LayerAttributesOf,
  LayerBuilder,
  LSTM_GATES,
  withCoupledGates,
  withoutForget,
} from "./recurrent-layer.ts";
import { dequantizeTensor } from "./requantize.ts";

/** A tensor quantized to u8 codes over its range, and back. */
function fakeQuantized(b: GraphBuilder, tensor: TensorId): TensorId {
  const [codes, scale, zeroPoint] = b.emitAll(dynamicQuantizeLinear, [tensor], {}) as [
    TensorId,
    TensorId,
    TensorId,
  ];
  return dequantizeTensor(b, { codes, scale, zeroPoint });
}

/** Codes [directions, length, rows] as values [directions x rows, length]. */
function valuesOf(
  b: GraphBuilder,
  [codes, scale, zeroPoint]: readonly [TensorId, TensorId, TensorId],
  coupled: boolean,
): TensorId {
  const turned = b.emit(transpose, [codes], { permutation: [0, 2, 1] });
  const [directions, rows, length] = b.shape(turned) as [number, number, number];
  const flat = asRows(b, turned);
  const parameters = [scale, zeroPoint].map((parameter) => perRow(b, parameter, directions, rows));
  const values = b.emit(dequantize, [flat, ...parameters], {
    axis: 0,
    blockSize: 0,
    result: "f32",
  });
  if (!coupled) return values;
  const gates = b.emit(reshape, [values], { shape: [directions, rows, length] });
  return asRows(b, withoutForget(b, gates, LSTM_GATES.weights));
}

/** A parameter for each direction, or each row of each direction, as one for each row. */
function perRow(b: GraphBuilder, parameter: TensorId, directions: number, rows: number): TensorId {
  const given = elementCount(b.shape(parameter));
  const columns = given === directions ? 1 : rows;
  const matrix = b.emit(reshape, [parameter], { shape: [directions, columns] });
  const whole = b.emit(broadcast, [matrix], { shape: [directions, rows] });
  return b.emit(reshape, [whole], { shape: [directions * rows] });
}

/**
 * An LSTM whose weights are codes, and whose inputs and hidden states are quantized to u8 as they
 * come: all of x together, the hidden states of a step together.
 *
 * Inputs are x, the codes of W [directions, features, 4 x hidden] and R [directions, hidden,
 * 4 x hidden], scale and zero point of each, then the optional ones. Products are those of the real
 * values that the codes stand for.
 *
 * Source: onnxruntime `com.microsoft.DynamicQuantizeLSTM`.
 */
export const dynamicQuantizeLstm = composite<LayerAttributesOf<LstmAttributes>, number>({
  name: "DynamicQuantizeLSTM",
  build(b, inputs, attributes) {
    const [x, w, r, wScale, wZero, rScale, rZero, ...given] = inputs as readonly [
      ...(readonly [TensorId, TensorId, TensorId, TensorId, TensorId, TensorId, TensorId]),
      ...TensorId[],
    ];
    const body = new LayerBuilder(b, given, LSTM_CELL, { ...attributes, quantizesState: true });
    const { coupled } = attributes;
    const rows = [
      valuesOf(b, [w, wScale, wZero], coupled),
      valuesOf(b, [r, rScale, rZero], coupled),
    ];
    const [directions, hidden] = b.shape(r) as [number, number, number];
    const state = fakeQuantized(b, body.hidden(x, [directions, hidden, hidden]));
    return body.emit(lstmSteps, [fakeQuantized(b, x), ...rows], state, withCoupledGates);
  },
});
