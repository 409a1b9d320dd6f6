import type { StoredTensor } from "../../graph/graph.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { expectShape, refuse } from "../checks.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";
import { roundedTensor, zeroDoubles } from "../doubles.ts";
import { stridesOf } from "../shapes.ts";

export interface AffineGridAttributes {
  /** Sizes of the spatial axes. */
  readonly spatial: readonly number[];
  /** -1 and 1 are the middles of the outer elements, not their far edges. */
  readonly alignCorners: boolean;
}

/** Place of element i of `size`, from -1 to 1; the middle where there is only one to align. */
function place(i: number, size: number, alignCorners: boolean): number {
  if (!alignCorners) return (2 * i + 1) / size - 1;
  return size === 1 ? 0 : (2 * i) / (size - 1) - 1;
}

/** For each position, row-major, its places along the axes, the last axis first, and 1. */
function placesOf(type: TensorType, { spatial, alignCorners }: AffineGridAttributes): StoredTensor {
  const strides = stridesOf(spatial);
  const columns = spatial.length + 1;
  return {
    type,
    read() {
      const values = zeroDoubles(type);
      for (let i = 0; i < values.length; i++) {
        const [at, axis] = [Math.floor(i / columns), spatial.length - 1 - (i % columns)];
        const index = Math.floor(at / (strides[axis] ?? 1)) % (spatial[axis] ?? 1);
        values[i] = axis < 0 ? 1 : place(index, spatial[axis] as number, alignCorners);
      }
      return roundedTensor(type, values);
    },
  };
}

/**
 * Positions [N, ...spatial, axes] that matrices [N, axes, axes + 1] map a regular grid to: a product
 * with a constant matrix, whose rows are rounded to the element type.
 *
 * Source: ONNX `AffineGrid`.
 */
export const affineGrid = composite<AffineGridAttributes, 1>({
  name: "AffineGrid",
  arity: 1,
  build(b, [theta], attributes) {
    const { spatial } = attributes;
    const axes = spatial.length;
    const [batch] = b.shape(theta) as [number];
    if (axes < 2 || axes > 3) {
      refuse("invalid-attribute", "AffineGrid", "2 or 3 spatial axes", formatShape(spatial));
    }
    expectShape("AffineGrid", "matrices", b.type(theta), [batch, axes, axes + 1]);
    const count = elementCount(spatial);
    const element = b.element(theta);
    const type = b.graph.types.intern(element, [count, axes + 1]);
    const grid = b.graph.addConstant(placesOf(type, attributes));
    const product = b.emit(dotGeneral, [theta, grid], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [2],
      rhsContract: [1],
      result: element,
    });
    const positions = b.emit(transpose, [product], { permutation: [0, 2, 1] });
    return [b.emit(reshape, [positions], { shape: [batch, ...spatial, axes] })];
  },
});
