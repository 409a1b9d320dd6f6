import type { NodeContext } from "../node-context.ts";

/** Stride, dilation and padding of a sliding window, one entry for each spatial axis. */
export interface Windows {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padLow: readonly number[];
  readonly padHigh: readonly number[];
}

/**
 * Reads `strides`, `dilations`, `pads` and `auto_pad` for a window over the spatial axes of data.
 *
 * SAME pads so that the output has ceil(input / stride) positions; an odd pad goes to the end
 * (SAME_UPPER) or to the start (SAME_LOWER).
 *
 * Source: ONNX `Conv`, `MaxPool`, `AveragePool`.
 */
export function readWindows(
  node: NodeContext,
  spatial: readonly number[],
  window: readonly number[],
): Windows {
  const rank = spatial.length;
  const strides = listOf(node, "strides", rank);
  const dilations = listOf(node, "dilations", rank);
  const mode = node.string("auto_pad", "NOTSET");
  if (mode === "SAME_UPPER" || mode === "SAME_LOWER") {
    const total = spatial.map((size, i) => {
      const extent = ((window[i] as number) - 1) * (dilations[i] as number) + 1;
      const stride = strides[i] as number;
      return Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
    });
    const less = total.map((pad) => Math.floor(pad / 2));
    const more = total.map((pad) => Math.ceil(pad / 2));
    return mode === "SAME_UPPER"
      ? { strides, dilations, padLow: less, padHigh: more }
      : { strides, dilations, padLow: more, padHigh: less };
  }
  const pads = mode === "VALID" ? undefined : node.ints("pads");
  if (pads !== undefined && pads.length !== 2 * rank) {
    node.refuse("invalid-attribute", `${2 * rank} entries in pads`, `${pads.length}`);
  }
  return {
    strides,
    dilations,
    padLow: pads?.slice(0, rank) ?? spatial.map(() => 0),
    padHigh: pads?.slice(rank) ?? spatial.map(() => 0),
  };
}

/** A list with one entry for each spatial axis, all 1 where it is absent. */
export function listOf(node: NodeContext, name: string, rank: number): readonly number[] {
  const list = node.ints(name) ?? new Array<number>(rank).fill(1);
  if (list.length !== rank) {
    node.refuse("invalid-attribute", `${rank} entries in ${name}`, `${list.length}`);
  }
  return list;
}
