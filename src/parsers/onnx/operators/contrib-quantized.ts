import type { TensorId } from "../../../graph/graph.ts";
import { toNumbers } from "../../../graph/tensor.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import { qgemm } from "../../../ops/composite/qgemm.ts";
import {
  type QlinearAveragePoolAttributes,
  qlinearAveragePool,
} from "../../../ops/composite/qlinear-average-pool.ts";
import { qlinearConcat } from "../../../ops/composite/qlinear-concat.ts";
import { qlinearConv } from "../../../ops/composite/qlinear-conv.ts";
import {
  qlinearAdd,
  qlinearLeakyRelu,
  qlinearMul,
  qlinearSigmoid,
  qlinearSoftmax,
  qlinearWhere,
} from "../../../ops/composite/qlinear-elementwise.ts";
import { qlinearGlobalAveragePool } from "../../../ops/composite/qlinear-global-average-pool.ts";
import type { CompositeOperator, Tuple } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { convAttributes } from "./convolution.ts";
import { averagePoolAttributes } from "./pooling.ts";
import {
  convInputs,
  lowerDequantizeLinear,
  lowerQLinearConv,
  lowerQuantizeLinear,
} from "./quantization.ts";
import { present, requiredInputs, zeroPoint } from "./quantized-inputs.ts";
import { readWindows } from "./windows.ts";

const lowerQuantizedBinary =
  (operator: CompositeOperator<object, 8>): Lowering =>
  (node) => {
    const left = [node.input(0), node.input(1), zeroPoint(node, 2, 0)] as const;
    const right = [node.input(3), node.input(4), zeroPoint(node, 5, 3)] as const;
    const inputs = [...left, ...right, node.input(6), zeroPoint(node, 7, 0)] as const;
    return node.b.emit(operator, inputs, {});
  };

/** Codes, scale, zero point of the operand; scale, zero point of the result. */
function unaryInputs(node: NodeContext): Tuple<TensorId, 5> {
  const operand = [node.input(0), node.input(1), zeroPoint(node, 2, 0)] as const;
  return [...operand, node.input(3), zeroPoint(node, 4, 0)];
}

function lowerQuantizedUnary<A extends object>(
  operator: CompositeOperator<A, 5>,
  attributesOf: (node: NodeContext) => A,
): Lowering {
  return (node) => node.b.emit(operator, unaryInputs(node), attributesOf(node));
}

const lowerQLinearConcat: Lowering = (node) => {
  const known = (i: number) => {
    const value = node.knownConstant(i);
    return value === undefined ? `input ${i}` : toNumbers(value).join();
  };
  if (node.inputs.length < 5 || node.inputs.length % 3 !== 2) {
    const expected = "scale and zero point of the result, then three inputs an operand";
    node.refuse("malformed-model", expected, `${node.inputs.length} inputs`);
  }
  const copied: boolean[] = [];
  for (let i = 2; i < node.inputs.length; i += 3) {
    copied.push(known(i + 1) === known(0) && known(i + 2) === known(1));
  }
  return node.b.emit(qlinearConcat, node.allInputs(), { axis: node.int("axis", 0), copied });
};

const lowerQLinearWhere: Lowering = (node) =>
  node.b.emit(qlinearWhere, requiredInputs(node, 9), {});

/** Axes between batch and channels. */
function spatialAxes(node: NodeContext): readonly number[] {
  const first = node.int("channels_last", 0) === 0 ? 2 : 1;
  return Array.from({ length: node.rank(0) - 2 }, (_, i) => first + i);
}

function qlinearPoolAttributes(node: NodeContext): QlinearAveragePoolAttributes {
  const channelsLast = node.int("channels_last", 0) !== 0;
  const spatial = spatialAxes(node).map((axis) => node.shape(0)[axis] as number);
  return { ...averagePoolAttributes(node, spatial), channelsLast };
}

/** A convolution as in ONNX, but for `channels_last`: the kernel is [F, C / groups, ...] all the same. */
const lowerContribQLinearConv: Lowering = (node) => {
  if (node.int("channels_last", 0) === 0) return lowerQLinearConv(node);
  const rank = node.rank(0);
  const spatial = spatialAxes(node);
  const layout = { batch: 0, feature: rank - 1, spatial };
  const sizes = spatial.map((axis) => node.shape(0)[axis] as number);
  const { padLow, padHigh } = readWindows(node, sizes, node.shape(3).slice(2));
  const attributes = { ...convAttributes(node, 0, 3), data: layout, output: layout };
  return node.b.emit(qlinearConv, convInputs(node), { ...attributes, padLow, padHigh });
};

const lowerQGemm: Lowering = (node) => {
  const scale = node.optional(7);
  const bias = present(node, 6);
  const operands = [...requiredInputs(node, 6), ...bias];
  const attributes = {
    alpha: node.float("alpha", 1),
    transposeA: node.int("transA", 0) !== 0,
    transposeB: node.int("transB", 0) !== 0,
    biased: bias.length > 0,
  };
  if (scale === undefined) return node.b.emit(qgemm, operands, attributes);
  const zero = zeroPoint(node, 8, 0);
  return node.b.emit(qgemm, [...operands, scale, zero], {
    ...attributes,
    codes: node.b.element(zero),
  });
};

/** Before opset 13 all axes from `axis` on are one line. */
const lowerQLinearSoftmax: Lowering = (node) => {
  const rank = node.rank(0);
  const first = normalizeAxis("QLinearSoftmax", node.int("axis", -1), rank);
  const axes =
    node.int("opset", 13) >= 13
      ? [first]
      : Array.from({ length: rank - first }, (_, i) => first + i);
  return node.b.emit(qlinearSoftmax, unaryInputs(node), { axes });
};

/** onnxruntime's operators on codes. */
export const contribQuantized: LoweringTable = {
  DequantizeLinear: lowerDequantizeLinear,
  QGemm: lowerQGemm,
  QLinearAdd: lowerQuantizedBinary(qlinearAdd),
  QLinearAveragePool: lowerQuantizedUnary(qlinearAveragePool, qlinearPoolAttributes),
  QLinearConcat: lowerQLinearConcat,
  QLinearConv: lowerContribQLinearConv,
  QLinearGlobalAveragePool: lowerQuantizedUnary(qlinearGlobalAveragePool, (node) => ({
    axes: spatialAxes(node),
  })),
  QLinearLeakyRelu: lowerQuantizedUnary(qlinearLeakyRelu, (node) => ({
    alpha: node.float("alpha", Math.fround(0.01)),
  })),
  QLinearMul: lowerQuantizedBinary(qlinearMul),
  QLinearSigmoid: lowerQuantizedUnary(qlinearSigmoid, () => ({})),
  QLinearSoftmax: lowerQLinearSoftmax,
  QLinearWhere: lowerQLinearWhere,
  QuantizeLinear: lowerQuantizeLinear,
};
