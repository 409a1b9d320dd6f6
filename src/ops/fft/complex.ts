import { allocate } from "../../graph/tensor.ts";

/** Complex numbers, parts apart. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Rounds a double to the type a transform is computed in. */
export type Round = (x: number) => number;

export function complexZeros(length: number): Complex {
  const part = () => allocate("f64", length) as Float64Array;
  return { re: part(), im: part() };
}

/** i times the conjugate. The forward transform of it is i times the conjugate of the inverse one. */
export function swapped({ re, im }: Complex): Complex {
  return { re: im, im: re };
}

/** Writes z[at] = (re + i im) (c + i s): each product, then their difference or sum, is rounded. */
export function writeProduct(
  z: Complex,
  at: number,
  re: number,
  im: number,
  c: number,
  s: number,
  round: Round,
): void {
  z.re[at] = round(round(re * c) - round(im * s));
  z.im[at] = round(round(re * s) + round(im * c));
}

/** Multiplies both parts of all numbers by a real one. */
export function scale({ re, im }: Complex, factor: number, round: Round): void {
  for (let i = 0; i < re.length; i++) {
    re[i] = round((re[i] as number) * factor);
    im[i] = round((im[i] as number) * factor);
  }
}
