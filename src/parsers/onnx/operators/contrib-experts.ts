import type { TensorId } from "../../../graph/graph.ts";
import type { ExpertActivation } from "../../../ops/composite/expert-activation.ts";
import {
  EXPERT_EXTRAS,
  type ExpertAttributes,
  type ExpertExtra,
  mixtureOfExperts,
} from "../../../ops/composite/mixture-of-experts.ts";
import { quantizedExperts } from "../../../ops/composite/quantized-experts.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { PACKED_CODES, unpackedCodes } from "./packed-weights.ts";

/** Where the layers and their biases are among the inputs; a bias is the last input of its layer. */
interface Layout {
  readonly layers: readonly [number, number, number];
  readonly extras: Readonly<Partial<Record<ExpertExtra, number>>>;
}

const MOE: Layout = {
  layers: [2, 4, 6],
  extras: { fc1Bias: 3, fc2Bias: 5, fc3: 6, fc3Bias: 7 },
};
const QMOE: Layout = {
  layers: [2, 5, 8],
  extras: { fc1Bias: 4, fc2Bias: 7, fc3: 8, fc3Bias: 10, routerWeights: 14 },
};

function activationOf(node: NodeContext): ExpertActivation {
  const kind = node.string("activation_type", "relu");
  switch (kind) {
    case "relu":
    case "gelu":
    case "silu":
    case "identity":
      return { kind };
    case "swiglu":
      return swigluOf(node);
    default:
      return node.refuse("unsupported-operator", "an activation that is known", kind);
  }
}

const LAYOUTS = ["apart", "interleaved", "halves"] as const;

function swigluOf(node: NodeContext): ExpertActivation {
  const layout = LAYOUTS[node.int("swiglu_fusion", 0)];
  if (layout === undefined || node.int("swiglu_limit_after_activation", 0) !== 0) {
    const got = `swiglu_fusion ${node.int("swiglu_fusion", 0)}`;
    return node.refuse("unsupported-operator", "swiglu with its limit before the gate", got);
  }
  return {
    kind: "swiglu",
    alpha: node.float("activation_alpha", 1),
    beta: node.float("activation_beta", 0),
    ...(node.has("swiglu_limit") ? { limit: node.float("swiglu_limit", 0) } : {}),
    layout,
  };
}

/** @throws {AceError} `unsupported-operator` where it is not said what is done with the third layer */
function expertAttributes(node: NodeContext, { extras, layers }: Layout): ExpertAttributes {
  if (node.int("use_sparse_mixer", 0) !== 0) {
    node.refuse("unsupported-operator", "no sparse mixer", "one");
  }
  const activation = activationOf(node);
  const apart = activation.kind === "swiglu" && activation.layout === "apart";
  if (apart !== (node.optional(layers[2]) !== undefined)) {
    const expected = "a third layer for swiglu that is not fused, and for nothing else";
    node.refuse("unsupported-operator", expected, activation.kind);
  }
  return {
    extras: EXPERT_EXTRAS.filter((name) => {
      const input = extras[name];
      return input !== undefined && node.optional(input) !== undefined;
    }),
    chosen: node.int("k", 1),
    normalized: node.int("normalize_routing_weights", 0) !== 0,
    activation,
  };
}

const lowerMoE: Lowering = (node) => {
  const attributes = expertAttributes(node, MOE);
  const others = attributes.extras.map((name) => node.input(MOE.extras[name] as number));
  const inputs = [node.input(0), node.input(1), node.input(2), node.input(4), ...others];
  return node.b.emit(mixtureOfExperts, inputs, attributes);
};

/** The weights as they are stored for onnxruntime's CPU kernel, which is what -1 means there. */
const lowerQMoE: Lowering = (node) => {
  const type = node.string("quant_type", "int");
  if (type !== "int" || node.int("weights_prepacked", -1) > 0) {
    node.refuse("unsupported-operator", "plain integer weights", `${type}, or prepacked`);
  }
  const attributes = expertAttributes(node, QMOE);
  const blockSize = Math.max(0, node.int("block_size", 0));
  const layer = (index: 0 | 1 | 2) => layerOf(node, index, blockSize);
  const others = attributes.extras.flatMap((name) =>
    name === "fc3" ? layer(2) : [node.input(QMOE.extras[name] as number)],
  );
  const inputs = [node.input(0), node.input(1), ...layer(0), ...layer(1), ...others];
  return node.b.emit(quantizedExperts, inputs, { ...attributes, blockSize });
};

/** First of the zero points. */
const ZEROS = 11;

/** Codes [experts, outputs, inputs] of a layer, its scales, and its zero points, half the range at least. */
function layerOf(node: NodeContext, index: 0 | 1 | 2, blockSize: number): readonly TensorId[] {
  const bits = node.int(`fc${index + 1}_expert_weight_bits`, node.int("expert_weight_bits", 4));
  const element = PACKED_CODES[bits];
  if (element === undefined) {
    return node.refuse("unsupported-operator", "weights of 2, 4 or 8 bits", `${bits}`);
  }
  const input = QMOE.layers[index];
  const [experts, rows, bytes] = node.shape(input) as readonly [number, number, number];
  const length = (bytes * 8) / bits;
  const codes = unpackedCodes(node, input, element, [experts * rows, length]);
  const matrices = node.b.emit(reshape, [codes], { shape: [experts, rows, length] });
  const scales = node.input(input + 1);
  if (node.optional(ZEROS + index) === undefined) {
    return [matrices, scales, node.b.scalar(element, 2 ** (bits - 1))];
  }
  const blocks = Math.ceil(length / blockSize);
  const shape = blockSize === 0 ? ([experts, rows] as const) : ([experts * rows, blocks] as const);
  return [matrices, scales, unpackedCodes(node, ZEROS + index, element, shape)];
}

/** Mixtures of experts. */
export const contribExperts: LoweringTable = {
  MoE: lowerMoE,
  QMoE: lowerQMoE,
};
