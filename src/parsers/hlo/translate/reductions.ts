import { i64Array, i64Table } from "./mlir.ts";
import type { Said, Use } from "./use.ts";
import { windowOf } from "./windows.ts";

/** Opcodes that apply a computation to many elements. */
export const reductions: Readonly<Record<string, (use: Use) => Said>> = {
  map: (use) => ({
    name: "stablehlo.map",
    attributes: { dimensions: i64Array(use.integers("dimensions", [])) },
    regions: [use.region("to_apply", { parts: true })],
  }),
  reduce: (use) => ({
    name: "stablehlo.reduce",
    attributes: { dimensions: i64Array(use.integers("dimensions")) },
    regions: [use.region("to_apply", { parts: true })],
    hasParts: true,
  }),
  "reduce-window": (use) => {
    const { size, stride, padding, baseDilation, dilation } = windowOf(use);
    return {
      name: "stablehlo.reduce_window",
      attributes: {
        window_dimensions: i64Array(size),
        window_strides: i64Array(stride),
        base_dilations: i64Array(baseDilation),
        window_dilations: i64Array(dilation),
        padding: i64Table(padding, 2),
      },
      regions: [use.region("to_apply", { parts: true })],
      hasParts: true,
    };
  },
  "select-and-scatter": (use) => {
    const { size, stride, padding } = windowOf(use);
    return {
      name: "stablehlo.select_and_scatter",
      attributes: {
        window_dimensions: i64Array(size),
        window_strides: i64Array(stride),
        padding: i64Table(padding, 2),
      },
      regions: [use.region("select", { parts: false }), use.region("scatter", { parts: false })],
    };
  },
};
