import { toNumbers } from "../../../graph/tensor.ts";
import {
  GROUP_QUERY_EXTRAS,
  type GroupQueryExtra,
  groupQueryAttention,
} from "../../../ops/composite/group-query-attention.ts";
import {
  MULTI_HEAD_EXTRAS,
  multiHeadAttention,
} from "../../../ops/composite/multi-head-attention.ts";
import {
  PROJECTED_EXTRAS,
  type ProjectedAttributes,
  projectedAttention,
  qAttention,
} from "../../../ops/composite/projected-attention.ts";
import { rotaryEmbedding } from "../../../ops/composite/rotary-embedding.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { headCount, lowerCausalConv, lowerLinearAttention, scaleOf } from "./attention.ts";
import { present, requiredInputs, zeroPoint } from "./quantized-inputs.ts";

/** @throws {AceError} `unsupported-operator` where an input is there that changes the meaning */
function without(node: NodeContext, inputs: Readonly<Record<number, string>>): void {
  for (const [index, name] of Object.entries(inputs)) {
    if (node.optional(Number(index)) !== undefined) {
      node.refuse("unsupported-operator", `no ${name}`, "one");
    }
  }
}

/** @throws {AceError} `unsupported-operator` where an attribute is not 0 */
function withoutModes(node: NodeContext, names: readonly string[]): void {
  for (const name of names) {
    const value = node.int(name, 0);
    if (value !== 0) node.refuse("unsupported-operator", `${name} of 0`, `${value}`);
  }
}

function maskingOf(node: NodeContext) {
  return {
    filter: node.float("mask_filter_value", -10000),
    causal: node.int("unidirectional", 0) !== 0,
  };
}

const lowerMultiHeadAttention: Lowering = (node) => {
  without(node, { 8: "past_sequence_length", 9: "cache_indirection" });
  return node.b.emitAll(multiHeadAttention, [node.input(0), ...from(node, 1, 7)], {
    extras: MULTI_HEAD_EXTRAS.filter((_, i) => node.optional(1 + i) !== undefined),
    heads: headCount(node, "num_heads"),
    ...scaleOf(node),
    ...maskingOf(node),
  });
};

/** Those of the inputs from `first` to `last` that are there. */
function from(node: NodeContext, first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, i) => present(node, first + i)).flat();
}

/** What both attentions with weights of their own have in common. */
function projectedAttributes(
  node: NodeContext,
  extras: ProjectedAttributes["extras"],
  biased: boolean,
): ProjectedAttributes {
  withoutModes(node, ["past_present_share_buffer", "do_rotary"]);
  const widths = node.ints("qkv_hidden_sizes");
  return {
    extras,
    heads: headCount(node, "num_heads"),
    ...scaleOf(node),
    ...(widths === undefined ? {} : { widths }),
    biased,
    keeps: (node.outputs[1] ?? "") !== "",
    ...maskingOf(node),
  };
}

const lowerProjectedAttention: Lowering = (node) => {
  without(node, { 6: "past_sequence_length" });
  const extras = PROJECTED_EXTRAS.filter((_, i) => node.optional(3 + i) !== undefined);
  const inputs = [node.input(0), node.input(1), ...from(node, 2, 5)];
  const biased = node.optional(2) !== undefined;
  return node.b.emitAll(projectedAttention, inputs, projectedAttributes(node, extras, biased));
};

const lowerQAttention: Lowering = (node) => {
  const [x, weights, bias, xScale, weightScale] = requiredInputs(node, 5);
  const zeros = [zeroPoint(node, 6, 0), zeroPoint(node, 7, 1)];
  const projection = [x, weights, xScale, weightScale, ...zeros, bias];
  const extras = PROJECTED_EXTRAS.filter((name) => node.optional(QATTENTION[name]) !== undefined);
  const inputs = [...projection, ...extras.map((name) => node.input(QATTENTION[name]))];
  return node.b.emitAll(qAttention, inputs, projectedAttributes(node, extras, true));
};

/** Where QAttention has its optional inputs; it has no bias of the scores. */
const QATTENTION = { mask: 5, past: 8, scoreBias: -1 } as const;

/** Input of each optional tensor of GroupQueryAttention. */
const GROUP_QUERY: Readonly<Record<GroupQueryExtra, number>> = {
  key: 1,
  value: 2,
  pastKey: 3,
  pastValue: 4,
  cosines: 7,
  sines: 8,
  places: 9,
  scoreBias: 10,
  sink: 11,
};

