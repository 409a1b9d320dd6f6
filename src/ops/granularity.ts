import { formatShape, type TensorType } from "../graph/tensor-type.ts";
import { normalizeAxis, refuse } from "./checks.ts";
import { stridesOf } from "./shapes.ts";

/** How the parameters of a quantizer, scale and zero point, are spread over a tensor. */
export interface Granularity {
  /** Axis of a vector of parameters, or of the blocks. */
  readonly axis: number;
  /** Neighbours along the axis that share a parameter; 0 where there are no blocks. */
  readonly blockSize: number;
}

function isPerTensor({ shape }: TensorType): boolean {
  return shape.every((size) => size === 1);
}

/**
 * Checks that parameters are one element, a vector along the axis, or one element a block.
 *
 * @throws {AceError} `shape-mismatch`, `invalid-attribute`
 */
export function expectGranularity(
  operator: string,
  x: TensorType,
  parameter: TensorType,
  { axis, blockSize }: Granularity,
): void {
  if (isPerTensor(parameter)) return;
  const along = normalizeAxis(operator, axis, x.shape.length);
  const expected =
    blockSize === 0
      ? [x.shape[along] as number]
      : x.shape.map((size, i) => (i === along ? Math.ceil(size / blockSize) : size));
  if (parameter.shape.join() === expected.join()) return;
  refuse(
    "shape-mismatch",
    operator,
    `a scale or zero point of one element or of shape ${formatShape(expected)}`,
    formatShape(parameter.shape),
  );
}

/** Index of the parameter that belongs to element i of `x`, row-major. */
export function parameterIndex(
  x: TensorType,
  parameter: TensorType,
  { axis, blockSize }: Granularity,
): (i: number) => number {
  if (isPerTensor(parameter)) return () => 0;
  const along = axis < 0 ? axis + x.shape.length : axis;
  const size = x.shape[along] as number;
  const inner = stridesOf(x.shape)[along] as number;
  if (blockSize === 0) return (i) => Math.floor(i / inner) % size;
  const blocks = Math.ceil(size / blockSize);
  return (i) => {
    const row = Math.floor(i / inner);
    const block = Math.floor(row / size) * blocks + Math.floor((row % size) / blockSize);
    return block * inner + (i % inner);
  };
}
