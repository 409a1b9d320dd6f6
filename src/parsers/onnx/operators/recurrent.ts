import type { TensorId } from "../../../graph/graph.ts";
import {
  CELL_FUNCTIONS,
  type CellFunction,
  type CellFunctionName,
  defaultParameters,
} from "../../../ops/cell-functions.ts";
import { dynamicQuantizeLstm } from "../../../ops/composite/dynamic-quantize-lstm.ts";
import { gru, lstm, rnn } from "../../../ops/composite/recurrent.ts";
import type { LayerAttributesOf, LayerPart } from "../../../ops/composite/recurrent-layer.ts";
import type { LstmAttributes } from "../../../ops/core/lstm-steps.ts";
import type { CompositeOperator } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

const BY_NAME: ReadonlyMap<string, CellFunctionName> = new Map(
  CELL_FUNCTIONS.map((name) => [name.toLowerCase(), name]),
);

const DIRECTIONS: Readonly<Record<string, readonly boolean[]>> = {
  forward: [false],
  reverse: [true],
  bidirectional: [false, true],
};

function reversedOf(node: NodeContext): readonly boolean[] {
  const direction = node.string("direction", "forward");
  if (Object.hasOwn(DIRECTIONS, direction)) return DIRECTIONS[direction] as readonly boolean[];
  return node.refuse("invalid-attribute", "forward, reverse or bidirectional", direction);
}

/**
 * The functions of the cells of all directions. Each takes as many entries of `activation_alpha` and
 * `activation_beta` as it has such parameters, in order; where there are none left, its defaults.
 */
function functionsOf(
  node: NodeContext,
  defaults: readonly CellFunctionName[],
  directions: number,
): readonly CellFunction[] {
  const stated = node.strings("activations");
  const names = stated ?? Array.from({ length: directions }, () => defaults).flat();
  const alphas = [...(node.floats("activation_alpha") ?? [])];
  const betas = [...(node.floats("activation_beta") ?? [])];
  return names.map((spelled) => {
    const name = BY_NAME.get(spelled.toLowerCase());
    if (name === undefined) {
      return node.refuse("unsupported-operator", `one of ${CELL_FUNCTIONS.join(", ")}`, spelled);
    }
    const [alpha, beta] = defaultParameters(name);
    return {
      name,
      alpha: alpha === undefined ? 0 : (alphas.shift() ?? alpha),
      beta: beta === undefined ? 0 : (betas.shift() ?? beta),
    };
  });
}

const OPTIONAL: readonly LayerPart[] = ["bias", "lengths", "hidden", "cell", "peepholes"];

/** The inputs that are there, and what the optional ones are; `parameters` are required as well. */
function inputsOf(
  node: NodeContext,
  parameters: readonly number[],
): { inputs: readonly TensorId[]; optional: readonly LayerPart[] } {
  const required = [0, 1, 2, ...parameters].map((i) => node.input(i));
  const optional = OPTIONAL.filter((_, i) => node.optional(3 + i) !== undefined);
  const given = OPTIONAL.flatMap((_, i) => node.optional(3 + i) ?? []);
  return { inputs: [...required, ...given], optional };
}

/** What the layers have in common. */
function layerOf(node: NodeContext, defaults: readonly CellFunctionName[], quantized = false) {
  const reversed = reversedOf(node);
  const hidden = node.shape(2)[quantized ? 1 : 2] ?? 0;
  if (node.int("hidden_size", hidden) !== hidden) {
    const got = `${node.int("hidden_size", hidden)}`;
    node.refuse("invalid-attribute", `hidden_size ${hidden}, as the weights have it`, got);
  }
  const { inputs, optional } = inputsOf(node, quantized ? [8, 9, 10, 11] : []);
  const attributes = {
    reversed,
    functions: functionsOf(node, defaults, reversed.length),
    clip: node.float("clip", 0),
    batchFirst: node.int("layout", 0) !== 0,
    optional,
  };
  return { inputs, attributes };
}

const lowerRnn: Lowering = (node) => {
  const { inputs, attributes } = layerOf(node, ["Tanh"]);
  return node.b.emitAll(rnn, inputs, attributes);
};

const lowerGru: Lowering = (node) => {
  const { inputs, attributes } = layerOf(node, ["Sigmoid", "Tanh"]);
  const resetsProduct = node.int("linear_before_reset", 0) !== 0;
  return node.b.emitAll(gru, inputs, { ...attributes, resetsProduct });
};

function lowerLstmWith(
  operator: CompositeOperator<LayerAttributesOf<LstmAttributes>>,
  quantized: boolean,
): Lowering {
  return (node) => {
    const { inputs, attributes } = layerOf(node, ["Sigmoid", "Tanh", "Tanh"], quantized);
    const coupled = node.int("input_forget", 0) !== 0;
    return node.b.emitAll(operator, inputs, { ...attributes, coupled });
  };
}

/** Source: com.microsoft `DynamicQuantizeLSTM`. */
export const lowerDynamicQuantizeLstm = lowerLstmWith(dynamicQuantizeLstm, true);

/** Layers of recurrent cells. */
export const recurrent: LoweringTable = {
  GRU: lowerGru,
  LSTM: lowerLstmWith(lstm, false),
  RNN: lowerRnn,
};
