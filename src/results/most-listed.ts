/** A list of networks names no more than these, and counts the rest. */
export const MOST_LISTED = 10;
