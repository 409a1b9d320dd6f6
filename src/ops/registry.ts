import { affineGrid } from "./composite/affine-grid.ts";
import { attention } from "./composite/attention.ts";
import { batchNormalization } from "./composite/batch-normalization.ts";
import { biasedGelu } from "./composite/biased-gelu.ts";
import { bipolarQuant } from "./composite/bipolar-quant.ts";
import { bitProduct } from "./composite/bit-product.ts";
import { causalConv } from "./composite/causal-conv.ts";
import { biasedConv } from "./composite/conv.ts";
import { convTranspose } from "./composite/conv-transpose.ts";
import { deformConv } from "./composite/deform-conv.ts";
import { depthToSpace, spaceToDepth } from "./composite/depth-to-space.ts";
import { dynamicQuantizeLinear } from "./composite/dynamic-quantize-linear.ts";
import { dynamicQuantizeLstm } from "./composite/dynamic-quantize-lstm.ts";
import { einsum } from "./composite/einsum.ts";
import { embedLayerNormalization } from "./composite/embed-layer-normalization.ts";
import * as exponentialUnits from "./composite/exponential-units.ts";
import { flexAttention } from "./composite/flex-attention.ts";
import { fusedMatMul } from "./composite/fused-matmul.ts";
import * as gates from "./composite/gates.ts";
import { gatherBlockQuantized } from "./composite/gather-block-quantized.ts";
import { gemm } from "./composite/gemm.ts";
import { groupNormalization, instanceNormalization } from "./composite/group-normalization.ts";
import { groupQueryAttention } from "./composite/group-query-attention.ts";
import { convInteger, matMulInteger } from "./composite/integer-contractions.ts";
import { layerNormalization, rmsNormalization } from "./composite/layer-normalization.ts";
import { linearAttention } from "./composite/linear-attention.ts";
import * as lossFunctions from "./composite/losses.ts";
import { matMul } from "./composite/matmul.ts";
import { matMulBnb4 } from "./composite/matmul-bnb4.ts";
import {
  dynamicQuantizeMatMul,
  matMulIntegerToFloat,
} from "./composite/matmul-integer-to-float.ts";
import { matMulNBits } from "./composite/matmul-nbits.ts";
import { mixtureOfExperts } from "./composite/mixture-of-experts.ts";
import { multiHeadAttention } from "./composite/multi-head-attention.ts";
import * as pools from "./composite/pools.ts";
import { mixedPow } from "./composite/pow.ts";
import { projectedAttention, qAttention } from "./composite/projected-attention.ts";
import { qgemm } from "./composite/qgemm.ts";
import { qlinearAveragePool } from "./composite/qlinear-average-pool.ts";
import { qlinearConcat } from "./composite/qlinear-concat.ts";
import { qlinearConv } from "./composite/qlinear-conv.ts";
import * as qlinear from "./composite/qlinear-elementwise.ts";
import { qlinearGlobalAveragePool } from "./composite/qlinear-global-average-pool.ts";
import { qlinearMatMul } from "./composite/qlinear-matmul.ts";
import { quant } from "./composite/quant.ts";
import { quantAvgPool } from "./composite/quant-avg-pool.ts";
import { quantLstmCell } from "./composite/quant-lstm-cell.ts";
import { quantizedExperts } from "./composite/quantized-experts.ts";
import * as rectifiers from "./composite/rectifiers.ts";
import * as recurrentLayers from "./composite/recurrent.ts";
import * as reductions from "./composite/reductions.ts";
import { rotaryEmbedding } from "./composite/rotary-embedding.ts";
import * as shifts from "./composite/shifts.ts";
import * as simpleNormalizations from "./composite/simple-normalizations.ts";
import { skipLayerNormalization, skipRmsNormalization } from "./composite/skip-normalization.ts";
import * as softmaxes from "./composite/softmax.ts";
import { split } from "./composite/split.ts";
import { swiglu } from "./composite/swiglu.ts";
import { tile } from "./composite/tile.ts";
import { trunc } from "./composite/trunc.ts";
import * as variadic from "./composite/variadic.ts";
import { xnorPopcountMatMul } from "./composite/xnor-popcount-matmul.ts";
import * as arithmetic from "./core/arithmetic.ts";
import { atan2 } from "./core/atan2.ts";
import * as bitCounting from "./core/bit-counting.ts";
import { bitcast } from "./core/bitcast.ts";
import { bitcastConvert } from "./core/bitcast-convert.ts";
import { borderPad } from "./core/border-pad.ts";
import { broadcast } from "./core/broadcast.ts";
import { carriedState } from "./core/carried-state.ts";
import * as classification from "./core/classification.ts";
import { clip } from "./core/clip.ts";
import * as comparison from "./core/comparison.ts";
import { concatenate } from "./core/concatenate.ts";
import { cond } from "./core/cond.ts";
import { conv } from "./core/conv.ts";
import { convert } from "./core/convert.ts";
import { dequantize } from "./core/dequantize.ts";
import { dotGeneral } from "./core/dot-general.ts";
import { dynamicSlice, dynamicUpdateSlice } from "./core/dynamic-slice.ts";
import { floatQuantize } from "./core/float-quantize.ts";
import { gather } from "./core/gather.ts";
import { gruSteps } from "./core/gru-steps.ts";
import { hypot } from "./core/hypot.ts";
import * as integerDivision from "./core/integer-division.ts";
import { iota } from "./core/iota.ts";
import * as logic from "./core/logic.ts";
import { lookUp } from "./core/look-up.ts";
import { loop } from "./core/loop.ts";
import { lstmSteps } from "./core/lstm-steps.ts";
import { mapBy } from "./core/map-by.ts";
import { multiThreshold } from "./core/multi-threshold.ts";
import { multiplyHigh } from "./core/multiply-high.ts";
import { nextAfter } from "./core/next-after.ts";
import { oneHot } from "./core/one-hot.ts";
import { optimizationBarrier } from "./core/optimization-barrier.ts";
import { pad } from "./core/pad.ts";
import { pickedProduct } from "./core/picked-product.ts";
import { power } from "./core/power.ts";
import { quantize } from "./core/quantize.ts";
import { reduceMaximum, reduceMinimum, reduceProduct, reduceSum } from "./core/reduce.ts";
import { reduceBy } from "./core/reduce-by.ts";
import { reducePrecision } from "./core/reduce-precision.ts";
import { reduceWindowMaximum, reduceWindowMinimum, reduceWindowSum } from "./core/reduce-window.ts";
import { reduceWindowBy } from "./core/reduce-window-by.ts";
import { reshape } from "./core/reshape.ts";
import { resizeNearest } from "./core/resize-nearest.ts";
import { reverse } from "./core/reverse.ts";
import { reverseSequence } from "./core/reverse-sequence.ts";
import { rnnSteps } from "./core/rnn-steps.ts";
import * as rounding from "./core/rounding.ts";
import { scatterAlong, scatterND } from "./core/scatter.ts";
import { scatterBy } from "./core/scatter-by.ts";
import { select } from "./core/select.ts";
import { selectAndScatter } from "./core/select-and-scatter.ts";
import { slice } from "./core/slice.ts";
import * as specialFunctions from "./core/special-functions.ts";
import { gatherND, take, takeAlong } from "./core/take.ts";
import { tensorScatter } from "./core/tensor-scatter.ts";
import * as transcendental from "./core/transcendental.ts";
import { transpose } from "./core/transpose.ts";
import { triangle } from "./core/triangle.ts";
import * as argExtremes from "./leaf/arg-extreme.ts";
import * as collectives from "./leaf/collective.ts";
import { columnsToImage } from "./leaf/columns-to-image.ts";
import * as cumulatives from "./leaf/cumulative.ts";
import { deformedWindows } from "./leaf/deformed-windows.ts";
import * as dropouts from "./leaf/dropout.ts";
import { fftPair } from "./leaf/fft-pair.ts";
import { fourierTransform } from "./leaf/fourier-transform.ts";
import { gridSample } from "./leaf/grid-sample.ts";
import { hardmax } from "./leaf/hardmax.ts";
import { localResponseNormalization } from "./leaf/local-response-normalization.ts";
import * as matrices from "./leaf/matrix.ts";
import { maxPoolWithIndices } from "./leaf/max-pool-with-indices.ts";
import { maxRoiPool } from "./leaf/max-roi-pool.ts";
import { maxUnpool } from "./leaf/max-unpool.ts";
import { negativeLogLikelihood } from "./leaf/negative-log-likelihood.ts";
import { nonMaxSuppression } from "./leaf/non-max-suppression.ts";
import { opaque } from "./leaf/opaque.ts";
import * as randoms from "./leaf/random.ts";
import { resize } from "./leaf/resize.ts";
import * as draws from "./leaf/rng.ts";
import { rngBitGenerator } from "./leaf/rng-bit-generator.ts";
import { roiAlign } from "./leaf/roi-align.ts";
import { shortTimeFourierTransform } from "./leaf/short-time-fourier-transform.ts";
import { sortBy } from "./leaf/sort-by.ts";
import { topK } from "./leaf/top-k.ts";
import { cholesky, triangularSolve } from "./leaf/triangular.ts";
import { unique } from "./leaf/unique.ts";
import type { AnyOperator } from "./operator.ts";

