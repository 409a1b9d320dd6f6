import {
  EMBED_EXTRAS,
  type EmbedExtra,
  embedLayerNormalization,
} from "../../../ops/composite/embed-layer-normalization.ts";
import {
  skipLayerNormalization,
  skipRmsNormalization,
} from "../../../ops/composite/skip-normalization.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { lowerSimplifiedLayerNormalization, withoutStatistics } from "./normalization.ts";
import { present, requiredInputs } from "./quantized-inputs.ts";

function epsilonOf(node: NodeContext): number {
  return node.float("epsilon", Math.fround(1e-12));
}

const lowerSkipLayerNormalization: Lowering = (node) => {
  const inputs = [...requiredInputs(node, 3), ...present(node, 3), ...present(node, 4)];
  const attributes = { epsilon: epsilonOf(node), biased: node.optional(4) !== undefined };
  return node.b.emitAll(skipLayerNormalization, inputs, attributes);
};

const lowerSkipRmsNormalization: Lowering = (node) => {
  withoutStatistics(node, [1, 2]);
  const inputs = [...requiredInputs(node, 3), ...present(node, 3)];
  const attributes = { epsilon: epsilonOf(node), biased: node.optional(3) !== undefined };
  const [result, sum] = node.b.emitAll(skipRmsNormalization, inputs, attributes) as [
    number,
    number,
  ];
  return [result, result, result, sum];
};

/** Input of each optional tensor of EmbedLayerNormalization. */
const EMBED: Readonly<Record<EmbedExtra, number>> = {
  segments: 1,
  segmentTable: 4,
  mask: 7,
  places: 8,
};

const lowerEmbedLayerNormalization: Lowering = (node) => {
  const extras = EMBED_EXTRAS.filter((name) => node.optional(EMBED[name]) !== undefined);
  const tables = [node.input(0), node.input(2), node.input(3)];
  const others = extras.map((name) => node.input(EMBED[name]));
  const inputs = [...tables, ...others, node.input(5), node.input(6)];
  return node.b.emitAll(embedLayerNormalization, inputs, { extras, epsilon: epsilonOf(node) });
};

/** onnxruntime's fused normalisations. */
export const contribNormalization: LoweringTable = {
  EmbedLayerNormalization: lowerEmbedLayerNormalization,
  SimplifiedLayerNormalization: lowerSimplifiedLayerNormalization,
  SkipLayerNormalization: lowerSkipLayerNormalization,
  SkipSimplifiedLayerNormalization: lowerSkipRmsNormalization,
};
