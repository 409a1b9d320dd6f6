import { quotientTail } from "../math/pair.ts";
import { cos, sin } from "../math/trigonometric.ts";
import type { Round } from "./complex.ts";

type Root = readonly [number, number];

const QUARTER_PI = 0.7853981633974483;
const QUARTER_PI_TAIL = 3.061616997868383e-17;

/**
 * The roots of unity e^(2 pi i k / n), 0 <= k < n, as [cosine, sine].
 *
 * Few cosines are worked out: k = low + 2^bits high, and the root is the product of those of the two
 * parts, in f64, then rounded. Beyond n / 2 the conjugates are taken.
 */
export function rootsOfUnity(n: number, round: Round): (k: number) => Root {
  const count = Math.floor((n + 2) / 2);
  let bits = 1;
  while (4 ** bits < count) bits++;
  const fine = Array.from({ length: 2 ** bits }, (_, k) => rootAt(k, n));
  const coarse = Array.from({ length: Math.ceil(count / 2 ** bits) }, (_, k) =>
    rootAt(k * 2 ** bits, n),
  );
  const half = (k: number): Root => {
    const [a, b] = fine[k % 2 ** bits] as Root;
    const [c, d] = coarse[Math.floor(k / 2 ** bits)] as Root;
    return [round(a * c - b * d), round(a * d + b * c)];
  };
  return (k) => {
    if (2 * k <= n) return half(k);
    const [c, s] = half(n - k);
    return [c, -s];
  };
}

/** Cosine and sine of 2 pi k / n, worked out within an eighth of a turn of the nearest quarter. */
function rootAt(k: number, n: number): Root {
  const eighth = QUARTER_PI / n;
  const unit = eighth + quotientTail(QUARTER_PI, QUARTER_PI_TAIL, n, 0, eighth);
  const quarter = Math.floor((8 * k + n) / (2 * n));
  const angle = (8 * k - 2 * n * quarter) * unit;
  const [c, s] = [cos(angle), sin(angle)];
  const turns = quarter % 4;
  if (turns === 0) return [c, s];
  if (turns === 1) return [-s, c];
  return turns === 2 ? [-c, -s] : [s, -c];
}
