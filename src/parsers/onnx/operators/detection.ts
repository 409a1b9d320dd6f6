import { toNumbers } from "../../../graph/tensor.ts";
import { maxRoiPool } from "../../../ops/leaf/max-roi-pool.ts";
import { nonMaxSuppression, selectBoxes } from "../../../ops/leaf/non-max-suppression.ts";
import { roiAlign } from "../../../ops/leaf/roi-align.ts";
import { unique, uniqueGroups } from "../../../ops/leaf/unique.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** Samples lie where the edges say before opset 16, from then on half an element before. */
const lowerRoiAlign: Lowering = (node) => {
  const mode = node.string("mode", "avg");
  if (mode !== "avg" && mode !== "max") {
    return node.refuse("invalid-attribute", "mode avg or max", mode);
  }
  const shift = node.string(
    "coordinate_transformation_mode",
    node.version < 16 ? "output_half_pixel" : "half_pixel",
  );
  if (shift !== "half_pixel" && shift !== "output_half_pixel") {
    return node.refuse("invalid-attribute", "half_pixel or output_half_pixel", shift);
  }
  return node.b.emit(roiAlign, [node.input(0), node.input(1), node.input(2)], {
    mode,
    height: node.int("output_height", 1),
    width: node.int("output_width", 1),
    samplingRatio: Math.max(0, node.int("sampling_ratio", 0)),
    spatialScale: node.float("spatial_scale", 1),
    halfPixel: shift === "half_pixel",
  });
};

const lowerMaxRoiPool: Lowering = (node) => {
  const [height, width] = node.ints("pooled_shape") ?? [];
  if (height === undefined || width === undefined) {
    return node.refuse("invalid-attribute", "a pooled_shape of two sizes", "none");
  }
  const spatialScale = node.float("spatial_scale", 1);
  return node.b.emit(maxRoiPool, [node.input(0), node.input(1)], { height, width, spatialScale });
};

/** The number in an optional input that is known. */
function optionalNumber(node: NodeContext, index: number): number | undefined {
  return node.optional(index) === undefined ? undefined : toNumbers(node.constant(index))[0];
}

/** The number of boxes depends on the elements: they must be known. */
const lowerNonMaxSuppression: Lowering = (node) => {
  const threshold = optionalNumber(node, 4);
  const attributes = {
    centered: node.int("center_point_box", 0) !== 0,
    most: optionalNumber(node, 2) ?? 0,
    overlap: optionalNumber(node, 3) ?? 0,
    ...(threshold === undefined ? {} : { threshold }),
  };
  const count = selectBoxes(node.constant(0), node.constant(1), attributes).length;
  return node.b.emit(nonMaxSuppression, [node.input(0), node.input(1)], { ...attributes, count });
};

/** The number of distinct elements depends on the elements: they must be known. */
const lowerUnique: Lowering = (node) => {
  const attributes = {
    sorted: node.int("sorted", 1) !== 0,
    ...(node.has("axis") ? { axis: node.int("axis", 0) } : {}),
  };
  const count = uniqueGroups(node.constant(0), attributes).length;
  return node.b.emitAll(unique, [node.input(0)], { ...attributes, count });
};

/** Operators on boxes, and those that say which elements are left. */
export const detection: LoweringTable = {
  MaxRoiPool: lowerMaxRoiPool,
  NonMaxSuppression: lowerNonMaxSuppression,
  RoiAlign: lowerRoiAlign,
  Unique: lowerUnique,
};
