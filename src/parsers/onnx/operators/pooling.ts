import {
  type AveragePoolAttributes,
  averagePool,
  globalAveragePool,
  globalLpPool,
  lpPool,
} from "../../../ops/composite/pools.ts";
import { reduceMaximum } from "../../../ops/core/reduce.ts";
import { reduceWindowMaximum } from "../../../ops/core/reduce-window.ts";
import { maxPoolWithIndices } from "../../../ops/leaf/max-pool-with-indices.ts";
import type { WindowAttributes } from "../../../ops/windows.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { listOf, readWindows, type Windows } from "./windows.ts";

/**
 * Padding at the end with what `ceil_mode` adds so that the last partial window has its position; a
 * window that would start in the padding after the data is dropped.
 *
 * Source: ONNX `MaxPool`, `AveragePool`, opset 22.
 */
export function ceilPadding(
  w: Windows,
  spatial: readonly number[],
  window: readonly number[],
): readonly number[] {
  return w.padHigh.map((pad, i) => {
    const stride = w.strides[i] as number;
    const size = spatial[i] as number;
    const low = w.padLow[i] as number;
    const extent = ((window[i] as number) - 1) * (w.dilations[i] as number) + 1;
    let positions = Math.ceil((size + low + pad - extent) / stride) + 1;
    if ((positions - 1) * stride >= size + low) positions--;
    return (positions - 1) * stride + extent - size - low;
  });
}

/** Windows over [N, C, ...] as the node states them, and what `ceil_mode` adds at the end. */
function poolingWindows(
  node: NodeContext,
  spatial: readonly number[] = node.shape(0).slice(2),
): WindowAttributes & { overhang: readonly number[] } {
  const window = listOf(node, "kernel_shape", spatial.length);
  const w = readWindows(node, spatial, window);
  const ceil = node.int("ceil_mode", 0) !== 0 && node.string("auto_pad", "NOTSET") === "NOTSET";
  const padHigh = ceil ? ceilPadding(w, spatial, window) : w.padHigh;
  return {
    window: [1, 1, ...window],
    strides: [1, 1, ...w.strides],
    padLow: [0, 0, ...w.padLow],
    padHigh: [0, 0, ...w.padHigh],
    dilations: [1, 1, ...w.dilations],
    overhang: [0, 0, ...padHigh.map((pad, i) => pad - (w.padHigh[i] as number))],
  };
}

/** The same windows with the overhang as padding, for pools that do not count elements. */
export function paddedWindows(node: NodeContext, spatial?: readonly number[]): WindowAttributes {
  const { overhang, ...windows } = poolingWindows(node, spatial);
  const padHigh = windows.padHigh.map((pad, i) => pad + (overhang[i] as number));
  return { ...windows, padHigh };
}

const lowerMaxPool: Lowering = (node) => {
  const windows = paddedWindows(node);
  if ((node.outputs[1] ?? "") === "") {
    return node.b.emit(reduceWindowMaximum, [node.input(0)], windows);
  }
  const columnMajor = node.int("storage_order", 0) !== 0;
  return node.b.emitAll(maxPoolWithIndices, [node.input(0)], { ...windows, columnMajor });
};

/** Attributes of an average over windows of [N, C, ...spatial]. */
export function averagePoolAttributes(
  node: NodeContext,
  spatial?: readonly number[],
): AveragePoolAttributes {
  const countPadding = node.int("count_include_pad", 0) !== 0;
  return { ...poolingWindows(node, spatial), countPadding };
}

const lowerAveragePool: Lowering = (node) =>
  node.b.emit(averagePool, [node.input(0)], averagePoolAttributes(node));

/** `p` is a float in opset 1. */
function exponentOf(node: NodeContext): number {
  return node.version < 2 ? node.float("p", 2) : node.int("p", 2);
}

const lowerLpPool: Lowering = (node) =>
  node.b.emit(lpPool, [node.input(0)], { ...paddedWindows(node), p: exponentOf(node) });

const lowerGlobalMaxPool: Lowering = (node) =>
  node.b.emit(reduceMaximum, [node.input(0)], {
    axes: Array.from({ length: Math.max(0, node.rank(0) - 2) }, (_, i) => i + 2),
    keepAxes: true,
  });

/** Pooling. */
export const pooling: LoweringTable = {
  AveragePool: lowerAveragePool,
  GlobalAveragePool: (node) => node.b.emit(globalAveragePool, [node.input(0)], {}),
  GlobalLpPool: (node) => node.b.emit(globalLpPool, [node.input(0)], { p: exponentOf(node) }),
  GlobalMaxPool: lowerGlobalMaxPool,
  LpPool: lowerLpPool,
  MaxPool: lowerMaxPool,
};
