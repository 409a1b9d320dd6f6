import { type Complex, complexZeros, type Round, writeProduct } from "./complex.ts";
import { placeOf, type RealPass } from "./real-passes.ts";

/**
 * Makes each half spectrum of `radix * part` numbers of `radix` ones of `part` numbers.
 *
 * Element q of all parts, each turned, is transformed; the results are elements q, q + part,
 * q + 2 part, ... of the whole spectrum, of which the second half is stored as its mirror image.
 */
export function runForward(pass: RealPass, x: Float64Array, to: Float64Array, round: Round): void {
  const { radix, count, part, butterfly } = pass;
  const z = complexZeros(radix);
  for (let k = 0; k < count; k++) {
    const spectrum = to.subarray(k * part * radix, (k + 1) * part * radix);
    for (let q = 0; 2 * q < part; q++) {
      readTurned(pass, x, k, q, z, round);
      butterfly(z);
      writeHalf(pass, z, q, spectrum);
    }
    if (part % 2 === 0) writeLast(pass, x, k, spectrum, round);
  }
}

function readTurned(
  { radix, count, part, turns }: RealPass,
  x: Float64Array,
  k: number,
  q: number,
  z: Complex,
  round: Round,
): void {
  for (let j = 0; j < radix; j++) {
    const at = part * (k + count * j) + placeOf(q);
    const re = x[at] as number;
    const im = q === 0 ? 0 : (x[at + 1] as number);
    if (q === 0 || j === 0) {
      z.re[j] = re;
      z.im[j] = im;
    } else {
      const turn = (j - 1) * part + q;
      writeProduct(z, j, re, im, turns.re[turn] as number, -(turns.im[turn] as number), round);
    }
  }
}

function writeHalf({ radix, part }: RealPass, z: Complex, q: number, spectrum: Float64Array): void {
  const half = (radix * part) / 2;
  for (let m = 0; m < radix; m++) {
    const at = q + m * part;
    const mirrored = at > half;
    const place = placeOf(mirrored ? 2 * half - at : at);
    spectrum[place] = z.re[m] as number;
    if (at === 0 || at === half) continue;
    spectrum[place + 1] = mirrored ? -(z.im[m] as number) : (z.im[m] as number);
  }
}

/** The last number of parts of even length is real: turned by j / 2 radixes; radix 2 or 4. */
function writeLast(
  { radix, count, part }: RealPass,
  x: Float64Array,
  k: number,
  spectrum: Float64Array,
  round: Round,
): void {
  const last = (j: number) => x[part * (k + count * j) + part - 1] as number;
  if (radix === 2) {
    spectrum[part - 1] = last(0);
    spectrum[part] = -last(1);
    return;
  }
  const root = round(Math.SQRT1_2);
  const re = round(root * round(last(1) - last(3)));
  const im = round(-root * round(last(1) + last(3)));
  spectrum[part - 1] = round(last(0) + re);
  spectrum[part] = round(im - last(2));
  spectrum[3 * part - 1] = round(last(0) - re);
  spectrum[3 * part] = round(im + last(2));
}
