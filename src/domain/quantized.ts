import { type ElementType, elementBits, isFloat } from "../graph/element-type.ts";
import { declaredByType, type Grid, type ValueSet } from "./value-set.ts";

/** Codes in [lo, hi] by a quantizer's own bounds. */
export function declaredCodes(element: ElementType, grid: Grid, step: string): ValueSet {
  return { carrier: element, grid, status: "declared", proof: { step } };
}

/** Codes of a quantizer whose element type declares the width. */
export function quantizedValues(element: ElementType, place: string): ValueSet {
  const { grid } = declaredByType(element);
  const step = `quantized to ${element} at ${place}`;
  if (grid === undefined) return { carrier: element, status: "declared", proof: { step } };
  return declaredCodes(element, grid, step);
}

/** What is known of a quantizer's parameters; undefined where they vary or are not known. */
export interface Parameters {
  readonly scale: number | undefined;
  readonly zero: number | undefined;
}

/** Codes seen as real values: scale x (code - zero point). Small floats keep their width. */
export function dequantizedValues(
  codes: ValueSet,
  element: ElementType,
  parameters: Parameters,
  place: string,
): ValueSet | undefined {
  const { carrier, grid, status } = codes;
  const proof = { step: `dequantized at ${place}`, from: codes.proof };
  if (grid !== undefined) {
    return { carrier: element, grid: { ...grid, ...product(grid, parameters) }, status, proof };
  }
  const small = isFloat(carrier) && elementBits(carrier) < elementBits(element);
  return small ? { carrier, status, proof } : undefined;
}

/** Scale and zero of scale x (value - zero point), where the value lies on a grid itself. */
function product(grid: Grid, parameters: Parameters): Pick<Grid, "scale" | "zero"> {
  const { zero = null } = parameters;
  const scale = usableScale(parameters.scale);
  return {
    scale: scale === null || grid.scale === null ? null : scale * grid.scale,
    zero:
      zero === null || grid.zero === null || grid.scale === null
        ? null
        : grid.zero + zero / grid.scale,
  };
}

/** A scale that tells codes apart; null where it is not known, 0, infinite or NaN. */
export function usableScale(scale: number | undefined): number | null {
  return scale !== undefined && scale !== 0 && Number.isFinite(scale) ? scale : null;
}
