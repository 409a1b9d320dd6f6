import type { Where } from "../errors.ts";
import type { Graph } from "./graph.ts";

/** What a finding makes uncertain (`trips`: how often the same work is done); metrics translate it into the totals that it touches. */
export type Touches = "work" | "trips" | "widths" | "storage" | "memory";

/** Something that is not known, so that some totals are lower bounds. */
export interface Missing {
  readonly code: string;
  readonly where: Where;
  readonly reason: string;
  readonly hint?: string;
  readonly touches: readonly Touches[];
}

/** Something that the user should know and that changes no total. */
export interface Warning {
  readonly code: string;
  readonly where: Where;
  readonly reason: string;
}

/** A graph with static shapes and what was learned while it was made. */
export interface ImportedModel {
  readonly graph: Graph;
  readonly format: string;
  readonly producer: string;
  /** What symbolic dimensions were bound to. */
  readonly dims: Readonly<Record<string, number>>;
  /** Names of the outputs, in the graph's order. */
  readonly outputNames: readonly string[];
  readonly missing: readonly Missing[];
  readonly warnings: readonly Warning[];
}
