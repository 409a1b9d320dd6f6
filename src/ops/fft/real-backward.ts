import { type Complex, complexZeros, type Round, swapped, writeProduct } from "./complex.ts";
import { placeOf, type RealPass } from "./real-passes.ts";

/** Undoes `runForward()`, but for the factor `radix`. */
export function runBackward(pass: RealPass, x: Float64Array, to: Float64Array, round: Round): void {
  const { radix, count, part, butterfly } = pass;
  const z = complexZeros(radix);
  for (let k = 0; k < count; k++) {
    const spectrum = x.subarray(k * part * radix, (k + 1) * part * radix);
    for (let q = 0; 2 * q < part; q++) {
      readHalf(pass, spectrum, q, z);
      butterfly(swapped(z));
      writeTurned(pass, z, k, q, to, round);
    }
    if (part % 2 === 0) writeLast(pass, spectrum, k, to, round);
  }
}

function readHalf({ radix, part }: RealPass, spectrum: Float64Array, q: number, z: Complex): void {
  const half = (radix * part) / 2;
  for (let m = 0; m < radix; m++) {
    const at = q + m * part;
    const place = placeOf(at > half ? 2 * half - at : at);
    const im = at === 0 || at === half ? 0 : (spectrum[place + 1] as number);
    z.re[m] = spectrum[place] as number;
    z.im[m] = at > half ? -im : im;
  }
}

function writeTurned(
  { radix, count, part, turns }: RealPass,
  z: Complex,
  k: number,
  q: number,
  to: Float64Array,
  round: Round,
): void {
  for (let j = 0; j < radix; j++) {
    if (q > 0 && j > 0) {
      const turn = (j - 1) * part + q;
      const re = z.re[j] as number;
      const im = z.im[j] as number;
      writeProduct(z, j, re, im, turns.re[turn] as number, turns.im[turn] as number, round);
    }
    const at = part * (k + count * j) + placeOf(q);
    to[at] = z.re[j] as number;
    if (q > 0) to[at + 1] = z.im[j] as number;
  }
}

/** The last number of parts of even length, of radix 2 or 4: twice the real part of what is turned back. */
function writeLast(
  { radix, count, part }: RealPass,
  spectrum: Float64Array,
  k: number,
  to: Float64Array,
  round: Round,
): void {
  const put = (j: number, value: number) => {
    to[part * (k + count * j) + part - 1] = round(value);
  };
  const [re, im] = [spectrum[part - 1] as number, spectrum[part] as number];
  if (radix === 2) {
    put(0, 2 * re);
    put(1, -2 * im);
    return;
  }
  const [re3, im3] = [spectrum[3 * part - 1] as number, spectrum[3 * part] as number];
  const root = round(Math.SQRT2);
  const [difference, sum] = [round(re - re3), round(im3 + im)];
  put(0, 2 * round(re + re3));
  put(1, root * round(difference - sum));
  put(2, 2 * round(im3 - im));
  put(3, -root * round(difference + sum));
}
