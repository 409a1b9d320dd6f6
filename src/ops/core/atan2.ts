import { stored } from "../../domain/interval.ts";
import { resultElement, step } from "../../domain/solver.ts";
import { boundedValues } from "../../domain/value-set.ts";
import { binary } from "../elementwise.ts";
import { atan2 as angleOf } from "../math/inverse-trigonometric.ts";

/**
 * The angle in [-pi, pi] of the point (y, x): the first input is the ordinate.
 *
 * The sign of a zero counts: atan2(+0, -0) = pi, atan2(-0, +0) = -0; two infinities give odd
 * multiples of pi / 4.
 *
 * Source: StableHLO `atan2`; IEEE 754 `atan2`.
 */
export const atan2 = binary({
  name: "atan2",
  kinds: ["transcendental"],
  float: angleOf,
  values(_inputs, place, solver) {
    const element = resultElement(place);
    const angles = stored({ lo: -Math.PI, hi: Math.PI }, element);
    return boundedValues(element, angles, step(solver, "bounds", "bounds of an angle"));
  },
});
