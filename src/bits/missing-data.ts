import { AceError } from "../errors.ts";
import type { Missing } from "../graph/imported.ts";

/** Codes of errors that mean: the elements may be right, but nobody can look at them. */
const OUT_OF_REACH: ReadonlySet<string> = new Set(["missing-data", "too-large"]);

/**
 * Reads stored elements; those that are not there, or too many, are noted once in `missing`.
 *
 * Widths are then those of the element types, so that no total becomes a lower bound by it.
 */
export function readOrNote<T>(missing: Missing[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AceError) || !OUT_OF_REACH.has(error.code)) throw error;
    const { where } = error;
    if (missing.every((known) => known.where.tensor !== where.tensor)) {
      missing.push({
        code: "not-inspected",
        where,
        reason: `its elements could not be looked at: ${error.message}`,
        touches: ["widths"],
      });
    }
    return undefined;
  }
}
