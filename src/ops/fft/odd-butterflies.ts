import { type Butterfly, EVEN_BUTTERFLIES } from "./butterflies.ts";
import { complexZeros, type Round } from "./complex.ts";

/** Cosine and sine of 2 pi k / radix. */
type RootTable = (k: number) => readonly [number, number];

/** For k from 1 to (radix - 1) / 2, the nearest doubles. */
const ROOTS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  3: [[-0.5, 0.8660254037844386]],
  5: [
    [0.30901699437494745, 0.9510565162951535],
    [-0.8090169943749475, 0.5877852522924731],
  ],
  7: [
    [0.6234898018587335, 0.7818314824680298],
    [-0.2225209339563144, 0.9749279121818236],
    [-0.9009688679024191, 0.4338837391175581],
  ],
  11: [
    [0.8412535328311812, 0.5406408174555976],
    [0.41541501300188644, 0.9096319953545183],
    [-0.14231483827328514, 0.9898214418809327],
    [-0.6548607339452851, 0.7557495743542583],
    [-0.9594929736144974, 0.28173255684142967],
  ],
};

/** The roots of a radix that is stated above, rounded; undefined for others. */
function statedRoots(radix: number, round: Round): RootTable | undefined {
  const roots = ROOTS[radix];
  if (roots === undefined) return undefined;
  return (k) => {
    const mirrored = 2 * k > radix;
    const [c, s] = roots[(mirrored ? radix - k : k) - 1] as readonly [number, number];
    return [round(c), round(mirrored ? -s : s)];
  };
}

/** How the sums of odd radices are formed. */
export interface Sums {
  /** The largest radix whose roots are those stated above; it adds its products one by one. */
  readonly mostStated: number;
  /** Products that a sum of a larger radix adds up before it takes them. */
  readonly group: number;
}

/** The butterfly of a radix of passes. */
export function butterflyOf(
  radix: number,
  roots: RootTable,
  { mostStated, group }: Sums,
  round: Round,
): Butterfly {
  const even = EVEN_BUTTERFLIES.get(radix);
  if (even !== undefined) return even(round);
  const stated = radix <= mostStated ? statedRoots(radix, round) : undefined;
  if (stated !== undefined) return oddButterfly(radix, stated, 1, round);
  return oddButterfly(radix, roots, group, round);
}

/**
 * Transform of an odd number p of numbers by the definition, halved: z[j] + z[p-j] meets the cosines,
 * z[j] - z[p-j] the sines, j ascending.
 *
 * A sum takes its first two products one by one, then as many at a time as `group` says, added up
 * first, while so many are left; then half as many, and so on.
 */
function oddButterfly(radix: number, roots: RootTable, group: number, round: Round): Butterfly {
  const half = (radix - 1) / 2;
  const rows = Array.from({ length: half }, (_, l) => coefficients(radix, l + 1, roots));
  const sizes = groupSizes(half, group);
  const [sums, differences] = [complexZeros(half), complexZeros(half)];
  return ({ re, im }) => {
    const [re0, im0] = [re[0] as number, im[0] as number];
    re[0] = pairedSum(re, sums.re, differences.re, round);
    im[0] = pairedSum(im, sums.im, differences.im, round);
    for (let row = 0; row < half; row++) {
      const { cosines, sines } = rows[row] as Coefficients;
      const evenRe = groupedSum(re0, cosines, sums.re, sizes, round);
      const evenIm = groupedSum(im0, cosines, sums.im, sizes, round);
      const oddRe = groupedSum(0, sines, differences.im, sizes, round);
      const oddIm = groupedSum(0, sines, differences.re, sizes, round);
      re[row + 1] = round(evenRe + oddRe);
      im[row + 1] = round(evenIm - oddIm);
      re[radix - 1 - row] = round(evenRe - oddRe);
      im[radix - 1 - row] = round(evenIm + oddIm);
    }
  };
}

interface Coefficients {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Cosines and sines of 2 pi j row / radix, j from 1 to (radix - 1) / 2. */
function coefficients(radix: number, row: number, roots: RootTable): Coefficients {
  const half = (radix - 1) / 2;
  const at = (part: 0 | 1) =>
    Float64Array.from({ length: half }, (_, j) => roots(((j + 1) * row) % radix)[part]);
  return { cosines: at(0), sines: at(1) };
}

/** Writes z[j] + z[p-j] and z[j] - z[p-j]; returns the sum of all, z[0] first. */
function pairedSum(
  z: Float64Array,
  sums: Float64Array,
  differences: Float64Array,
  round: Round,
): number {
  let sum = z[0] as number;
  for (let j = 1; 2 * j < z.length; j++) {
    const a = z[j] as number;
    const b = z[z.length - j] as number;
    const both = round(a + b);
    sum = round(sum + both);
    sums[j - 1] = both;
    differences[j - 1] = round(a - b);
  }
  return sum;
}

function groupSizes(count: number, group: number): readonly number[] {
  const sizes = Array.from({ length: Math.min(2, count) }, () => 1);
  let left = count - sizes.length;
  for (let size = group; left > 0; size /= 2) {
    for (; left >= size; left -= size) sizes.push(size);
  }
  return sizes;
}

function groupedSum(
  start: number,
  weights: Float64Array,
  x: Float64Array,
  sizes: readonly number[],
  round: Round,
): number {
  let sum = start;
  let at = 0;
  for (const size of sizes) {
    const end = at + size;
    let part = round((weights[at] as number) * (x[at] as number));
    for (at++; at < end; at++) {
      part = round(part + round((weights[at] as number) * (x[at] as number)));
    }
    sum = round(sum + part);
  }
  return sum;
}
