import { type ElementType, elementBits, integerRange, isFloat } from "../graph/element-type.ts";

/** How a width came to be known, strongest authority first. */
export type WidthStatus = "claimed" | "declared" | "proven" | "inspected" | "assumed";

/** One step of the reason for a width; printed as one sentence, newest step last. */
export interface Proof {
  readonly step: string;
  readonly from?: Proof;
}

/**
 * Values that lie on an even grid: value = scale x (code - zero), code integer.
 *
 * Codes are contiguous: {-1, +1} is scale 2, codes 0 to 1, zero 0.5. Scale and zero may vary along
 * axes or be known at run time only; they are then null.
 */
export interface Grid {
  readonly lo: number;
  readonly hi: number;
  readonly scale: number | null;
  /** The code, not always an integer, that would stand for the value 0. */
  readonly zero: number | null;
}

/** What a tensor can hold. */
export interface ValueSet {
  /** Element type, or the narrowest float type that the values passed through unchanged. */
  readonly carrier: ElementType;
  /** Absent: any value of the carrier. */
  readonly grid?: Grid;
  readonly status: WidthStatus;
  readonly proof: Proof;
}

/** Width of an operand for every metric. */
export interface Width {
  readonly bits: number;
  /** True for an unquantized float of `bits` bits. */
  readonly float: boolean;
}

/** Number of codes of a grid. */
export function codeCount(grid: Grid): number {
  return grid.hi - grid.lo + 1;
}

/** Bits that tell the codes of a grid apart; a grid of one code has no width of its own. */
function gridBits(grid: Grid): number {
  return Math.ceil(Math.log2(codeCount(grid)));
}

/**
 * Width in bits: the ceiling of log2 of the number of codes, else the carrier's width.
 *
 * A grid of one code says nothing, or a placeholder would cost nothing.
 */
export function widthOf(values: ValueSet): Width {
  if (values.grid !== undefined && codeCount(values.grid) > 1) {
    return { bits: gridBits(values.grid), float: false };
  }
  return { bits: elementBits(values.carrier), float: isFloat(values.carrier) };
}

const UNKNOWN = new Map<ElementType, ValueSet>();

/** Nothing is known but the element type: the width is assumed. */
export function unknownValues(element: ElementType): ValueSet {
  let set = UNKNOWN.get(element);
  if (set === undefined) {
    set = Object.freeze({
      carrier: element,
      status: "assumed",
      proof: Object.freeze({ step: `${element} by its element type` }),
    });
    UNKNOWN.set(element, set);
  }
  return set;
}

/**
 * Values of a tensor whose element type itself is the declaration: an input or a stored tensor of
 * an integer type, bool, or a float of 8 bits and fewer. Wide floats stay assumed.
 */
export function declaredByType(element: ElementType): ValueSet {
  if (!isFloat(element)) {
    const [lo, hi] = integerRange(element);
    return {
      carrier: element,
      grid: { lo: Number(lo), hi: Number(hi), scale: 1, zero: 0 },
      status: "declared",
      proof: { step: `stored as ${element}` },
    };
  }
  if (elementBits(element) > 8) return unknownValues(element);
  return { carrier: element, status: "declared", proof: { step: `stored as ${element}` } };
}

/** A proof as one sentence, oldest step first. */
export function formatProof(proof: Proof): string {
  const steps: string[] = [];
  for (let step: Proof | undefined = proof; step !== undefined; step = step.from) {
    steps.push(step.step);
  }
  return steps.reverse().join(", ");
}
