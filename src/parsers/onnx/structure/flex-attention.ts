import type { TensorId } from "../../../graph/graph.ts";
import { emitFlexAttention, flexAttention } from "../../../ops/composite/flex-attention.ts";
import { describeBound, isTensor } from "../../lowering/bound.ts";
import { softmaxType } from "../operators/attention.ts";
import { requiredInputs } from "../operators/quantized-inputs.ts";
import type { StructuredLowering, StructuredNode } from "./node.ts";

/**
 * Attention whose scores and shares may each go through a graph. Floats narrower than f32 are put
 * through the softmax as f32.
 *
 * Source: ONNX `FlexAttention` of ai.onnx.preview.
 */
export const lowerFlexAttention: StructuredLowering = (node) => {
  const { context, target } = node;
  const inputs = requiredInputs(context, 3);
  const attributes = {
    ...(context.has("scale") ? { scale: context.float("scale", 1) } : {}),
    precision: softmaxType(context, context.element(0) === "f64" ? "f64" : "f32"),
  };
  if (!context.has("score_mod") && !context.has("prob_mod")) {
    return [target.b.emit(flexAttention, inputs, attributes)];
  }
  const modifiers = {
    scores: (x: TensorId) => modified(node, "score_mod", x),
    shares: (x: TensorId) => modified(node, "prob_mod", x),
  };
  return [emitFlexAttention(target.b, inputs, attributes, modifiers)];
};

/** What a graph makes of a tensor; the tensor where there is no such graph. */
function modified(node: StructuredNode, name: string, x: TensorId): TensorId {
  if (!node.context.has(name)) return x;
  const [result] = node.body(name).inline([x]);
  if (isTensor(result)) return result;
  return node.context.refuse("malformed-model", `a tensor from ${name}`, describeBound(result));
}
