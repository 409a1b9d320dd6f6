import { AceError } from "../../errors.ts";
import type { Graph, TensorId } from "../../graph/graph.ts";
import { livePart } from "../../graph/live-part.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { reshape } from "../../ops/core/reshape.ts";
import { type Bound, isTensor } from "./bound.ts";
import type { Draft, StructureSite } from "./site.ts";
import type { Target } from "./target.ts";

/** A draft of which every output is a tensor. */
export interface TensorDraft extends Draft {
  readonly outputs: readonly TensorId[];
}

/** What of a draft becomes a region. */
export interface RegionPart extends Pick<TensorDraft, "target" | "outputs"> {
  /** Those of its arguments that the node gives; absent: all. */
  readonly inputs?: readonly TensorId[];
}

export function givesTensors(draft: Draft): draft is TensorDraft {
  return draft.outputs.every(isTensor);
}

export function outputTypes({ target, outputs }: TensorDraft): readonly TensorType[] {
  return outputs.map((id) => target.b.type(id));
}

/**
 * Drafts as regions of one node: what is dead in them is left out, and each gets as inputs its
 * arguments, then every tensor that one of them uses.
 *
 * @returns the regions, and the tensors of the graph around that the node must give them
 */
export function regionsOf(drafts: readonly RegionPart[]): {
  readonly regions: readonly Graph[];
  readonly captured: readonly TensorId[];
} {
  const used = new Set<TensorId>();
  for (const draft of drafts) for (const id of capturedBy(draft)) used.add(id);
  const captured = [...used];
  const regions = drafts.map(({ target, outputs, inputs: own = target.arguments }) => {
    const { graph } = target.b;
    const inputs = captured.map((id) => {
      const inside = target.captured.get(id);
      return inside ?? (target.outer as Target).b.type(id);
    });
    return livePart(graph, [...own, ...inputs], outputs);
  });
  return { regions, captured };
}

/** Tensors of the graph around that the live nodes of a draft use. */
function capturedBy({ target, outputs }: RegionPart): readonly TensorId[] {
  const { graph } = target.b;
  const all = livePart(graph, graph.inputs, outputs);
  const used = new Set(all.outputs);
  for (const { inputs } of all.nodes()) for (const id of inputs) used.add(id);
  const place = new Map(graph.inputs.map((id, i) => [id, all.inputs[i] as TensorId]));
  return [...target.captured]
    .filter(([, inside]) => used.has(place.get(inside) as TensorId))
    .map(([outside]) => outside);
}

/** The outputs of a node by the places that are kept; the others stand for nothing. */
export function spread(made: readonly TensorId[], kept: readonly number[]): readonly Bound[] {
  const bounds: Bound[] = [];
  kept.forEach((place, i) => {
    bounds[place] = made[i];
  });
  return Array.from(bounds);
}

/** A tensor of one element as a scalar. */
export function asScalar({ b }: Target, id: TensorId): TensorId {
  return b.shape(id).length === 0 ? id : b.emit(reshape, [id], { shape: [] });
}

/**
 * What a lowering gives, or the error that says why it cannot.
 *
 * @throws {AceError} `too-large`: another way would be as large
 */
export function attempt<T>(body: () => T): T | AceError {
  try {
    return body();
  } catch (error) {
    if (error instanceof AceError && error.code !== "too-large") return error;
    throw error;
  }
}

/** @throws {AceError} `malformed-model` where a graph does not have the outputs that its node has */
export function expectOutputs(node: StructureSite, outputs: readonly Bound[]): readonly Bound[] {
  const isMissing = (i: number) => node.isUsed(i) && outputs[i] === undefined;
  if (!Array.from({ length: node.outputCount }, (_, i) => i).some(isMissing)) return outputs;
  return node.refuse(
    "malformed-model",
    `${node.outputCount} outputs of its graph`,
    `${outputs.length}`,
  );
}
