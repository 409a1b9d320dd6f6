import { basename } from "node:path";
import { readWholeFile } from "../io/byte-source.ts";
import type { Claims } from "../metrics/claims.ts";
import { checkWidths, parseWidths } from "../results/read-widths.ts";
import type { Widths } from "../results/widths.ts";

/** Widths that somebody claims beside a model: a file of `acemeter/widths@1`, or what stands in one. */
export interface ClaimOptions {
  readonly bits?: string | Widths;
}

/**
 * What is claimed, checked.
 *
 * @throws {AceError} `unreadable-file`; `wrong-usage` with the key that is not as it must be
 */
export function claimsOf({ bits }: ClaimOptions): Claims | undefined {
  if (bits === undefined) return undefined;
  if (typeof bits !== "string") return { widths: checkWidths(bits), source: "the bit widths" };
  const text = new TextDecoder().decode(readWholeFile(bits));
  return { widths: parseWidths(text, { file: bits }), source: basename(bits) };
}
