import { batchNormalization } from "./composite/batch-normalization.ts";
import { biasedGelu } from "./composite/biased-gelu.ts";
import { bipolarQuant } from "./composite/bipolar-quant.ts";
import { biasedConv } from "./composite/conv.ts";
import { convTranspose } from "./composite/conv-transpose.ts";
import { depthToSpace, spaceToDepth } from "./composite/depth-to-space.ts";
import { dynamicQuantizeLinear } from "./composite/dynamic-quantize-linear.ts";
import { einsum } from "./composite/einsum.ts";
import * as exponentialUnits from "./composite/exponential-units.ts";
import { fusedMatMul } from "./composite/fused-matmul.ts";
import * as gates from "./composite/gates.ts";
import { gemm } from "./composite/gemm.ts";
import { groupNormalization, instanceNormalization } from "./composite/group-normalization.ts";
import { convInteger, matMulInteger } from "./composite/integer-contractions.ts";
import { layerNormalization, rmsNormalization } from "./composite/layer-normalization.ts";
import { matMul } from "./composite/matmul.ts";
import {
  dynamicQuantizeMatMul,
  matMulIntegerToFloat,
} from "./composite/matmul-integer-to-float.ts";
import { matMulNBits } from "./composite/matmul-nbits.ts";
import * as pools from "./composite/pools.ts";
import { mixedPow } from "./composite/pow.ts";
import { qgemm } from "./composite/qgemm.ts";
import { qlinearAveragePool } from "./composite/qlinear-average-pool.ts";
import { qlinearConcat } from "./composite/qlinear-concat.ts";
import { qlinearConv } from "./composite/qlinear-conv.ts";
import * as qlinear from "./composite/qlinear-elementwise.ts";
import { qlinearGlobalAveragePool } from "./composite/qlinear-global-average-pool.ts";
import { qlinearMatMul } from "./composite/qlinear-matmul.ts";
import { quant } from "./composite/quant.ts";
import { quantLstmCell } from "./composite/quant-lstm-cell.ts";
import * as rectifiers from "./composite/rectifiers.ts";
import * as reductions from "./composite/reductions.ts";
import * as simpleNormalizations from "./composite/simple-normalizations.ts";
import * as softmaxes from "./composite/softmax.ts";
import { split } from "./composite/split.ts";
import { tile } from "./composite/tile.ts";
import { trunc } from "./composite/trunc.ts";
import * as variadic from "./composite/variadic.ts";
import * as arithmetic from "./core/arithmetic.ts";
import { bitcast } from "./core/bitcast.ts";
import { borderPad } from "./core/border-pad.ts";
import { broadcast } from "./core/broadcast.ts";
import * as classification from "./core/classification.ts";
import { clip } from "./core/clip.ts";
import * as comparison from "./core/comparison.ts";
import { concatenate } from "./core/concatenate.ts";
import { conv } from "./core/conv.ts";
import { convert } from "./core/convert.ts";
import { dequantize } from "./core/dequantize.ts";
import { dotGeneral } from "./core/dot-general.ts";
import { floatQuantize } from "./core/float-quantize.ts";
import * as logic from "./core/logic.ts";
import { multiThreshold } from "./core/multi-threshold.ts";
import { oneHot } from "./core/one-hot.ts";
import { optimizationBarrier } from "./core/optimization-barrier.ts";
import { pad } from "./core/pad.ts";
import { power } from "./core/power.ts";
import { quantize } from "./core/quantize.ts";
import { reduceMaximum, reduceMinimum, reduceProduct, reduceSum } from "./core/reduce.ts";
import { reduceWindowMaximum, reduceWindowMinimum, reduceWindowSum } from "./core/reduce-window.ts";
import { reshape } from "./core/reshape.ts";
import { resizeNearest } from "./core/resize-nearest.ts";
import { reverseSequence } from "./core/reverse-sequence.ts";
import * as rounding from "./core/rounding.ts";
import { scatterAlong, scatterND } from "./core/scatter.ts";
import { select } from "./core/select.ts";
import { slice } from "./core/slice.ts";
import { gatherND, take, takeAlong } from "./core/take.ts";
import { tensorScatter } from "./core/tensor-scatter.ts";
import * as transcendental from "./core/transcendental.ts";
import { transpose } from "./core/transpose.ts";
import { triangle } from "./core/triangle.ts";
import * as argExtremes from "./leaf/arg-extreme.ts";
import * as cumulatives from "./leaf/cumulative.ts";
import { hardmax } from "./leaf/hardmax.ts";
import { localResponseNormalization } from "./leaf/local-response-normalization.ts";
import { maxPoolWithIndices } from "./leaf/max-pool-with-indices.ts";
import { opaque } from "./leaf/opaque.ts";
import { resize } from "./leaf/resize.ts";
import { topK } from "./leaf/top-k.ts";
import type { AnyOperator } from "./operator.ts";

/** Every operator there is: a new one is a file and a line here. */
export const OPERATORS: readonly AnyOperator[] = [
  ...Object.values(arithmetic),
  ...Object.values(classification),
  ...Object.values(comparison),
  ...Object.values(logic),
  ...Object.values(rounding),
  bitcast,
  borderPad,
  ...Object.values(transcendental),
  broadcast,
  clip,
  concatenate,
  conv,
  convert,
  dequantize,
  dotGeneral,
  gatherND,
  floatQuantize,
  multiThreshold,
  optimizationBarrier,
  oneHot,
  pad,
  power,
  quantize,
  reduceMaximum,
  reduceMinimum,
  reduceProduct,
  reduceSum,
  reduceWindowMaximum,
  reduceWindowMinimum,
  reduceWindowSum,
  reshape,
  resizeNearest,
  reverseSequence,
  scatterAlong,
  scatterND,
  select,
  slice,
  take,
  takeAlong,
  tensorScatter,
  transpose,
  triangle,

  ...Object.values(exponentialUnits),
  ...Object.values(gates),
  ...Object.values(pools),
  ...Object.values(rectifiers),
  ...Object.values(reductions),
  ...Object.values(simpleNormalizations),
  ...Object.values(softmaxes),
  ...Object.values(variadic),
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  mixedPow,
  rmsNormalization,
  biasedConv,
  convInteger,
  convTranspose,
  depthToSpace,
  einsum,
  spaceToDepth,
  split,
  tile,
  gemm,
  matMul,
  matMulInteger,
  bipolarQuant,
  dynamicQuantizeLinear,
  ...Object.values(qlinear),
  biasedGelu,
  matMulNBits,
  qgemm,
  qlinearAveragePool,
  qlinearConcat,
  qlinearConv,
  dynamicQuantizeMatMul,
  fusedMatMul,
  matMulIntegerToFloat,
  qlinearGlobalAveragePool,
  qlinearMatMul,
  quant,
  quantLstmCell,
  trunc,

  ...Object.values(argExtremes),
  ...Object.values(cumulatives),
  hardmax,
  localResponseNormalization,
  maxPoolWithIndices,
  opaque,
  resize,
  topK,
];

const BY_NAME: ReadonlyMap<string, AnyOperator> = new Map(
  OPERATORS.map((operator) => [operator.name, operator]),
);

/** The operator of a node. */
export function operatorNamed(name: string): AnyOperator {
  const operator = BY_NAME.get(name);
  if (operator === undefined) throw new Error(`no operator is called ${name}`);
  return operator;
}
