import { softmaxCrossEntropyLoss } from "../../../ops/composite/losses.ts";
import {
  LOSS_REDUCTIONS,
  type LossAttributes,
  negativeLogLikelihood,
} from "../../../ops/leaf/negative-log-likelihood.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

function lossAttributes(node: NodeContext): LossAttributes {
  const name = node.string("reduction", "mean");
  const reduction = LOSS_REDUCTIONS.find((known) => known === name);
  if (reduction === undefined) {
    const expected = `a reduction of ${LOSS_REDUCTIONS.join(", ")}`;
    return node.refuse("invalid-attribute", expected, name);
  }
  return node.has("ignore_index")
    ? { reduction, ignored: node.int("ignore_index", 0) }
    : { reduction };
}

const lowerNegativeLogLikelihoodLoss: Lowering = (node) =>
  node.b.emit(negativeLogLikelihood, node.allInputs(), lossAttributes(node));

const lowerSoftmaxCrossEntropyLoss: Lowering = (node) =>
  node.b.emitAll(softmaxCrossEntropyLoss, node.allInputs(), lossAttributes(node));

/** Losses, which are evaluated in training graphs. */
export const losses: LoweringTable = {
  NegativeLogLikelihoodLoss: lowerNegativeLogLikelihoodLoss,
  SoftmaxCrossEntropyLoss: lowerSoftmaxCrossEntropyLoss,
};
