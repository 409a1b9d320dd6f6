import type { TensorId } from "../../../graph/graph.ts";
import { toNumbers } from "../../../graph/tensor.ts";
import { bipolarQuant } from "../../../ops/composite/bipolar-quant.ts";
import { type CodeRange, type QuantAttributes, quant } from "../../../ops/composite/quant.ts";
import {
  LSTM_QUANTIZERS,
  type LstmQuantizer,
  type QuantLstmAttributes,
  quantLstmCell,
} from "../../../ops/composite/quant-lstm-cell.ts";
import { trunc } from "../../../ops/composite/trunc.ts";
import { floatQuantize } from "../../../ops/core/float-quantize.ts";
import { multiThreshold } from "../../../ops/core/multi-threshold.ts";
import { powerOfTwo } from "../../../ops/math/double.ts";
import { log2 } from "../../../ops/math/log.ts";
import { roundHalfEven } from "../../../ops/math/rounding.ts";
import { type RoundingMode, roundingModeOf } from "../../../ops/rounding-mode.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { qonnxLayouts } from "./channels-last.ts";
import { requiredInputs } from "./quantized-inputs.ts";

function roundingOf(
  node: NodeContext,
  otherwise: RoundingMode,
  attribute = "rounding_mode",
): RoundingMode {
  const name = node.string(attribute, otherwise);
  return roundingModeOf(name) ?? node.refuse("invalid-attribute", "a rounding mode", name);
}

/** A flag that QONNX gives no default. */
function requiredFlag(node: NodeContext, name: string): boolean {
  if (!node.has(name)) node.refuse("invalid-attribute", `attribute ${name}`, "none");
  return node.int(name, 0) !== 0;
}

/** Bit widths from 1 to 64. */
function bitsOf(node: NodeContext, input: number): readonly number[] {
  const bits = toNumbers(node.constant(input));
  const strange = bits.find((width) => !Number.isInteger(width) || width < 1 || width > 64);
  if (strange !== undefined) {
    node.refuse("invalid-attribute", "bit widths from 1 to 64", `${strange}`);
  }
  return bits;
}

/** The one value of a constant input. */
function scalarOf(node: NodeContext, input: number): number {
  const [value, ...others] = new Set(toNumbers(node.constant(input)));
  if (value !== undefined && others.length === 0) return value;
  return node.refuse("unsupported-operator", `one value as input ${input}`, "several");
}

/** The one integer of a constant input. */
function integerOf(node: NodeContext, input: number, least: number, most: number): number {
  const value = scalarOf(node, input);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const expected = `an integer from ${least} to ${most} as input ${input}`;
  return node.refuse("invalid-attribute", expected, `${value}`);
}

const lowerQuant: Lowering = (node): TensorId => {
  const attributes = {
    ...widths(node, 3),
    signed: requiredFlag(node, "signed"),
    narrow: requiredFlag(node, "narrow"),
    rounding: roundingOf(node, "ROUND"),
  };
  if (attributes.signed && attributes.bits.length > 1 && attributes.bits.includes(1)) {
    node.refuse("unsupported-operator", "signed channels of 2 bits or more", "one of 1 bit");
  }
  return node.b.emit(quant, requiredInputs(node, 3), attributes);
};

/** One bit width for all, or their tensor. */
function widths(node: NodeContext, input: number): Pick<QuantAttributes, "bits" | "bitsShape"> {
  const all = bitsOf(node, input);
  return all.every((bits) => bits === all[0])
    ? { bits: all.slice(0, 1), bitsShape: [] }
    : { bits: all, bitsShape: node.shape(input) };
}

/** One of the quantizers of a cell, whose attributes have its name in front. */
function cellQuantizer(node: NodeContext, name: LstmQuantizer, input: number): QuantAttributes {
  const narrow = name === "output_sigmoid" ? "narrow_range" : "narrow";
  return {
    ...widths(node, input),
    signed: requiredFlag(node, `${name}_signed`),
    narrow: requiredFlag(node, `${name}_${narrow}`),
    rounding: roundingOf(node, "ROUND", `${name}_rounding_mode`),
  };
}

const lowerQuantLstmCell: Lowering = (node): readonly TensorId[] => {
  const operands = requiredInputs(node, 15);
  const parameters: TensorId[] = [];
  const quantizers = LSTM_QUANTIZERS.map((name, i) => {
    parameters.push(node.input(15 + 3 * i), node.input(16 + 3 * i));
    return [name, cellQuantizer(node, name, 17 + 3 * i)] as const;
  });
  return node.b.emitAll(quantLstmCell, [...operands, ...parameters], {
    batchFirst: node.int("batch_first", 0) !== 0,
    reversed: node.int("reverse_input", 0) !== 0,
    coupled: node.int("cifg", 0) !== 0,
    quantizers: Object.fromEntries(quantizers) as QuantLstmAttributes["quantizers"],
  });
};

