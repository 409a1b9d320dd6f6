import { AceError } from "../errors.ts";
import type { TensorId } from "../graph/graph.ts";
import type { Missing } from "../graph/imported.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Frame } from "./frame.ts";

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
    note(missing, error);
    return undefined;
  }
}

/** The same for a tensor that may be known without an input; of most nodes somebody asks. */
export function knownOrNote(
  missing: Missing[],
  { folder }: Pick<Frame, "folder">,
  id: TensorId,
): Tensor | undefined {
  try {
    return folder.value(id);
  } catch (error) {
    note(missing, error);
    return undefined;
  }
}

/** @throws {unknown} the error itself where the elements are wrong, not out of reach */
function note(missing: Missing[], error: unknown): void {
  if (!(error instanceof AceError) || !OUT_OF_REACH.has(error.code)) throw error;
  const { where } = error;
  if (missing.some((known) => known.where.tensor === where.tensor)) return;
  missing.push({
    code: "not-inspected",
    where,
    reason: `its elements could not be looked at: ${error.message}`,
    touches: ["widths"],
  });
}
