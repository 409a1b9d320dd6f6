import { contracted } from "../../domain/transfer/reducing.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, refuse } from "../checks.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import type { Work } from "../work.ts";
import { convolve } from "./conv-evaluate.ts";
import { type ConvAttributes, type Geometry, geometry } from "./conv-geometry.ts";

export type { ConvAttributes, DataLayout } from "./conv-geometry.ts";

function check(data: TensorType, kernel: TensorType, a: ConvAttributes): void {
  const rank = a.strides.length + 2;
  if (data.shape.length !== rank || kernel.shape.length !== rank) {
    refuse(
      "shape-mismatch",
      "conv",
      `data and kernel of rank ${rank}`,
      `ranks ${data.shape.length} and ${kernel.shape.length}`,
    );
  }
  const positive = [...a.strides, ...a.dataDilation, ...a.kernelDilation, a.groups, a.batchGroups];
  if (!positive.every((value) => Number.isSafeInteger(value) && value > 0)) {
    refuse("invalid-attribute", "conv", "positive strides, dilations and groups", `${positive}`);
  }
  const { inputFeatures, outputFeatures, batch } = geometry(data, kernel, a);
  const perGroup = kernel.shape[a.kernel.input] as number;
  if (inputFeatures !== a.groups * perGroup) {
    const expected = `${a.groups} x ${perGroup} input features (groups x the kernel's)`;
    refuse("shape-mismatch", "conv", expected, `${inputFeatures}`);
  }
  if (outputFeatures % (a.groups * a.batchGroups) !== 0 || batch % a.batchGroups !== 0) {
    const expected = `output features and batch that ${a.groups * a.batchGroups} groups divide`;
    refuse("shape-mismatch", "conv", expected, `${outputFeatures} and ${batch}`);
  }
}

/**
 * Multiply-accumulates: padded positions are counted, kernel dilation adds nothing; along an axis
 * where the data are dilated and the stride is 1, input positions x window, else output positions.
 */
function macs(g: Geometry, a: ConvAttributes): bigint {
  let count = BigInt(g.batch / a.batchGroups) * BigInt(g.outputFeatures);
  count *= BigInt(g.inputFeatures / a.groups);
  g.window.forEach((window, i) => {
    const transposed = (a.dataDilation[i] as number) > 1 && a.strides[i] === 1;
    count *= BigInt(window) * BigInt((transposed ? g.input[i] : g.output[i]) as number);
  });
  return count;
}

/** Input channels of a group where there are several, and axes that the window covers. */
function summedAxes(
  feature: number,
  spatial: readonly number[],
  g: Geometry,
  a: ConvAttributes,
): readonly number[] {
  const features = g.inputFeatures > a.groups ? [feature] : [];
  return [...features, ...spatial.filter((_, i) => (g.window[i] as number) > 1)];
}

function work(site: Site<ConvAttributes>): Work {
  const a = site.attributes;
  const g = geometry(site.inputs[0] as TensorType, site.inputs[1] as TensorType, a);
  const length = (g.inputFeatures / a.groups) * elementCount(g.window);
  const contraction = {
    kind: "convolution",
    lhs: 0,
    rhs: 1,
    macs: macs(g, a),
    length,
    lhsAxes: { summed: summedAxes(a.data.feature, a.data.spatial, g, a), input: a.data.feature },
    rhsAxes: {
      summed: summedAxes(a.kernel.input, a.kernel.spatial, g, a),
      channel: a.kernel.output,
      input: a.kernel.input,
    },
    stride: a.strides,
    groups: a.groups,
  } as const;
  return { contractions: [contraction], scalars: {} };
}

/**
 * Convolution with any layout.
 *
 * O = floor((I + padLow + padHigh - dilation x (K - 1) - 1) / stride) + 1 on each spatial axis,
 * I counted with data dilation. Padded products are skipped, not added as 0 x w.
 *
 * Source: StableHLO `convolution`; ONNX `Conv`, `ConvInteger`, `ConvTranspose`.
 */
export const conv: PrimitiveOperator<ConvAttributes, 2> = {
  kind: "core",
  name: "conv",
  arity: 2,
  infer([data, kernel], a) {
    expectOneElement("conv", [data, kernel]);
    check(data, kernel, a);
    const g = geometry(data, kernel, a);
    const shape: number[] = [];
    shape[a.output.batch] = g.batch / a.batchGroups;
    shape[a.output.feature] = g.outputFeatures;
    a.output.spatial.forEach((axis, i) => {
      shape[axis] = g.output[i] as number;
    });
    return [{ element: a.result, shape }];
  },
  work,
  values([data, kernel], site, solver) {
    const a = site.attributes;
    const [lhs, rhs] = site.inputs as readonly [TensorType, TensorType];
    const g = geometry(lhs, rhs, a);
    const length = (g.inputFeatures / a.groups) * elementCount(g.window);
    const skips =
      [...a.padLow, ...a.padHigh].some((n) => n > 0) || a.dataDilation.some((n) => n > 1);
    return [contracted([data, kernel], length, skips, site, solver)];
  },
  evaluate([data, kernel], site) {
    const result = zeros(site.outputs[0] as TensorType);
    convolve(data, kernel, result, site.attributes);
    return [result];
  },
};
