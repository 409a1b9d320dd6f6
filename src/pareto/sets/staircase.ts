import { densePlaces } from "./order.ts";
import { orderedSet } from "./ordered-set.ts";

/** The union of rectangles that have a corner in the origin. */
export interface Staircase {
  /** Adds a rectangle; returns the area that was not covered. */
  add(width: number, height: number): number;
}

/** Of few rectangles: steps in order, ascending in width and so descending in height. */
export function fewSteps(): Staircase {
  const widths: number[] = [];
  const heights: number[] = [];
  return {
    add(width, height) {
      const at = firstFrom(widths, width);
      let floor = heights[at] ?? 0;
      if (floor >= height) return 0;
      let [added, right, left] = [0, width, at];
      for (; left > 0 && (heights[left - 1] as number) <= height; left--) {
        const [edge, level] = [widths[left - 1] as number, heights[left - 1] as number];
        added += (right - edge) * (height - floor);
        [right, floor] = [edge, level];
      }
      added += (right - (widths[left - 1] ?? 0)) * (height - floor);
      const covered = at - left + (widths[at] === width ? 1 : 0);
      widths.splice(left, covered, width);
      heights.splice(left, covered, height);
      return added;
    },
  };
}

/**
 * Of many rectangles, in logarithmic time each.
 *
 * @param all - every width that will come
 */
export function manySteps(all: Float64Array): { add(rectangle: number, height: number): number } {
  const { places, count } = densePlaces(all);
  const steps = orderedSet(count);
  const [widths, heights] = [new Float64Array(count), new Float64Array(count)];
  return {
    add(rectangle, height) {
      const [place, width] = [places[rectangle] as number, all[rectangle] as number];
      const beyond = steps.atLeast(place);
      let floor = beyond < 0 ? 0 : (heights[beyond] as number);
      if (floor >= height) return 0;
      let [added, right] = [0, width];
      if (beyond === place) steps.delete(place);
      let step = steps.atMost(place);
      for (; step >= 0 && (heights[step] as number) <= height; step = steps.atMost(place)) {
        added += (right - (widths[step] as number)) * (height - floor);
        [right, floor] = [widths[step] as number, heights[step] as number];
        steps.delete(step);
      }
      added += (right - (step < 0 ? 0 : (widths[step] as number))) * (height - floor);
      widths[place] = width;
      heights[place] = height;
      steps.add(place);
      return added;
    },
  };
}

/** Index of the first of ascending values that is `value` or more. */
function firstFrom(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
