/**
 * Padding before and after each axis of a window.
 *
 * @param pads - low and high of one axis after the other; a splat may be stored as one number
 */
export function windowPadding(pads: readonly number[], rank: number) {
  const side = (offset: 0 | 1) =>
    Array.from({ length: rank }, (_, axis) => {
      return (pads.length === 1 ? pads[0] : pads[axis * 2 + offset]) as number;
    });
  return { padLow: side(0), padHigh: side(1) };
}
