/** Distance from a code, relative to it or to one step, within which a bound lies on it. */
const ON_CODE = 1e-6;

/** Where values are cut; absent: not on that side. */
export interface Bounds {
  readonly lo?: number | undefined;
  readonly hi?: number | undefined;
}

export const clamp = (x: number, { lo, hi }: Bounds): number =>
  Math.min(Math.max(x, lo ?? Number.NEGATIVE_INFINITY), hi ?? Number.POSITIVE_INFINITY);

export function onCode(code: number): boolean {
  return Math.abs(code - Math.round(code)) <= ON_CODE * Math.max(1, Math.abs(code));
}

/** A bound that lies between codes adds one. */
export const lowCode = (code: number): number =>
  onCode(code) ? Math.round(code) : Math.floor(code);
export const highCode = (code: number): number =>
  onCode(code) ? Math.round(code) : Math.ceil(code);
