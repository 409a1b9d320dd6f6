import { type Complex, complexZeros, type Round } from "./complex.ts";

/** Replaces as many numbers as its radix by their transform, with e^(-2 pi i / radix). */
export type Butterfly = (z: Complex) => void;

/** Writes z[a] + z[b] and z[a] - z[b] in place of both. */
function addAndSubtract({ re, im }: Complex, a: number, b: number, round: Round): void {
  const [aRe, aIm, bRe, bIm] = [re[a], im[a], re[b], im[b]] as [number, number, number, number];
  re[a] = round(aRe + bRe);
  im[a] = round(aIm + bIm);
  re[b] = round(aRe - bRe);
  im[b] = round(aIm - bIm);
}

/** Multiplies z[a] by -i. */
function quarterTurn({ re, im }: Complex, a: number): void {
  const turned = -(re[a] as number);
  re[a] = im[a] as number;
  im[a] = turned;
}

function swap({ re, im }: Complex, a: number, b: number): void {
  [re[a], re[b]] = [re[b] as number, re[a] as number];
  [im[a], im[b]] = [im[b] as number, im[a] as number];
}

function transformTwo(round: Round): Butterfly {
  return (z) => addAndSubtract(z, 0, 1, round);
}

/** The transform of z at a, a + step, a + 2 step and a + 3 step, in place. */
function writeFour(z: Complex, a: number, step: number, round: Round): void {
  const [b, c, d] = [a + step, a + 2 * step, a + 3 * step];
  addAndSubtract(z, a, c, round);
  addAndSubtract(z, b, d, round);
  quarterTurn(z, d);
  addAndSubtract(z, a, b, round);
  addAndSubtract(z, c, d, round);
  swap(z, b, c);
}

function transformFour(round: Round): Butterfly {
  return (z) => writeFour(z, 0, 1, round);
}

/** Multiplies z[a] by e^(-pi i / 4). */
function eighthTurn({ re, im }: Complex, a: number, round: Round): void {
  const root = round(Math.SQRT1_2);
  const [x, y] = [re[a] as number, im[a] as number];
  re[a] = round(root * round(x + y));
  im[a] = round(root * round(y - x));
}

/** Transforms of the even and of the odd ones, the latter turned by eighths, then sums. */
function transformEight(round: Round): Butterfly {
  const y = complexZeros(8);
  return (z) => {
    writeFour(z, 0, 2, round);
    writeFour(z, 1, 2, round);
    eighthTurn(z, 3, round);
    quarterTurn(z, 5);
    eighthTurn(z, 7, round);
    quarterTurn(z, 7);
    for (let i = 0; i < 8; i += 2) addAndSubtract(z, i, i + 1, round);
    for (let i = 0; i < 8; i++) {
      const at = (i % 2) * 4 + Math.floor(i / 2);
      y.re[at] = z.re[i] as number;
      y.im[at] = z.im[i] as number;
    }
    z.re.set(y.re);
    z.im.set(y.im);
  };
}

/** Transforms of 2, 4 and 8 numbers: sums and differences, no more products than two in eight. */
export const EVEN_BUTTERFLIES: ReadonlyMap<number, (round: Round) => Butterfly> = new Map([
  [2, transformTwo],
  [4, transformFour],
  [8, transformEight],
]);
