import type { TensorId } from "../../graph/graph.ts";
import type { Bound } from "./bound.ts";
import type { Draft } from "./site.ts";

/** A loop of any kind. */
export interface LoopPlan {
  /** Most trips, an i64 scalar; absent: no limit. */
  readonly most: TensorId | undefined;
  /** Whether it begins, a bool scalar; absent: it does. */
  readonly begins: TensorId | undefined;
  readonly initial: readonly Bound[];
  readonly scanned: number;
  /** One trip as a region: (trip, ...carried) to (goes on, ...carried, ...scanned). */
  draft(): Draft;
  /** One trip among the nodes around. */
  trip(index: number, carried: readonly Bound[]): readonly Bound[];
}
