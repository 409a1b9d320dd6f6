import { formatShape, type TensorType } from "../graph/tensor-type.ts";
import { refuse } from "./checks.ts";
import type { ResultType } from "./operator.ts";

/** Bins that each box of an image is cut into. */
export interface Bins {
  readonly height: number;
  readonly width: number;
}

/**
 * [R, C, height, width] for x [N, C, H, W] and boxes [R, columns].
 *
 * @throws {AceError} `shape-mismatch` or `invalid-attribute`
 */
export function inferBins(
  name: string,
  x: TensorType,
  boxes: TensorType,
  columns: number,
  { height, width }: Bins,
): ResultType {
  if (x.shape.length !== 4 || boxes.shape.length !== 2 || boxes.shape[1] !== columns) {
    const got = `${formatShape(x.shape)} and ${formatShape(boxes.shape)}`;
    refuse("shape-mismatch", name, `an image of rank 4 and boxes [R, ${columns}]`, got);
  }
  if (!(height >= 1 && width >= 1)) {
    refuse("invalid-attribute", name, "1 or more bins along each axis", `${height}x${width}`);
  }
  return {
    element: x.element,
    shape: [boxes.shape[0] as number, x.shape[1] as number, height, width],
  };
}
