import { type ElementType, elementBits } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { biasedGelu } from "../../../ops/composite/biased-gelu.ts";
import { fusedMatMul } from "../../../ops/composite/fused-matmul.ts";
import { gelu, swish } from "../../../ops/composite/gates.ts";
import { matMulBnb4 } from "../../../ops/composite/matmul-bnb4.ts";
import {
  dynamicQuantizeMatMul,
  matMulIntegerToFloat,
} from "../../../ops/composite/matmul-integer-to-float.ts";
import { matMulNBits } from "../../../ops/composite/matmul-nbits.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { inverse } from "../../../ops/leaf/matrix.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { contribAttention } from "./contrib-attention.ts";
import { contribExperts } from "./contrib-experts.ts";
import { contribFused } from "./contrib-fused.ts";
import { contribNormalization } from "./contrib-normalization.ts";
import { contribQuantized } from "./contrib-quantized.ts";
import { lowerGatherBlockQuantized } from "./gather-block-quantized.ts";
import { PACKED_CODES, unpackedCodes } from "./packed-weights.ts";
import { present, requiredInputs, zeroPoint } from "./quantized-inputs.ts";
import { lowerDynamicQuantizeLstm } from "./recurrent.ts";
import { lowerGridSample } from "./vision.ts";

const lowerMatMulNBits: Lowering = (node) => {
  const bits = node.int("bits", 4);
  const element = PACKED_CODES[bits];
  if (element === undefined || node.int("weight_prepacked", 0) !== 0) {
    return node.refuse("unsupported-operator", "plain weights of 2, 4 or 8 bits", `${bits} bits`);
  }
  if (node.optional(4) !== undefined) {
    node.refuse("unsupported-operator", "MatMulNBits without g_idx", "a permutation of K");
  }
  const [length, outputs, blockSize] = [size(node, "K"), size(node, "N"), size(node, "block_size")];
  const codes = unpackedCodes(node, 1, element, [outputs, length]);
  const zeroPoints = blockZeroPoints(node, element, [outputs, Math.ceil(length / blockSize)]);
  const inputs = [node.input(0), codes, node.input(2), zeroPoints, ...present(node, 5)];
  return node.b.emit(matMulNBits, inputs, { blockSize });
};

/** A size that the operator requires as an attribute. */
function size(node: NodeContext, name: string): number {
  const value = node.int(name, 0);
  return value > 0 ? value : node.refuse("invalid-attribute", `${name} of 1 or more`, `${value}`);
}

const lowerMatMulBnb4: Lowering = (node) => {
  const table = (["fp4", "nf4"] as const)[node.int("quant_type", -1)];
  if (table === undefined || node.int("transB", 1) === 0) {
    const got = `quant_type ${node.int("quant_type", -1)}, transB ${node.int("transB", 1)}`;
    return node.refuse("unsupported-operator", "quant_type 0 or 1 and transB 1", got);
  }
  const [length, outputs, blockSize] = [size(node, "K"), size(node, "N"), size(node, "block_size")];
  const row = unpackedCodes(node, 1, "u4", [1, outputs * length], "high first");
  const codes = node.b.emit(reshape, [row], { shape: [outputs * length] });
  const attributes = { table, outputs, length, blockSize };
  return node.b.emit(matMulBnb4, [node.input(0), codes, node.input(2)], attributes);
};

const lowerFusedMatMul: Lowering = (node) => {
  const turn = (side: "A" | "B") => ({
    batch: node.int(`transBatch${side}`, 0) !== 0,
    matrix: node.int(`trans${side}`, 0) !== 0,
  });
  const attributes = { alpha: node.float("alpha", 1), lhs: turn("A"), rhs: turn("B") };
  return node.b.emit(fusedMatMul, [node.input(0), node.input(1)], attributes);
};

const lowerMatMulIntegerToFloat: Lowering = (node) => {
  const operands = requiredInputs(node, 4);
  const zeros = [zeroPoint(node, 4, 0), zeroPoint(node, 5, 1)];
  return node.b.emit(matMulIntegerToFloat, [...operands, ...zeros, ...present(node, 6)], {});
};

const lowerDynamicQuantizeMatMul: Lowering = (node) => {
  const operands = requiredInputs(node, 3);
  const zero = zeroPoint(node, 3, 1);
  return node.b.emit(dynamicQuantizeMatMul, [...operands, zero, ...present(node, 4)], {});
};

/** Zero points of the blocks: half the range where there are none, packed codes or floats. */
function blockZeroPoints(
  node: NodeContext,
  element: ElementType,
  shape: readonly [number, number],
): TensorId {
  if (node.optional(3) === undefined) {
    return node.b.scalar(element, 1 << (elementBits(element) - 1));
  }
  return node.element(3) === "u8" ? unpackedCodes(node, 3, element, shape) : node.input(3);
}

const lowerFastGelu: Lowering = (node) => {
  const bias = node.optional(1);
  return bias === undefined
    ? node.b.emit(gelu, [node.input(0)], { approximate: "tanh" })
    : node.b.emit(biasedGelu, [node.input(0), bias], { approximate: "tanh" });
};

/** onnxruntime's own operators. */
export const contrib: LoweringTable = {
  ...contribAttention,
  ...contribExperts,
  ...contribFused,
  ...contribNormalization,
  ...contribQuantized,
  BiasGelu: (node) =>
    node.b.emit(biasedGelu, [node.input(0), node.input(1)], { approximate: "none" }),
  DynamicQuantizeLSTM: lowerDynamicQuantizeLstm,
  DynamicQuantizeMatMul: lowerDynamicQuantizeMatMul,
  FastGelu: lowerFastGelu,
  FusedMatMul: lowerFusedMatMul,
  Gelu: (node) => node.b.emit(gelu, [node.input(0)], { approximate: "none" }),
  GridSample: lowerGridSample,
  Inverse: (node) => node.b.emit(inverse, [node.input(0)], {}),
  GatherBlockQuantized: lowerGatherBlockQuantized,
  MatMulBnb4: lowerMatMulBnb4,
  MatMulIntegerToFloat: lowerMatMulIntegerToFloat,
  MatMulNBits: lowerMatMulNBits,
  QuickGelu: (node) =>
    node.b.emit(swish, [node.input(0)], { alpha: node.float("alpha", Math.fround(1.702)) }),
  TransposeMatMul: lowerFusedMatMul,
};