/** Every operator there is: a new one is a file and a line here. */
export const OPERATORS: readonly AnyOperator[] = [
  ...Object.values(arithmetic),
  ...Object.values(classification),
  ...Object.values(comparison),
  ...Object.values(integerDivision),
  ...Object.values(logic),
  ...Object.values(rounding),
  ...Object.values(bitCounting),
  atan2,
  bitcast,
  bitcastConvert,
  borderPad,
  ...Object.values(specialFunctions),
  ...Object.values(transcendental),
  broadcast,
  carriedState,
  clip,
  concatenate,
  cond,
  conv,
  convert,
  dequantize,
  dotGeneral,
  dynamicSlice,
  dynamicUpdateSlice,
  gather,
  gatherND,
  floatQuantize,
  gruSteps,
  hypot,
  lookUp,
  lstmSteps,
  iota,
  loop,
  mapBy,
  multiplyHigh,
  multiThreshold,
  nextAfter,
  optimizationBarrier,
  oneHot,
  pad,
  pickedProduct,
  power,
  quantize,
  reduceBy,
  reduceMaximum,
  reduceMinimum,
  reducePrecision,
  reduceProduct,
  reduceSum,
  reduceWindowBy,
  reduceWindowMaximum,
  reduceWindowMinimum,
  reduceWindowSum,
  reshape,
  resizeNearest,
  reverse,
  reverseSequence,
  rnnSteps,
  scatterAlong,
  scatterBy,
  scatterND,
  select,
  selectAndScatter,
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
  ...Object.values(recurrentLayers),
  ...Object.values(reductions),
  ...Object.values(shifts),
  ...Object.values(simpleNormalizations),
  ...Object.values(softmaxes),
  ...Object.values(lossFunctions),
  ...Object.values(variadic),
  attention,
  causalConv,
  flexAttention,
  embedLayerNormalization,
  groupQueryAttention,
  gatherBlockQuantized,
  linearAttention,
  matMulBnb4,
  mixtureOfExperts,
  multiHeadAttention,
  projectedAttention,
  qAttention,
  quantizedExperts,
  rotaryEmbedding,
  skipLayerNormalization,
  skipRmsNormalization,
  swiglu,
  affineGrid,
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  mixedPow,
  rmsNormalization,
  biasedConv,
  convInteger,
  convTranspose,
  deformConv,
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
  dynamicQuantizeLstm,
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
  quantAvgPool,
  quantLstmCell,
  trunc,
  bitProduct,
  xnorPopcountMatMul,

  ...Object.values(argExtremes),
  cholesky,
  ...Object.values(collectives),
  ...Object.values(cumulatives),
  columnsToImage,
  deformedWindows,
  ...Object.values(dropouts),
  fftPair,
  fourierTransform,
  gridSample,
  hardmax,
  localResponseNormalization,
  ...Object.values(matrices),
  maxPoolWithIndices,
  maxRoiPool,
  maxUnpool,
  negativeLogLikelihood,
  nonMaxSuppression,
  opaque,
  ...Object.values(randoms),
  resize,
  ...Object.values(draws),
  rngBitGenerator,
  roiAlign,
  shortTimeFourierTransform,
  sortBy,
  topK,
  triangularSolve,
  unique,
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
