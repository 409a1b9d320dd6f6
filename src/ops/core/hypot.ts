import { binary } from "../elementwise.ts";
import { hypotenuse } from "../math/hypotenuse.ts";

/**
 * The root of x^2 + y^2, without overflow on the way: the size of the complex number x + iy.
 *
 * Infinity where either is infinite.
 *
 * Source: IEEE 754 `hypot`; StableHLO `abs` of complex numbers.
 */
export const hypot = binary({
  name: "hypot",
  kinds: ["multiply", "multiply", "add", "root"],
  float: hypotenuse,
});
