import { toNumbers } from "../../../graph/tensor.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import { NEAREST_MODES, resizeNearest } from "../../../ops/core/resize-nearest.ts";
import { resize } from "../../../ops/leaf/resize.ts";
import { COORDINATE_MODES, type Resampling } from "../../../ops/resampling.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** Elements of an optional input that must be known; undefined where it is absent or empty. */
function numbersOf(node: NodeContext, input: number): readonly number[] | undefined {
  if (node.optional(input) === undefined) return undefined;
  const values = toNumbers(node.constant(input));
  return values.length === 0 ? undefined : values;
}

function oneOf<T extends string>(
  node: NodeContext,
  name: string,
  known: readonly T[],
  otherwise: T,
): T {
  const given = node.string(name, otherwise);
  const found = known.find((mode) => mode === given);
  return found ?? node.refuse("invalid-attribute", `${name} ${known.join(", ")}`, given);
}

/** A list given for some axes, spread over all of them. */
function spread(
  node: NodeContext,
  values: readonly number[],
  axes: readonly number[],
  otherwise: readonly number[],
): readonly number[] {
  if (values.length !== axes.length) {
    node.refuse("invalid-attribute", `${axes.length} scales, sizes and ends`, `${values.length}`);
  }
  return otherwise.map((value, axis) => values[axes.indexOf(axis)] ?? value);
}

interface Target {
  readonly shape: readonly number[];
  readonly scales: readonly number[];
}

/** Shape and scales from sizes: stretched, or one scale for all axes that keeps the proportions. */
function fromSizes(node: NodeContext, sizes: readonly number[], axes: readonly number[]): Target {
  const input = node.shape(0);
  const shape = spread(node, sizes, axes, input);
  const scales = shape.map((size, axis) => size / (input[axis] as number));
  const policy = node.string("keep_aspect_ratio_policy", "stretch");
  if (policy === "stretch") return { shape, scales };
  const chosen = axes.map((axis) => scales[axis] as number);
  const scale = policy === "not_larger" ? Math.min(...chosen) : Math.max(...chosen);
  const scaleOf = (axis: number) => (axes.includes(axis) ? scale : 1);
  return {
    shape: input.map((size, axis) => Math.floor(scaleOf(axis) * size + 0.5)),
    scales: input.map((_, axis) => scaleOf(axis)),
  };
}

/** Shape from scales, rounded down, of the part of the input that is shown. */
function fromScales(
  node: NodeContext,
  scales: readonly number[],
  { roiStart, roiEnd }: Pick<Resampling, "roiStart" | "roiEnd">,
): Target {
  const shape = node.shape(0).map((size, axis) => {
    const shown = size * ((roiEnd[axis] as number) - (roiStart[axis] as number));
    return Math.floor(Math.fround(shown * (scales[axis] as number)));
  });
  return { shape, scales };
}

function resamplingOf(node: NodeContext): Resampling {
  const rank = node.rank(0);
  const every = node.shape(0).map((_, axis) => axis);
  const axes = node.ints("axes")?.map((axis) => normalizeAxis("Resize", axis, rank)) ?? every;
  const [none, whole] = [every.map(() => 0), every.map(() => 1)];
  const modes = COORDINATE_MODES;
  const coordinates = oneOf(node, "coordinate_transformation_mode", modes, "half_pixel");
  const roi = coordinates === "tf_crop_and_resize" ? numbersOf(node, 1) : undefined;
  const part = {
    roiStart: roi === undefined ? none : spread(node, roi.slice(0, axes.length), axes, none),
    roiEnd: roi === undefined ? whole : spread(node, roi.slice(axes.length), axes, whole),
  };
  const scales = numbersOf(node, 2);
  const sizes = numbersOf(node, 3);
  if (scales === undefined && sizes === undefined) {
    node.refuse("malformed-model", "scales or sizes", "neither");
  }
  const target =
    scales === undefined
      ? fromSizes(node, sizes ?? [], axes)
      : fromScales(node, spread(node, scales, axes, whole), part);
  return { ...target, ...part, coordinates, extrapolation: node.float("extrapolation_value", 0) };
}

const lowerResize: Lowering = (node) => {
  if (node.version < 11) return lowerUpsample(node);
  const resampling = resamplingOf(node);
  const mode = oneOf(node, "mode", ["nearest", "linear", "cubic"], "nearest");
  if (mode === "nearest") {
    const nearest = oneOf(node, "nearest_mode", NEAREST_MODES, "round_prefer_floor");
    return node.b.emit(resizeNearest, [node.input(0)], { ...resampling, nearest });
  }
  return node.b.emit(resize, [node.input(0)], {
    ...resampling,
    kernel: mode,
    a: node.float("cubic_coeff_a", -0.75),
    antialias: node.int("antialias", 0) !== 0,
    excludeOutside: node.int("exclude_outside", 0) !== 0,
  });
};

/**
 * Upsample, and Resize of opset 10: asymmetric coordinates; nearest is the element below, and above
 * where there are fewer elements than before (silent in ONNX; as onnxruntime has it).
 */
const lowerUpsample: Lowering = (node) => {
  const input = node.shape(0);
  const scales = node.floats("scales") ?? numbersOf(node, 1) ?? [];
  if (scales.length !== input.length) {
    node.refuse("invalid-attribute", `${input.length} scales`, `${scales.length}`);
  }
  const part = { roiStart: input.map(() => 0), roiEnd: input.map(() => 1) };
  const target = fromScales(node, scales, part);
  const resampling: Resampling = {
    ...target,
    ...part,
    coordinates: "asymmetric",
    extrapolation: 0,
  };
  if (oneOf(node, "mode", ["nearest", "linear"], "nearest") === "nearest") {
    const nearest = scales.some((scale) => scale < 1) ? "ceil" : "floor";
    return node.b.emit(resizeNearest, [node.input(0)], { ...resampling, nearest });
  }
  const kernel = { kernel: "linear", a: 0, antialias: false, excludeOutside: false } as const;
  return node.b.emit(resize, [node.input(0)], { ...resampling, ...kernel });
};

/** Other resolutions. */
export const resizing: LoweringTable = { Resize: lowerResize, Upsample: lowerUpsample };
