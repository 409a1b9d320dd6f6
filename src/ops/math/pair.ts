/**
 * A number as an unevaluated sum of two doubles: about 106 significant bits.
 *
 * The functions below give the part of a sum, product, quotient or root that its double `result`
 * lost, so a pair is (result, tail). The kernels write their pairs into an object that the caller
 * keeps: mutable on purpose, so that no call allocates.
 */
export interface Pair {
  high: number;
  low: number;
}

/** A pair holding 0. */
export function createPair(): Pair {
  return { high: 0, low: 0 };
}

/** Writes high + low into `out`, `out.high` the double nearest to the sum; |high| >= |low|. */
export function normalize(high: number, low: number, out: Pair): void {
  const sum = high + low;
  out.high = sum;
  out.low = low - (sum - high);
}

/**
 * a + b − sum, exact, where sum is the double a + b.
 *
 * Source: Knuth, The Art of Computer Programming 2, section 4.2.2, theorem B.
 */
export function sumTail(a: number, b: number, sum: number): number {
  const share = sum - a;
  return a - (sum - share) + (b - share);
}

/** 2^27 + 1: multiplying by it separates the upper 26 bits of a double from the lower 26. */
const SPLITTER = 134217729;

/**
 * a · b − product, where product is the double a · b; exact while 2^-969 < |product| and both
 * factors are below 2^996.
 *
 * Source: Dekker, A floating-point technique for extending the available precision (1971).
 */
export function productTail(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const scaledB = SPLITTER * b;
  const highA = scaledA - (scaledA - a);
  const highB = scaledB - (scaledB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** 2^37 + 1, to the same end for the upper 16 bits. */
const SHORT_SPLITTER = 137438953473;

/** x rounded to 16 bits, so that its cube is exact with 5 bits to spare; |x| < 2^980. */
export function leadingBits(x: number): number {
  const scaled = SHORT_SPLITTER * x;
  return scaled - (scaled - x);
}

/** (n + nLow) / (d + dLow) − quotient to about 50 bits, where quotient is the double n / d. */
export function quotientTail(
  n: number,
  nLow: number,
  d: number,
  dLow: number,
  quotient: number,
): number {
  const back = quotient * d;
  const rest = n - back - productTail(quotient, d, back);
  return (rest + nLow - quotient * dLow) / d;
}

/** √(a + aLow) − root to about 50 bits, where root is the double √a, not 0. */
export function rootTail(a: number, aLow: number, root: number): number {
  const square = root * root;
  return (a - square - productTail(root, root, square) + aLow) / (root + root);
}
