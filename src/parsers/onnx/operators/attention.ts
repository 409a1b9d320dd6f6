import { type FloatType, isFloat } from "../../../graph/element-type.ts";
import {
  ATTENTION_EXTRAS,
  type AttentionAttributes,
  type AttentionExtra,
  attention,
} from "../../../ops/composite/attention.ts";
import { causalConv } from "../../../ops/composite/causal-conv.ts";
import {
  LINEAR_ATTENTION_EXTRAS,
  type LinearAttentionExtra,
  linearAttention,
} from "../../../ops/composite/linear-attention.ts";
import { rotaryEmbedding } from "../../../ops/composite/rotary-embedding.ts";
import { swiglu } from "../../../ops/composite/swiglu.ts";
import { elementTypeOf } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { present } from "./quantized-inputs.ts";

/** First of the optional inputs. */
const MASK = 3;

const SHOWN = ["scores", "capped", "biased", "shares"] as const;

/** The float type that `softmax_precision` asks for. */
export function softmaxType(node: NodeContext, otherwise: FloatType): FloatType {
  const number = node.int("softmax_precision", -1);
  if (number === -1) return otherwise;
  const element = elementTypeOf(number);
  if (element !== undefined && isFloat(element)) return element;
  return node.refuse("invalid-attribute", "a softmax_precision that is a float type", `${number}`);
}

/** A bound of the window, -1 where there is none; it exists from opset 25 on. */
function windowSize(node: NodeContext, name: string): number {
  const size = node.version < 25 ? -1 : node.int(name, -1);
  if (size >= -1) return size;
  return node.refuse("invalid-attribute", `${name} of -1 or more`, `${size}`);
}

/** Heads of inputs of rank 3. */
function headsOf(node: NodeContext): Pick<AttentionAttributes, "heads"> {
  if (node.rank(0) !== 3) return {};
  return {
    heads: { query: headCount(node, "q_num_heads"), key: headCount(node, "kv_num_heads") },
  };
}

function extrasOf(node: NodeContext): readonly AttentionExtra[] {
  const extras = ATTENTION_EXTRAS.filter((_, i) => node.optional(MASK + i) !== undefined);
  const [key, value, lengths] = ["pastKey", "pastValue", "lengths"].map((name) =>
    extras.some((extra) => extra === name),
  );
  if (key === value && !(key && lengths)) return extras;
  const expected = "past_key with past_value and without nonpad_kv_seqlen";
  return node.refuse("malformed-model", expected, extras.join(", "));
}

const lowerAttention: Lowering = (node) => {
  const operands = [node.input(0), node.input(1), node.input(2)];
  const mode = SHOWN[node.int("qk_matmul_output_mode", 0)];
  if (mode === undefined) {
    const got = `${node.int("qk_matmul_output_mode", 0)}`;
    return node.refuse("invalid-attribute", "a qk_matmul_output_mode from 0 to 3", got);
  }
  const right = windowSize(node, "right_window_size");
  return node.b.emitAll(
    attention,
    [...operands, ...ATTENTION_EXTRAS.flatMap((_, i) => present(node, MASK + i))],
    {
      ...headsOf(node),
      ...(node.has("scale") ? { scale: node.float("scale", 1) } : {}),
      extras: extrasOf(node),
      softcap: node.float("softcap", 0),
      reach: {
        left: windowSize(node, "left_window_size"),
        right: node.int("is_causal", 0) === 0 ? right : 0,
      },
      padsMask: node.version >= 24,
      precision: softmaxType(node, node.element(0) as FloatType),
      shows: mode,
    },
  );
};

/** Scale of scores, where 0 stands for the default. */
export function scaleOf(node: NodeContext): { readonly scale?: number } {
  const scale = node.float("scale", 0);
  return scale === 0 ? {} : { scale };
}

const UPDATE_RULES: Readonly<Record<string, readonly LinearAttentionExtra[]>> = {
  linear: [],
  gated: ["decay"],
  delta: ["rate"],
  gated_delta: ["decay", "rate"],
};

export const lowerLinearAttention: Lowering = (node) => {
  const operands = [node.input(0), node.input(1), node.input(2)];
  const extras = LINEAR_ATTENTION_EXTRAS.filter((_, i) => node.optional(3 + i) !== undefined);
  const rule = node.string("update_rule", "gated_delta");
  const needed = UPDATE_RULES[rule];
  if (needed?.join() !== extras.filter((name) => name !== "past").join()) {
    const expected = "an update_rule with its decay and beta";
    node.refuse("malformed-model", expected, `${rule} with ${extras.join(" and ") || "neither"}`);
  }
  return node.b.emitAll(
    linearAttention,
    [...operands, ...[3, 4, 5].flatMap((i) => present(node, i))],
    {
      extras,
      heads: { query: headCount(node, "q_num_heads"), key: headCount(node, "kv_num_heads") },
      ...scaleOf(node),
    },
  );
};

/** @throws {AceError} `invalid-attribute` where the attribute is absent or not positive */
export function headCount(node: NodeContext, name: string): number {
  const count = node.int(name, 0);
  return count > 0 ? count : node.refuse("invalid-attribute", `${name} of 1 or more`, `${count}`);
}

const lowerRotaryEmbedding: Lowering = (node) =>
  node.b.emit(rotaryEmbedding, node.allInputs(), {
    ...(node.rank(0) === 3 ? { heads: headCount(node, "num_heads") } : {}),
    size: node.int("rotary_embedding_dim", 0),
    interleaved: node.int("interleaved", 0) !== 0,
  });

export const lowerCausalConv: Lowering = (node) => {
  const activation = node.string("activation", "none");
  if (!["none", "silu", "swish"].includes(activation)) {
    node.refuse("invalid-attribute", "the activation none, silu or swish", activation);
  }
  const inputs = [node.input(0), node.input(1), ...present(node, 2), ...present(node, 3)];
  return node.b.emitAll(causalConv, inputs, {
    biased: node.optional(2) !== undefined,
    continued: node.optional(3) !== undefined,
    gated: activation !== "none",
  });
};

const lowerSwiglu: Lowering = (node) =>
  node.b.emit(swiglu, [node.input(0), node.input(1)], { alpha: node.float("alpha", 1) });

/** Attention and what goes with it. */
export const attentions: LoweringTable = {
  Attention: lowerAttention,
  CausalConvWithState: lowerCausalConv,
  LinearAttention: lowerLinearAttention,
  RotaryEmbedding: lowerRotaryEmbedding,
  SwiGLU: lowerSwiglu,
};
