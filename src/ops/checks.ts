import { AceError, type ErrorCode } from "../errors.ts";
import { type ElementType, isFloat, isInteger } from "../graph/element-type.ts";
import { equalShapes, formatShape, type TensorType } from "../graph/tensor-type.ts";

/** Throws the error of an operator whose inputs or attributes do not fit. */
export function refuse(code: ErrorCode, operator: string, expected: string, got: string): never {
  throw new AceError(code, { action: "apply", subject: operator, expected, got });
}

/** @throws {AceError} `type-mismatch` unless `type` has one of `allowed` element types */
export function expectElement(
  operator: string,
  type: TensorType,
  allowed: (element: ElementType) => boolean,
  expected: string,
): void {
  if (!allowed(type.element)) refuse("type-mismatch", operator, expected, type.element);
}

/** @throws {AceError} `type-mismatch` unless all inputs have the element type of the first */
export function expectOneElement(operator: string, inputs: readonly TensorType[]): ElementType {
  const element = (inputs[0] as TensorType).element;
  for (const input of inputs) {
    if (input.element !== element) {
      refuse("type-mismatch", operator, `inputs of one element type (${element})`, input.element);
    }
  }
  return element;
}

/** @throws {AceError} `shape-mismatch` unless `type` has exactly `shape` */
export function expectShape(
  operator: string,
  what: string,
  type: TensorType,
  shape: readonly number[],
): void {
  if (equalShapes(type.shape, shape)) return;
  refuse(
    "shape-mismatch",
    operator,
    `${what} of shape ${formatShape(shape)}`,
    formatShape(type.shape),
  );
}

/**
 * `axis` counted from the front.
 *
 * @throws {AceError} `invalid-attribute` outside [-rank, rank)
 */
export function normalizeAxis(operator: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    refuse("invalid-attribute", operator, `an axis from ${-rank} to ${rank - 1}`, `${axis}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** True for the element types that arithmetic is defined on. */
export function isNumeric(element: ElementType): boolean {
  return isFloat(element) || isInteger(element);
}
