import { type ElementType, elementBits, integerRange, isFloat } from "../graph/element-type.ts";
import { type Interval, typeInterval } from "./interval.ts";
import type { Proof, WidthStatus } from "./proof.ts";
import type { Varying } from "./varying.ts";

export { formatProof, type Proof, type WidthStatus } from "./proof.ts";

/**
 * Values that are told apart by an integer code in [lo, hi]:
 *
 *     value = factor x (step x code + origin) + shift
 *
 * `step` and `origin` are known numbers, `factor` and `shift` are not: they are known at run time
 * only, or vary along axes. Codes are contiguous: {-1, +1} is step 2, origin -1, codes 0 to 1.
 */
export interface Grid {
  /** Codes; infinite until something bounds them. */
  readonly lo: number;
  readonly hi: number;
  /** Positive. */
  readonly step: number;
  readonly origin: number;
  /** The values of the codes lo, lo + 1, ... instead, ascending, where they are not even. */
  readonly levels?: readonly number[];
  readonly factor?: Varying;
  readonly shift?: Varying;
  /** Each code stands for one value at each place along these axes; nothing else is known of it. */
  readonly opaque?: Varying;
}

/** A tensor whose codes decide the values of this one, element by element. */
export interface Root {
  /** Value number of that tensor. */
  readonly number: number;
  /** Values of this tensor, one for each value of the root. */
  readonly table?: readonly number[];
  /** The table holds the very numbers that come out, so that functions that jump can use it. */
  readonly exact?: true;
  /** Without a table: along which axes one value of the root gives different values here. */
  readonly varies?: Pick<Varying, "axes" | "stored">;
  /** The root's values are in this order: counted ones, up to here. */
  readonly counted: number;
  /** Then what signs make of 0, and NaN, up to here. */
  readonly signs: number;
  /** Then padding, up to here. */
  readonly size: number;
}

/** Bounds that a clip has stated, as long as only known scalars were applied since. */
export interface Clipped {
  readonly lo?: number;
  readonly hi?: number;
}

/**
 * What a tensor can hold: over-approximations, each of which holds by itself. NaN lies in every set.
 */
export interface ValueSet {
  /** Element type, or the narrowest float type that the values passed through. */
  readonly carrier: ElementType;
  /** Float type that the codes came through, where it is narrower: their values are as coarse. */
  readonly precision?: ElementType;
  readonly interval: Interval;
  /** Absent: any value of the carrier. */
  readonly grid?: Grid;
  /** Values beside the grid that are not counted (the 0 of a sign), as step x code + origin. */
  readonly extra?: readonly number[];
  /** The same, put there by padding: a sum over them counts them. */
  readonly padded?: readonly number[];
  /** More values beside the grid, not told apart: what sums and factors make of uncounted ones. */
  readonly strays?: true;
  /** 0 is an ordinary value (relu, mask, rounding), so that the 0 of a sign counts. */
  readonly zeroCommon?: true;
  /** A sum made the grid: few operations keep it. */
  readonly summed?: true;
  /** A rounding made the grid: a clip that follows declares a width. */
  readonly rounded?: true;
  /** Integers, since integers that vary were added to what a rounding made. */
  readonly whole?: true;
  /** Equal to its grid but for the rounding of a residue that cancels. */
  readonly residue?: true;
  readonly clipped?: Clipped;
  readonly root?: Root;
  readonly status: WidthStatus;
  readonly proof: Proof;
}

/** Width of an operand for every metric. */
export interface Width {
  readonly bits: number;
  /** True for an unquantized float of `bits` bits. */
  readonly float: boolean;
}

/** A grid that was found, not declared, of more codes than this is no grid to anybody. */
export const MOST_FOUND_CODES = 2 ** 16 + 1;

export function codeCount({ lo, hi }: Grid): number {
  return hi - lo + 1;
}

/** Width of `count` things that are told apart. */
export function bitsFor(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits++;
  return bits;
}

/** True where somebody states the width: what merely selects among the values keeps it. */
export function isStated({ status }: ValueSet): boolean {
  return status === "declared" || status === "claimed";
}

/**
 * Whether the grid says something of the width: two codes or more, and not more than anybody would
 * tell apart unless somebody states them. One code says nothing, or a placeholder would be free.
 */
export function hasWidth(set: ValueSet): boolean {
  if (set.grid === undefined) return false;
  const count = codeCount(set.grid);
  if (count < 2 || !Number.isFinite(count)) return false;
  return isStated(set) || count <= MOST_FOUND_CODES;
}

/** Width in bits: the ceiling of log2 of the number of codes, else the carrier's width. */
export function widthOf(set: ValueSet): Width {
  if (hasWidth(set)) return { bits: bitsFor(codeCount(set.grid as Grid)), float: false };
  return { bits: elementBits(set.carrier), float: isFloat(set.carrier) };
}

/** How the width of a set came to be known: a grid that says nothing leaves it assumed. */
export function statusOf(set: ValueSet): WidthStatus {
  if (hasWidth(set) || isStated(set)) return set.status;
  return "assumed";
}

const UNKNOWN = new Map<ElementType, ValueSet>();

/** Nothing is known but the element type: the width is assumed. */
export function unknownValues(element: ElementType): ValueSet {
  let set = UNKNOWN.get(element);
  if (set === undefined) {
    set = Object.freeze({
      carrier: element,
      interval: typeInterval(element),
      status: "assumed",
      proof: Object.freeze({ rule: "element type", text: `${element} by its element type` }),
    } as const);
    UNKNOWN.set(element, set);
  }
  return set;
}

/** Values of which only bounds are known; where they say nothing, the proof is not kept. */
export function boundedValues(element: ElementType, interval: Interval, proof: Proof): ValueSet {
  const { lo, hi } = typeInterval(element);
  if (interval.lo <= lo && interval.hi >= hi) return unknownValues(element);
  return { carrier: element, interval, status: "assumed", proof };
}

const BY_TYPE = new Map<ElementType, ValueSet>();

/**
 * Values of a tensor whose element type itself is the declaration: an input or a stored tensor of
 * an integer type, bool, or a float of 8 bits and fewer. Wide floats stay assumed.
 */
export function declaredByType(element: ElementType): ValueSet {
  let set = BY_TYPE.get(element);
  if (set === undefined) {
    set = isFloat(element) && elementBits(element) > 8 ? unknownValues(element) : stated(element);
    BY_TYPE.set(element, set);
  }
  return set;
}

function stated(element: ElementType): ValueSet {
  const proof = { rule: "element type", text: `stored as ${element}` };
  const set = {
    carrier: element,
    interval: typeInterval(element),
    status: "declared",
    proof,
  } as const;
  return Object.freeze(isFloat(element) ? set : { ...set, grid: integersOf(element) });
}

/** The integers of a type, each its own code. */
export function integersOf(element: Exclude<ElementType, `f${string}` | "bf16">): Grid {
  const [lo, hi] = integerRange(element);
  return integerGrid(Number(lo), Number(hi));
}

/** The integers from lo to hi, each its own code. */
export function integerGrid(lo: number, hi: number): Grid {
  return { lo, hi, step: 1, origin: 0 };
}
