import type { OriginId, StoredTensor } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { Findings } from "../lowering/findings.ts";
import type { Limits } from "../lowering/limits.ts";
import type { LoopTrips } from "../lowering/loop-trips.ts";
import type { Target } from "../lowering/target.ts";
import type { OnnxAttribute } from "./attributes.ts";
import type { OnnxGraph } from "./foreign.ts";
import type { Functions } from "./functions.ts";
import type { InnerGraphs } from "./inner-graphs.ts";
import type { Origins } from "./origins.ts";
import type { Scope } from "./scope.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";
import type { WireReader } from "./wire.ts";

/** What lowering nodes needs of the model around them. */
export interface Surroundings {
  readonly reader: WireReader;
  readonly origins: Origins;
  readonly functions: Functions;
  readonly innerGraphs: InnerGraphs;
  readonly limits: Limits;
  readonly trips: LoopTrips;
  /** True where the graph is made for inputs that are given, to be run. */
  readonly running: boolean;
  store(tensor: StoredOnnxTensor): StoredTensor;
  /** The type that a graph states of a tensor, as far as all its sizes are known. */
  statedType(graph: OnnxGraph, tensor: string, otherwise?: number): TensorType | undefined;
}

/** One graph of the file, for one place where it is run. */
export interface Block {
  readonly graph: OnnxGraph;
  readonly scope: Scope;
  readonly target: Target;
  readonly findings: Findings;
  /** Origin of its first node. */
  readonly firstOrigin: OriginId;
  readonly opsets: ReadonlyMap<string, number>;
  /** What attributes that refer to those of the function around stand for. */
  readonly attributes?: ReadonlyMap<string, OnnxAttribute>;
  /** Functions that are being called around it. */
  readonly callers: readonly string[];
  readonly depth: number;
}
