import { composite } from "../builder.ts";
import { normalizeAxis } from "../checks.ts";
import { partAlong } from "./part.ts";

export interface SplitAttributes {
  readonly axis: number;
  /** Sizes of the parts; what is left of the axis is dropped. */
  readonly sizes: readonly number[];
}

/** Parts of a tensor along an axis, one after another. Source: ONNX `Split`. */
export const split = composite<SplitAttributes, 1>({
  name: "Split",
  arity: 1,
  build(b, [x], { axis, sizes }) {
    const along = normalizeAxis("Split", axis, b.shape(x).length);
    let start = 0;
    return sizes.map((count) => {
      const part = partAlong(b, x, along, { start, count });
      start += count;
      return part;
    });
  },
});
