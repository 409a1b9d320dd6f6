import { affineGrid } from "../../../ops/composite/affine-grid.ts";
import { deformConv } from "../../../ops/composite/deform-conv.ts";
import { columnsToImage } from "../../../ops/leaf/columns-to-image.ts";
import { gridSample } from "../../../ops/leaf/grid-sample.ts";
import { maxUnpool } from "../../../ops/leaf/max-unpool.ts";
import { SAMPLE_PADDINGS, type SampleMode, type SamplePadding } from "../../../ops/sampling.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { listOf, readWindows } from "./windows.ts";

const lowerAffineGrid: Lowering = (node) => {
  const [batch = 0, , ...spatial] = node.integers(1);
  if (batch !== node.shape(0)[0]) {
    node.refuse("shape-mismatch", `a size of batch ${node.shape(0)[0]}`, `${batch}`);
  }
  const alignCorners = node.int("align_corners", 0) !== 0;
  return node.b.emit(affineGrid, [node.input(0)], { spatial, alignCorners });
};

/** Modes by name; opset 16 and onnxruntime's own operator call them after the plane. */
const MODES: ReadonlyMap<string, SampleMode> = new Map([
  ["nearest", "nearest"],
  ["linear", "linear"],
  ["bilinear", "linear"],
  ["cubic", "cubic"],
  ["bicubic", "cubic"],
]);

function paddingOf(node: NodeContext): SamplePadding {
  const name = node.string("padding_mode", "zeros");
  const found = SAMPLE_PADDINGS.find((padding) => padding === name);
  const known = SAMPLE_PADDINGS.join(", ");
  return found ?? node.refuse("invalid-attribute", `a padding_mode of ${known}`, name);
}

/** Source: ONNX `GridSample`; com.microsoft `GridSample` is its version 16. */
export const lowerGridSample: Lowering = (node) => {
  const name = node.string("mode", "linear");
  const mode = MODES.get(name);
  if (mode === undefined) {
    return node.refuse("invalid-attribute", "a mode of nearest, linear or cubic", name);
  }
  return node.b.emit(gridSample, [node.input(0), node.input(1)], {
    mode,
    padding: paddingOf(node),
    alignCorners: node.int("align_corners", 0) !== 0,
  });
};

/** Without an output shape it is the one that the windows reach. */
const lowerMaxUnpool: Lowering = (node) => {
  const [batch = 0, channels = 0, ...spatial] = node.shape(0);
  const window = listOf(node, "kernel_shape", spatial.length);
  const { strides, padLow, padHigh } = readWindows(node, spatial, window);
  const reached = spatial.map(
    (size, i) =>
      (size - 1) * (strides[i] as number) +
      (window[i] as number) -
      (padLow[i] as number) -
      (padHigh[i] as number),
  );
  const pooled = [batch, channels, ...reached];
  const shape = node.optionalIntegers(2) ?? pooled;
  return node.b.emit(maxUnpool, [node.input(0), node.input(1)], { pooled, shape });
};

const lowerCol2Im: Lowering = (node) => {
  const [image, window] = [node.integers(1), node.integers(2)];
  const windows = readWindows(node, image, window);
  return node.b.emit(columnsToImage, [node.input(0)], { image, window, ...windows });
};

const lowerDeformConv: Lowering = (node) => {
  const spatial = node.shape(0).slice(2);
  const window = node.shape(1).slice(2);
  const [bias, mask] = [node.optional(3), node.optional(4)];
  const required = [0, 1, 2].map((i) => node.input(i));
  const inputs = [...required, ...[bias, mask].filter((id) => id !== undefined)];
  return node.b.emit(deformConv, inputs, {
    window,
    ...readWindows(node, spatial, window),
    groups: node.int("group", 1),
    offsetGroups: node.int("offset_group", 1),
    hasBias: bias !== undefined,
  });
};

/** Operators that read or write images at places that are computed. */
export const vision: LoweringTable = {
  AffineGrid: lowerAffineGrid,
  Col2Im: lowerCol2Im,
  DeformConv: lowerDeformConv,
  GridSample: lowerGridSample,
  MaxUnpool: lowerMaxUnpool,
};
