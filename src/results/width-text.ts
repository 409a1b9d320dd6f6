import type { Known } from "./bits-result.ts";

/** A width in words: `1 bit`, `8 bits`, `a 32-bit float`. */
export function widthText({ bits, float }: Pick<Known, "bits" | "float">): string {
  if (float) return `a ${bits}-bit float`;
  return bits === 1 ? "1 bit" : `${bits} bits`;
}
