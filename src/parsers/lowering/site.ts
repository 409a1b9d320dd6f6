import type { AceError } from "../../errors.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Bound } from "./bound.ts";
import type { Findings } from "./findings.ts";
import type { LoopTrips } from "./loop-trips.ts";
import type { Target } from "./target.ts";

/** A graph inside a node, lowered into a region that is not part of a node yet. */
export interface Draft {
  readonly target: Target;
  readonly outputs: readonly Bound[];
  readonly findings: Findings;
}

/** A graph inside a node, whatever the format. */
export interface InnerBody {
  /** Lowers it among the nodes around it. */
  inline(inputs: readonly Bound[]): readonly Bound[];
  /**
   * Lowers it into a region of its own.
   *
   * @param inputs - what its inputs stand for there
   */
  draft(inputs: (target: Target) => readonly Bound[]): Draft;
}

/** A node that runs graphs, as far as loops and branches of all formats need it. */
export interface StructureSite {
  readonly outputCount: number;
  /** False for an output that no live node around, and no output, uses. */
  isUsed(output: number): boolean;
  /** What the user calls it. */
  readonly name: string;
  readonly target: Target;
  readonly findings: Findings;
  /** True where the graph is made for inputs that are given, to be run. */
  readonly running: boolean;
  readonly trips: LoopTrips;
  /** What `--trips` calls it. */
  loopName(): string;
  /** Leaves the node out, for what was found in its graphs; the types that are stated of it stay. */
  leaveOut(found: readonly Findings[]): readonly Bound[];
  /** @throws {AceError} about this node */
  refuse(code: AceError["code"], expected: string, got: string): never;
}

/** The one element of a tensor that depends on no input of the network; undefined where unknown. */
export function knownScalar(site: StructureSite, id: TensorId): number | undefined {
  return scalarOf(site.target.deciding(id));
}

/** The same with the inputs that the graph is made for. */
export function scalarNow(site: StructureSite, id: TensorId): number | undefined {
  return scalarOf(site.target.valueNow(id));
}

function scalarOf(value: Tensor | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.data[0]);
}
