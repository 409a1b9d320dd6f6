import type { Graph } from "../../../graph/graph.ts";
import type { Findings } from "../../lowering/findings.ts";
import type { Limits } from "../../lowering/limits.ts";
import type { LoopTrips } from "../../lowering/loop-trips.ts";
import type { Module } from "../program/program.ts";
import type { Environment } from "./environment.ts";
import type { CallPath, Names } from "./names.ts";

/** What lowering needs of the program around a region. */
export interface Surroundings {
  readonly module: Module;
  /** The outermost graph, which knows where all nodes come from. */
  readonly root: Graph;
  readonly names: Names;
  readonly limits: Limits;
  readonly trips: LoopTrips;
  /** True where the graph is made for inputs that are given, to be run. */
  readonly running: boolean;
}

/** One region of the program, for one place where it is run. */
export interface Block {
  readonly environment: Environment;
  readonly findings: Findings;
  readonly path: CallPath;
  /** Functions that are being called around it. */
  readonly callers: readonly string[];
  readonly depth: number;
}
