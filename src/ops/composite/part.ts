import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { slice } from "../core/slice.ts";

export interface Part {
  readonly start: number;
  readonly count: number;
  /** Absent: neighbours. */
  readonly step?: number;
}

/** Some elements along one axis, which may count from the end, and all along the others. */
export function partAlong(
  b: GraphBuilder,
  x: TensorId,
  axis: number,
  { start, count, step = 1 }: Part,
): TensorId {
  const shape = b.shape(x);
  return b.emit(slice, [x], {
    starts: shape.map(() => 0).with(axis, start),
    sizes: shape.with(axis, count),
    steps: shape.map(() => 1).with(axis, step),
  });
}
