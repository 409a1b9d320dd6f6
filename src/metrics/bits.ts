import type { Mixed } from "../bits/facts.ts";
import { type KnownTensor as Found, tensorsOf } from "../bits/tensors.ts";
import { describeValues } from "../domain/describe.ts";
import type { Graph } from "../graph/graph.ts";
import type { ImportedModel } from "../graph/imported.ts";
import type { BitsResult, KnownTensor } from "../results/bits-result.ts";
import type { Claims } from "./claims.ts";
import { countedModel } from "./network.ts";
import {
  missingOf,
  reportedModel,
  reportedUnknown,
  reportedValues,
  reportedWarnings,
} from "./reported.ts";

/** What is known of every tensor of a model, as it is reported. */
export function bitsOf(model: ImportedModel, name: string, claims?: Claims): BitsResult {
  const network = countedModel(model, claims, "pokebnn", true);
  const missing = missingOf(model, network).map(reportedUnknown);
  return {
    schema: "acemeter/bits@1",
    model: reportedModel(model, name, network),
    dims: { ...model.dims },
    complete: missing.length === 0,
    missing,
    warnings: reportedWarnings(model, network),
    tensors: tensorsOf(network.analysis).map((tensor) => reported(model.graph, tensor)),
  };
}

function reported(graph: Graph, found: Found): KnownTensor {
  const { id, name, from, node, values, mixed } = found;
  const origin = node === undefined ? undefined : graph.origin(node.origin);
  const { interval } = values;
  return {
    name,
    from,
    ...(origin === undefined ? {} : { layer: origin.name, operator: origin.operator }),
    ...reportedValues(graph.type(id), values),
    set: describeValues(values) + (mixed === undefined ? "" : mixedText(mixed)),
    low: finite(interval.lo),
    high: finite(interval.hi),
  };
}

function mixedText({ axis, bits }: Mixed): string {
  return `, of ${Math.min(...bits)} to ${Math.max(...bits)} bits along axis ${axis}`;
}

function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound + 0 : null;
}
