import { AceError } from "../errors.ts";
import type { Missing } from "../graph/imported.ts";

/**
 * Reads stored elements; elements that are not there are noted once in `missing`.
 *
 * Widths are then those of the element types, so that no total becomes a lower bound by it.
 */
export function readOrNote<T>(missing: Missing[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AceError) || error.code !== "missing-data") throw error;
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
