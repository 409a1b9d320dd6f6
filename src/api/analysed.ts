import { within } from "../errors.ts";
import type { ImportedModel } from "../graph/imported.ts";
import type { Claims } from "../metrics/claims.ts";
import { type ModelOptions, openModel } from "./open-model.ts";
import { type ClaimOptions, claimsOf } from "./widths.ts";

/** What is known of a model beside its file, for those who ask what is in it. */
export interface AnalysisOptions extends ModelOptions, ClaimOptions {}

/** What `report` makes of a model, a path or its bytes, and of the widths claimed of it. */
export function analysed<R>(
  model: string | Uint8Array,
  options: AnalysisOptions,
  report: (model: ImportedModel, name: string, claims: Claims | undefined) => R,
): R {
  const claims = claimsOf(options);
  const open = openModel(model, { ...options, strict: false });
  const file = typeof model === "string" ? model : open.name;
  try {
    return within({ file }, () => report(open.model, open.name, claims));
  } finally {
    open.close();
  }
}
