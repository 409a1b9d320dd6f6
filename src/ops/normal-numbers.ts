import { log } from "./math/log.ts";
import { cos, sin } from "./math/trigonometric.ts";
import { uniformNumbers } from "./philox.ts";

/** Scalar operations of one number. */
export const NORMAL_KINDS = [
  "transcendental",
  "transcendental",
  "root",
  "multiply",
  "multiply",
  "add",
] as const;

/**
 * Numbers of a normal distribution by their index, in f64: mean + scale x root(-2 ln(1 - u)) x
 * cos(2 pi v), and with the sine for every second one.
 *
 * Source: Box and Muller (1958); u and v are numbers of `philox.ts`.
 */
export function normalNumbers(seed: number, mean: number, scale: number): (i: number) => number {
  const uniform = uniformNumbers(seed);
  return (i) => {
    const pair = i - (i % 2);
    const radius = Math.sqrt(-2 * log(1 - uniform(pair)));
    const angle = 2 * Math.PI * uniform(pair + 1);
    return mean + scale * radius * (i % 2 === 0 ? cos(angle) : sin(angle));
  };
}
