import { MOST_CODES, MOST_DISTINCT, NOISY_ZEROS } from "./limits.ts";

/** Power of two, so that a hash is cut by a mask; at most half full. */
const SLOTS = 2 * MOST_DISTINCT;
/**
 * A level lies at least 1/514 of the largest magnitude off 0 and its elements within 1e-6 of that,
 * so that they share their first 9 bits with at most one neighbour.
 */
const MOST_PREFIXES = 2 * MOST_CODES + NOISY_ZEROS;
/** Leaves sign, exponent and 8 stored bits of the upper half of a double. */
const PREFIX_SHIFT = 12;

/**
 * The distinct values of one slice, with how often each occurs: a hash table that is used again
 * for the next slice. Zeros of either sign are counted apart.
 */
export class DistinctValues {
  readonly #values = new Float64Array(SLOTS);
  readonly #counts = new Uint32Array(SLOTS);
  /** A slot is taken where its stamp is the present one: clearing touches no slot. */
  readonly #stamps = new Uint32Array(SLOTS);
  readonly #taken = new Uint16Array(MOST_DISTINCT);
  readonly #prefixes = new Set<number>();
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  #stamp = 1;
  #size = 0;
  /** Elements that are 0. */
  zeros = 0;
  /** Elements that are not. */
  nonzero = 0;

  clear(): void {
    this.#stamp++;
    this.#size = 0;
    this.#prefixes.clear();
    this.zeros = 0;
    this.nonzero = 0;
  }

  /** Distinct values to the first 9 bits: what one of a subset never is more of. */
  get prefixes(): number {
    return this.#prefixes.size;
  }

  /** Takes one element; false for NaN, infinity, and one distinct value too many. */
  add(x: number): boolean {
    if (x === 0) {
      this.zeros++;
      return true;
    }
    const slot = this.#slot(x);
    this.nonzero++;
    if (this.#stamps[slot] === this.#stamp) {
      this.#counts[slot] = (this.#counts[slot] as number) + 1;
      return true;
    }
    return this.#insert(x, slot);
  }

  /** Elements that are exactly `x`, which is one of the values. */
  countOf(x: number): number {
    return this.#counts[this.#slot(x)] as number;
  }

  /** The nonzero values, in the order in which they came. */
  values(): Float64Array {
    const values = new Float64Array(this.#size);
    for (let i = 0; i < values.length; i++) {
      values[i] = this.#values[this.#taken[i] as number] as number;
    }
    return values;
  }

  /** The nonzero values, ascending. */
  sorted(): Float64Array {
    return this.values().sort();
  }

  #insert(x: number, slot: number): boolean {
    if (!Number.isFinite(x) || this.#size === MOST_DISTINCT) return false;
    this.#values[slot] = x;
    this.#counts[slot] = 1;
    this.#stamps[slot] = this.#stamp;
    this.#taken[this.#size++] = slot;
    this.#double[0] = x;
    this.#prefixes.add((this.#words[HIGH_WORD] as number) >>> PREFIX_SHIFT);
    return this.#prefixes.size <= MOST_PREFIXES;
  }

  /** The slot of a value, or the free one that it would go to. */
  #slot(x: number): number {
    this.#double[0] = x;
    const high = this.#words[HIGH_WORD] as number;
    const low = this.#words[1 - HIGH_WORD] as number;
    let slot = (Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (SLOTS - 1);
    while (this.#stamps[slot] === this.#stamp && this.#values[slot] !== x) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }
}

/** Which of the two words of a double holds its exponent on this machine. */
const HIGH_WORD = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;

let scratch: DistinctValues | undefined;

/** An empty table: the same one every time, since it is large and one slice is looked at at a time. */
export function noValues(): DistinctValues {
  scratch ??= new DistinctValues();
  scratch.clear();
  return scratch;
}
