import type { Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { expectShape, normalizeAxis, refuse } from "../checks.ts";
import { expectIndices } from "../indexing.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

export interface ReverseSequenceAttributes {
  readonly batchAxis: number;
  readonly timeAxis: number;
}

/**
 * The first elements of each sequence in reverse order, as many as the second input says of it.
 *
 * Source: ONNX `ReverseSequence`.
 */
export const reverseSequence: PrimitiveOperator<ReverseSequenceAttributes, 2> = {
  kind: "core",
  name: "reverseSequence",
  arity: 2,
  moves: "all",
  steering: [1],
  infer([x, lengths], { batchAxis, timeAxis }) {
    expectIndices("reverseSequence", lengths);
    const batch = normalizeAxis("reverseSequence", batchAxis, x.shape.length);
    if (batch === normalizeAxis("reverseSequence", timeAxis, x.shape.length)) {
      refuse(
        "invalid-attribute",
        "reverseSequence",
        "distinct axes",
        `${batchAxis} and ${timeAxis}`,
      );
    }
    expectShape("reverseSequence", "lengths", lengths, [x.shape[batch] as number]);
    return [x];
  },
  work: () => NO_WORK,
  evaluate([x, lengths], { attributes, outputs }) {
    const { shape } = x.type;
    const strides = stridesOf(shape);
    const batch = normalizeAxis("reverseSequence", attributes.batchAxis, shape.length);
    const time = normalizeAxis("reverseSequence", attributes.timeAxis, shape.length);
    const step = strides[time] as number;
    const from = offsets(shape, strides).map((place) => {
      const sequence = Math.floor(place / (strides[batch] as number)) % (shape[batch] as number);
      const at = Math.floor(place / step) % (shape[time] as number);
      const length = lengthAt(lengths, sequence, shape[time] as number);
      return at < length ? place + (length - 1 - 2 * at) * step : place;
    });
    return [take(x, outputs[0] as TensorType, from)];
  },
};

function lengthAt(lengths: Tensor, sequence: number, size: number): number {
  const length = Number(lengths.data[sequence]);
  if (length >= 0 && length <= size) return length;
  return refuse("malformed-tensor", "reverseSequence", `lengths from 0 to ${size}`, `${length}`);
}
