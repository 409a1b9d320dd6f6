/**
 * Largest deviation from a level, relative to the slice's largest magnitude. Exporters that fold
 * the weight rule leave up to 2.6e-7; 1e-6 to 1e-3 give the same answers on all files tried.
 */
export const FIT = 1e-6;

/** Most codes of a grid: 8 bits, and the one more that a clip on a rounding tie makes. */
export const MOST_CODES = 257;

/**
 * Largest code of a grid, counted from 0 on in steps (the half: 0 lies between two codes). A
 * quantizer has a code for 0, so that no code is further from it than the codes are many.
 */
export const FARTHEST = MOST_CODES - 0.5;

/**
 * Least distance of levels from one another and from 0, relative to the slice's largest magnitude:
 * what the finest grid has. Closer ones would be made by the tolerance.
 */
export const APART = 1 / (2 * MOST_CODES);

/** Lists: at most so many distinct values, with so many nonzero elements a value on average. */
export const SHORT_LIST = { values: 4, elements: 4 } as const;
export const LONG_LIST = { values: 16, elements: 8 } as const;

/** Nonzero elements beyond the free parameters that a finding needs, over all slices. */
export const EVIDENCE = 4;

/** Step of a grid, in ulps of the narrowest type at the largest magnitude. */
export const OWN_SPACING = 2;

/**
 * Most different values that are taken for a 0 with noise: an offset leaves one, rounded this way
 * or that. Numbers that are merely small are more, and are no zeros.
 */
export const NOISY_ZEROS = 2;

/** Most distinct values of a slice, noise included: 15 for each code. */
export const MOST_DISTINCT = 4096;
