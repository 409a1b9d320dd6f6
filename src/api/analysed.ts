import { within } from "../errors.ts";
import type { ImportedModel } from "../graph/imported.ts";
import type { Claims } from "../metrics/claims.ts";
import { nameMatcher } from "../results/names.ts";
import { type ImportProgram, type ModelOptions, openModel } from "./open-model.ts";
import { type ClaimOptions, claimsOf } from "./widths.ts";

/** What is known of a model beside its file, for those who ask what is in it. */
export interface AnalysisOptions extends ModelOptions, ClaimOptions {}

/**
 * What `report` makes of a model, a path or its bytes, and of the widths claimed of it.
 *
 * @param programs - absent: a program of XLA is no model
 */
export function analysed<R>(
  model: string | Uint8Array,
  options: AnalysisOptions,
  report: (model: ImportedModel, name: string, claims: Claims | undefined) => R,
  programs?: ImportProgram,
): R {
  const said = claimsOf(options);
  const { isWeight, marked } = weightPatterns(said);
  const open = openModel(model, { ...options, ...isWeight, strict: false }, programs);
  const claims = said && { ...said, marked };
  const file = typeof model === "string" ? model : open.name;
  try {
    return within({ file }, () => report(open.model, open.name, claims));
  } finally {
    open.close();
  }
}

/** The claimed patterns of weights as a test of arguments, and those that one of them met. */
function weightPatterns(claims: Claims | undefined) {
  const marked = new Set<string>();
  const patterns = claims?.widths.weights ?? [];
  if (patterns.length === 0) return { isWeight: {}, marked };
  const matchers = patterns.map((pattern) => [pattern, nameMatcher(pattern)] as const);
  const isWeight = (name: string): boolean => {
    const met = matchers.filter(([, matches]) => matches(name));
    for (const [pattern] of met) marked.add(pattern);
    return met.length > 0;
  };
  return { isWeight: { isWeight }, marked };
}
