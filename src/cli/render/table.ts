import type { Align } from "./columns.ts";

/** A table for other programs: CSV, Markdown and LaTeX are written from it. */
export interface Table {
  readonly head: readonly string[];
  readonly aligns: readonly Align[];
  readonly rows: readonly (readonly string[])[];
}
