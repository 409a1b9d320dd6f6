import { isFloat } from "../graph/element-type.ts";
import { elementCount, formatShape, type TensorType } from "../graph/tensor-type.ts";
import { expectElement, refuse } from "./checks.ts";

/**
 * Size of the square matrices of floats in the last two axes.
 *
 * @throws {AceError} `type-mismatch`, `shape-mismatch`
 */
export function squareSize(name: string, x: TensorType): number {
  expectElement(name, x, isFloat, "a float type");
  const [rows, columns] = x.shape.slice(-2);
  if (rows === undefined || rows !== columns) {
    refuse("shape-mismatch", name, "square matrices in the last two axes", formatShape(x.shape));
  }
  return rows;
}

/** How many matrices lie in the last two axes. */
export function matrixCount({ shape }: TensorType): number {
  return elementCount(shape.slice(0, -2));
}
