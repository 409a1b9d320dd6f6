import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, divide, multiply } from "../core/arithmetic.ts";
import { pickedProduct } from "../core/picked-product.ts";
import { reduceSum } from "../core/reduce.ts";
import { reshape } from "../core/reshape.ts";
import { take, takeAlong } from "../core/take.ts";
import { topK } from "../leaf/top-k.ts";
import { inShape } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import { activated, type ExpertActivation } from "./expert-activation.ts";
import { inType, inWideType } from "./precision.ts";
import { softmax } from "./softmax.ts";

/** What may follow tokens, router, first and second weights among the inputs, in this order. */
export const EXPERT_EXTRAS = ["fc1Bias", "fc2Bias", "fc3", "fc3Bias", "routerWeights"] as const;
export type ExpertExtra = (typeof EXPERT_EXTRAS)[number];

export interface ExpertAttributes {
  /** Those that are there. */
  readonly extras: readonly ExpertExtra[];
  /** Experts that each token goes to. */
  readonly chosen: number;
  /** The shares of those are made to sum to 1. */
  readonly normalized: boolean;
  readonly activation: ExpertActivation;
}

export type GivenToExperts = Readonly<Partial<Record<ExpertExtra, TensorId>>>;

interface Experts {
  readonly tokens: TensorId;
  readonly router: TensorId;
  readonly fc1: TensorId;
  readonly fc2: TensorId;
}

/**
 * A network of two layers for each token, mixed from those experts that its router scores highest.
 *
 * Weights are [experts, outputs, inputs]. Shares are the softmax of the scores, in f32; where other
 * router weights are given, scores only choose. Gelu is the one with tanh.
 *
 * Counting: each token costs its `chosen` experts and no other, which is exact; the weights of all
 * experts are stored. Each layer is one row. Source: onnxruntime `com.microsoft.MoE`.
 */
export const mixtureOfExperts = composite<ExpertAttributes, number>({
  name: "MoE",
  build(b, inputs, attributes) {
    const [tokens, router, fc1, fc2, ...others] = inputs as readonly [
      ...(readonly [TensorId, TensorId, TensorId, TensorId]),
      ...TensorId[],
    ];
    const given = byName(attributes.extras, others);
    return [mixed(b, { tokens, router, fc1, fc2 }, given, attributes)];
  },
});

/** See {@link mixtureOfExperts}. */
export function mixed(
  b: GraphBuilder,
  { tokens, router, fc1, fc2 }: Experts,
  given: GivenToExperts,
  attributes: ExpertAttributes,
): TensorId {
  const [count] = b.shape(router) as readonly [number, number];
  const rows = inShape(b, tokens, [count, b.shape(tokens).at(-1) as number]);
  const { shares, experts } = routed(b, router, given.routerWeights, attributes);
  const layer = (x: TensorId, weights: TensorId, bias: TensorId | undefined, part: string) => {
    const result = b.element(x);
    const product = b.emit(pickedProduct, [x, weights, experts], { result, part });
    if (bias === undefined) return product;
    return b.emit(add, [product, b.emit(take, [bias, experts], { axis: 0 })], {});
  };
  const first = layer(rows, fc1, given.fc1Bias, "fc1");
  const third = given.fc3 === undefined ? undefined : layer(rows, given.fc3, given.fc3Bias, "fc3");
  const hidden = activated(b, first, third, attributes.activation);
  const results = layer(hidden, fc2, given.fc2Bias, "fc2");
  const share = b.emit(reshape, [shares], { shape: [...b.shape(shares), 1] });
  const parts = b.emit(multiply, [results, inType(b, share, b.element(results))], {});
  const sum = b.emit(reduceSum, [parts], { axes: [1], keepAxes: false });
  return inShape(b, sum, b.shape(tokens));
}

/** For each token the experts that it goes to, [tokens, chosen], and their shares. */
function routed(
  b: GraphBuilder,
  router: TensorId,
  others: TensorId | undefined,
  { chosen, normalized }: ExpertAttributes,
) {
  const scores = inWideType(b, "MoE", router);
  const all = others === undefined ? b.emit(softmax, [scores], { axes: [1] }) : scores;
  const best = b.emitAll(topK, [all], { k: chosen, axis: 1, largest: true });
  const [highest, experts] = best as readonly [TensorId, TensorId];
  const shares =
    others === undefined
      ? highest
      : b.emit(takeAlong, [inWideType(b, "MoE", others), experts], { axis: 1 });
  if (!normalized) return { shares, experts };
  const sum = b.emit(reduceSum, [shares], { axes: [1], keepAxes: true });
  return { shares: b.emit(divide, [shares, sum], {}), experts };
}
