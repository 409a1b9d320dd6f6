import { composite } from "../builder.ts";
import { normalizeAxis } from "../checks.ts";
import { slice } from "../core/slice.ts";

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
    const shape = b.shape(x);
    const along = normalizeAxis("Split", axis, shape.length);
    const steps = shape.map(() => 1);
    let start = 0;
    return sizes.map((size) => {
      const starts = shape.map((_, i) => (i === along ? start : 0));
      start += size;
      return b.emit(slice, [x], { starts, sizes: shape.with(along, size), steps });
    });
  },
});