/** @throws {AceError} `unsupported-operator` for a quantized or a wrapping cache, and norms inside */
function checkGroupQuery(node: NodeContext): void {
  without(node, {
    12: "k_scale",
    13: "v_scale",
    14: "q_norm_weight",
    15: "k_norm_weight",
    16: "query_seqlens",
  });
  withoutModes(node, ["sliding_window_cache"]);
  for (const name of ["k_quant_type", "v_quant_type"]) {
    const type = node.string(name, "NONE");
    if (type !== "NONE") node.refuse("unsupported-operator", `${name} of NONE`, type);
  }
}

/** Keys of all calls; without earlier ones, or in the first call, as many as there are queries. */
function totalOf(node: NodeContext): number {
  const [total] = toNumbers(node.constant(6));
  const rows = node.shape(0)[1] as number;
  if (total === undefined || total < rows || (total > rows && node.optional(3) === undefined)) {
    const expected = `total_sequence_length of ${rows}, or more with past keys`;
    return node.refuse("malformed-model", expected, `${total}`);
  }
  return total;
}

const lowerGroupQueryAttention: Lowering = (node) => {
  checkGroupQuery(node);
  const rotary = node.int("do_rotary", 0) !== 0;
  const isUsed = (name: GroupQueryExtra) =>
    rotary || !(name === "cosines" || name === "sines" || name === "places");
  const extras = GROUP_QUERY_EXTRAS.filter(
    (name) => isUsed(name) && node.optional(GROUP_QUERY[name]) !== undefined,
  );
  const causal = node.int("causal", 1) !== 0;
  const window = node.int("local_window_size", -1);
  const others = extras.map((name) => node.input(GROUP_QUERY[name]));
  return node.b.emitAll(groupQueryAttention, [node.input(0), node.input(5), ...others], {
    extras,
    heads: { query: headCount(node, "num_heads"), key: headCount(node, "kv_num_heads") },
    ...scaleOf(node),
    softcap: node.float("softcap", 0),
    reach: { left: window > 0 ? window - 1 : -1, right: causal ? 0 : -1 },
    total: totalOf(node),
    interleaved: node.int("rotary_interleaved", 0) !== 0,
    smooth: node.int("smooth_softmax", 0) === 1,
    shows: node.int("qk_output", 0) === 2 ? "shares" : "scores",
  });
};

/** Inputs are in another order than in ONNX; one place is that of the first word of all. */
const lowerRotaryEmbedding: Lowering = (node) => {
  withoutModes(node, ["is_packed_batching"]);
  const scale = node.float("scale", 1);
  if (scale !== 1) node.refuse("unsupported-operator", "a scale of 1", `${scale}`);
  const [x, places, cosines, sines] = requiredInputs(node, 4);
  const size = node.int("rotary_embedding_dim", 0);
  const width = node.shape(0).at(-1) as number;
  const stated = node.int("num_heads", 0);
  const heads = stated > 0 ? stated : width / (2 * (node.shape(2)[1] as number));
  return node.b.emit(rotaryEmbedding, [x, cosines, sines, places], {
    ...(node.rank(0) === 3 ? { heads } : {}),
    size,
    interleaved: node.int("interleaved", 0) !== 0,
  });
};

/** ONNX's operator, where nothing is asked for that only onnxruntime has. */
const lowerContribLinearAttention: Lowering = (node) => {
  withoutModes(node, ["state_window"]);
  return lowerLinearAttention(node);
};

const lowerContribCausalConv: Lowering = (node) => {
  const [rank, dilation] = [node.int("ndim", 1), node.int("dilation", 1)];
  if (rank !== 1 || dilation !== 1) {
    node.refuse("unsupported-operator", "ndim 1 and dilation 1", `${rank} and ${dilation}`);
  }
  withoutModes(node, [
    "channels_last",
    "state_window",
    "state_update_capacity",
    "state_length",
    "input_channel_offset",
    "input_channels",
  ]);
  return lowerCausalConv(node);
};

/** onnxruntime's attention. */
export const contribAttention: LoweringTable = {
  Attention: lowerProjectedAttention,
  CausalConvWithState: lowerContribCausalConv,
  GroupQueryAttention: lowerGroupQueryAttention,
  LinearAttention: lowerContribLinearAttention,
  MultiHeadAttention: lowerMultiHeadAttention,
  QAttention: lowerQAttention,
  RotaryEmbedding: lowerRotaryEmbedding,
};