/** Trunc of version 1 (x, scale, zero point, in bits, out bits) or 2 (out scale before out bits). */
const lowerTrunc: Lowering = (node): TensorId => {
  const operands = requiredInputs(node, 3);
  const rounding = roundingOf(node, "FLOOR");
  if (node.inputs.length < 6) {
    const bits = integerOf(node, 4, 1, 64);
    const step = node.b.scalar("f32", powerOfTwo(integerOf(node, 3, 1, 64) - bits));
    return node.b.emit(trunc, [...operands, step], { rounding, bits });
  }
  const bits = integerOf(node, 5, 1, 64);
  const clamp: CodeRange = {
    signed: node.int("signed", 1) !== 0,
    narrow: node.int("narrow", 0) !== 0,
  };
  const inputs = [...operands, truncationStep(node), node.input(4)];
  return node.b.emit(trunc, inputs, { rounding, bits, clamp });
};

/** The power of two nearest to output scale / scale. */
function truncationStep(node: NodeContext): TensorId {
  const scales = toNumbers(node.constant(1));
  const outputs = toNumbers(node.constant(4));
  const wider = outputs.length > scales.length ? 4 : 1;
  const count = Math.max(scales.length, outputs.length);
  if (Math.min(scales.length, outputs.length) !== 1 && scales.length !== outputs.length) {
    node.refuse("shape-mismatch", `${scales.length} output scales`, `${outputs.length}`);
  }
  const steps = Array.from({ length: count }, (_, i) => {
    const scale = scales[scales.length === 1 ? 0 : i] as number;
    const output = outputs[outputs.length === 1 ? 0 : i] as number;
    const power = roundHalfEven(log2(output / scale));
    if (Math.abs(power) <= 64) return powerOfTwo(power);
    return node.refuse("invalid-attribute", "scales with a ratio of 2^-64 to 2^64", `2^${power}`);
  });
  return node.b.constant("f32", node.shape(wider), steps);
}

const lowerFloatQuant: Lowering = (node): TensorId => {
  const saturates = node.int("saturation", 1) !== 0;
  const infinite = node.int("has_inf", 0) !== 0;
  if (!saturates && !infinite && node.int("has_nan", 0) === 0) {
    node.refuse("invalid-attribute", "saturation, has_inf or has_nan", "none of them");
  }
  return node.b.emit(floatQuantize, requiredInputs(node, 2), {
    exponentBits: integerOf(node, 2, 1, 8),
    mantissaBits: integerOf(node, 3, 0, 23),
    exponentBias: integerOf(node, 4, -256, 256),
    largest: scalarOf(node, 5),
    rounding: roundingOf(node, "ROUND"),
    overflow: saturates ? "saturate" : infinite ? "infinity" : "nan",
  });
};

/** Axis of the channels where the layout is not said. */
const CHANNEL_AXIS: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 1 };
const NAMED_LEVELS: Readonly<Record<string, number>> = { BIPOLAR: 2, BINARY: 2, TERNARY: 3 };

const lowerMultiThreshold: Lowering = (node): TensorId => {
  const layout = node.string("data_layout", "");
  const stated = layout.indexOf("C");
  const type = node.string("out_dtype", "");
  const bits = Number(/^(?:SCALED|U)?INT<?(\d+)>?$/.exec(type)?.[1] ?? 0);
  return node.b.emit(multiThreshold, requiredInputs(node, 2), {
    axis: layout === "" ? (CHANNEL_AXIS[node.rank(0)] ?? 1) : Math.max(stated, stated < 0 ? 1 : 0),
    scale: node.float("out_scale", 1),
    bias: node.float("out_bias", 0),
    levels: NAMED_LEVELS[type] ?? (bits > 0 && bits <= 16 ? powerOfTwo(bits) : 0),
  });
};

/** QONNX's quantizers, under whichever of its domains. */
export const qonnx: LoweringTable = {
  ...qonnxLayouts,
  BipolarQuant: (node) => node.b.emit(bipolarQuant, requiredInputs(node, 2), {}),
  FloatQuant: lowerFloatQuant,
  IntQuant: lowerQuant,
  MultiThreshold: lowerMultiThreshold,
  Quant: lowerQuant,
  QuantLSTMCell: lowerQuantLstmCell,
  Trunc: lowerTrunc,
};
