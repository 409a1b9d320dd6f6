import type { ElementType } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";

/** Which axis of a tensor plays which part. */
export interface DataLayout {
  readonly batch: number;
  readonly feature: number;
  readonly spatial: readonly number[];
}
export interface KernelLayout {
  readonly input: number;
  readonly output: number;
  readonly spatial: readonly number[];
}

/** A convolution; the lists have one entry for each spatial axis. */
export interface ConvAttributes {
  readonly data: DataLayout;
  readonly kernel: KernelLayout;
  readonly output: DataLayout;
  readonly strides: readonly number[];
  /** May be negative: positions cut off. */
  readonly padLow: readonly number[];
  readonly padHigh: readonly number[];
  /** Distance between neighbours of the data: above 1 for transposed convolutions. */
  readonly dataDilation: readonly number[];
  readonly kernelDilation: readonly number[];
  /** True where the window is read backwards. */
  readonly reversed: readonly boolean[];
  readonly groups: number;
  readonly batchGroups: number;
  /** Element type of the result. */
  readonly result: ElementType;
}

/** Sizes of one convolution, read out of its types once. */
export interface Geometry {
  readonly batch: number;
  readonly inputFeatures: number;
  readonly outputFeatures: number;
  readonly input: readonly number[];
  readonly window: readonly number[];
  readonly output: readonly number[];
}

export function geometry(data: TensorType, kernel: TensorType, a: ConvAttributes): Geometry {
  const size = (type: TensorType, axis: number): number => type.shape[axis] as number;
  const input = a.data.spatial.map((axis) => size(data, axis));
  const window = a.kernel.spatial.map((axis) => size(kernel, axis));
  return {
    batch: size(data, a.data.batch),
    inputFeatures: size(data, a.data.feature),
    outputFeatures: size(kernel, a.kernel.output),
    input,
    window,
    output: input.map((extent, i) => outputSize(extent, window[i] as number, i, a)),
  };
}

function dilated(size: number, step: number): number {
  return size === 0 ? 0 : (size - 1) * step + 1;
}

function outputSize(input: number, window: number, i: number, a: ConvAttributes): number {
  const padded =
    dilated(input, a.dataDilation[i] as number) +
    (a.padLow[i] as number) +
    (a.padHigh[i] as number);
  const extent = dilated(window, a.kernelDilation[i] as number);
  if (padded < extent || padded <= 0) return 0;
  return Math.floor((padded - extent) / (a.strides[i] as number)) + 1;
}

/** Input index that a window position reads along axis `i`; undefined in padding and in gaps. */
export function sourceIndex(
  output: number,
  window: number,
  i: number,
  g: Geometry,
  a: ConvAttributes,
): number | undefined {
  const tap = a.reversed[i] === true ? (g.window[i] as number) - 1 - window : window;
  const place =
    output * (a.strides[i] as number) -
    (a.padLow[i] as number) +
    tap * (a.kernelDilation[i] as number);
  const step = a.dataDilation[i] as number;
  if (place < 0 || place % step !== 0 || place / step >= (g.input[i] as number)) return undefined;
  return place / step;
}
