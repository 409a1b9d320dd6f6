import { composite } from "../builder.ts";
import { type LossAttributes, negativeLogLikelihood } from "../leaf/negative-log-likelihood.ts";
import { logSoftmax } from "./softmax.ts";

/**
 * The negative log likelihood of a softmax along axis 1, and the logarithms of its probabilities.
 *
 * Source: ONNX `SoftmaxCrossEntropyLoss`.
 */
export const softmaxCrossEntropyLoss = composite<LossAttributes, number>({
  name: "SoftmaxCrossEntropyLoss",
  build(b, inputs, attributes) {
    const [scores, ...others] = inputs as readonly [number, ...number[]];
    const logarithms = b.emit(logSoftmax, [scores], { axes: [1] });
    return [b.emit(negativeLogLikelihood, [logarithms, ...others], attributes), logarithms];
  },
});
