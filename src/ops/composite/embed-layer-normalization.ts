import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { equal } from "../core/comparison.ts";
import { reduceSum } from "../core/reduce.ts";
import { take } from "../core/take.ts";
import { countingUp } from "./attention-bias.ts";
import { byName } from "./by-name.ts";
import { layerNormalization } from "./layer-normalization.ts";
import { inType, inWideType, wideType } from "./precision.ts";

/** What may follow the words, their table and the table of places, in this order. */
export const EMBED_EXTRAS = ["segments", "segmentTable", "mask", "places"] as const;
export type EmbedExtra = (typeof EMBED_EXTRAS)[number];

export interface EmbedAttributes {
  /** Those that are there; scale and shift of the normalisation come last. */
  readonly extras: readonly EmbedExtra[];
  readonly epsilon: number;
}

/**
 * LayerNormalization of a row for each word, one for its place, and one for its segment, added up; then
 * how many words of each batch entry are not masked, 0 without a mask, and the sum.
 *
 * Words are [batch, length]; places are 0, 1, ... where they are not given. Narrow floats are computed
 * with in f32, rounded at the end.
 *
 * Source: onnxruntime `com.microsoft.EmbedLayerNormalization`.
 */
export const embedLayerNormalization = composite<EmbedAttributes, number>({
  name: "EmbedLayerNormalization",
  build(b, inputs, { extras, epsilon }) {
    const name = "EmbedLayerNormalization";
    const [words, table, placeTable, ...others] = inputs as readonly [TensorId, TensorId, TensorId];
    const [scale, shift] = inputs.slice(-2) as [TensorId, TensorId];
    const { segments, segmentTable, mask, places } = byName(extras, others);
    const [batch, length] = b.shape(words) as readonly [number, number];
    const rows = (of: TensorId, at: TensorId) =>
      inWideType(b, name, b.emit(take, [of, at], { axis: 0 }));
    const placed = rows(placeTable, places ?? countingUp(b, [1, length]));
    const two = b.emit(add, [rows(table, words), placed], {});
    const sum =
      segments === undefined || segmentTable === undefined
        ? two
        : b.emit(add, [two, rows(segmentTable, segments)], {});
    const stash = wideType(b, name, [table]);
    const parameters = [sum, inType(b, scale, stash), inType(b, shift, stash)];
    const normal = b.emit(layerNormalization, parameters, { axis: -1, epsilon, stash });
    const element = b.element(table);
    const counts = mask === undefined ? b.constant("i32", [batch], [0]) : unmasked(b, mask);
    return [inType(b, normal, element), counts, inType(b, sum, element)];
  },
});

/** How many entries of each row are 1, as i32. */
function unmasked(b: GraphBuilder, mask: TensorId): TensorId {
  const ones = b.emit(equal, [mask, b.scalar(b.element(mask), 1)], {});
  return b.emit(reduceSum, [inType(b, ones, "i32")], { axes: [1], keepAxes: false });
}
