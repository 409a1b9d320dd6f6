import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { dequantize } from "../core/dequantize.ts";
import { inShape } from "./attention-heads.ts";
import { type ExpertAttributes, type GivenToExperts, mixed } from "./mixture-of-experts.ts";

export interface QuantizedExpertAttributes extends ExpertAttributes {
  /** Neighbours along the inputs that share a scale and a zero point; 0: all. */
  readonly blockSize: number;
}

/**
 * MoE with quantized weights: codes, scales and zero points of each layer instead of its weights.
 *
 * Weights are dequantized in the type of the tokens. Source: onnxruntime `com.microsoft.QMoE`, whose
 * CPU kernel normalizes shares also where its attribute says that it does not.
 */
export const quantizedExperts = composite<QuantizedExpertAttributes, number>({
  name: "QMoE",
  build(b, inputs, { blockSize, ...attributes }) {
    const [tokens, router, ...others] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const element = b.element(tokens) as FloatType;
    let at = 0;
    const weights = () => {
      const [codes, ...parameters] = others.slice(at, at + 3) as [TensorId, TensorId, TensorId];
      at += 3;
      return decoded(b, codes, parameters, blockSize, element);
    };
    const experts = { tokens, router, fc1: weights(), fc2: weights() };
    const entries = attributes.extras.map((name) =>
      name === "fc3" ? [name, weights()] : [name, others[at++]],
    );
    return [mixed(b, experts, Object.fromEntries(entries) as GivenToExperts, attributes)];
  },
});

function decoded(
  b: GraphBuilder,
  codes: TensorId,
  parameters: readonly TensorId[],
  blockSize: number,
  result: FloatType,
): TensorId {
  const [experts, rows, length] = b.shape(codes) as readonly [number, number, number];
  const block = blockSize === 0 ? length : blockSize;
  const shape = [experts, rows, Math.ceil(length / block)];
  const blocks = parameters.map((one) =>
    b.shape(one).length === 0 ? one : inShape(b, one, shape),
  );
  return b.emit(dequantize, [codes, ...blocks], { axis: 2, blockSize: block, result });
}
