/** A place in the drawing, to a hundredth of its unit: finer than any printer, and the same everywhere. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
