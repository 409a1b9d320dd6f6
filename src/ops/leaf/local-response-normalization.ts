import { isFloat } from "../../graph/element-type.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import { pow } from "../math/power.ts";
import type { PrimitiveOperator } from "../operator.ts";
import type { Work } from "../work.ts";

export interface LrnAttributes {
  /** Neighbouring channels that are summed. */
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

/**
 * x / (bias + alpha / size x sum of squares over neighbouring channels) ^ beta, on [N, C, ...].
 *
 * Squares, sums and the power are computed in f64 and rounded once.
 *
 * Source: ONNX `LRN`: the channels from c - floor((size - 1) / 2) to c + ceil((size - 1) / 2).
 */
export const localResponseNormalization: PrimitiveOperator<LrnAttributes, 1> = {
  kind: "leaf",
  name: "localResponseNormalization",
  arity: 1,
  infer([x]) {
    expectElement("localResponseNormalization", x, isFloat, "a float type");
    return [x];
  },
  work(site): Work {
    const count = BigInt(elementCount((site.outputs[0] as TensorType).shape));
    const scalars = {
      multiply: 2n * count,
      add: BigInt(site.attributes.size) * count,
      transcendental: count,
      divide: count,
    };
    return { contractions: [], scalars };
  },
  evaluate([x], { attributes, outputs }) {
    const { size, alpha, beta, bias } = attributes;
    const result = zeros(outputs[0] as TensorType);
    const [batch, channels] = x.type.shape as readonly [number, number];
    const area = elementCount(x.type.shape.slice(2));
    const finish = finisher(x.type.element) ?? ((value) => value);
    for (let n = 0; n < batch; n++) {
      for (let c = 0; c < channels; c++) {
        const first = Math.max(0, c - Math.floor((size - 1) / 2));
        const last = Math.min(channels - 1, c + Math.ceil((size - 1) / 2));
        for (let i = 0; i < area; i++) {
          let squares = 0;
          for (let k = first; k <= last; k++) {
            const value = x.data[(n * channels + k) * area + i] as number;
            squares += value * value;
          }
          const at = (n * channels + c) * area + i;
          const norm = pow(bias + (alpha / size) * squares, beta);
          result.data[at] = finish((x.data[at] as number) / norm) as never;
        }
      }
    }
    return [result];
  },
};
