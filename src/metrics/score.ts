import type { ImportedModel, Missing } from "../graph/imported.ts";
import type { ResultMissing, ScoreResult, TotalKey, Totals } from "../results/score-result.ts";
import type { Claims } from "./claims.ts";
import type { Convention } from "./counted.ts";
import { byBits, layersOf } from "./layers.ts";
import { affectedBy, METRICS } from "./metrics.ts";
import { countedModel } from "./network.ts";
import { missingOf, reportedModel, reportedUnknown, reportedWarnings } from "./reported.ts";

/** Everything that is counted of a model, as it is reported. */
export function scoreOf(
  model: ImportedModel,
  name: string,
  convention: Convention,
  claims?: Claims,
): ScoreResult {
  const network = countedModel(model, claims, convention);
  const missing = missingOf(model, network).map(reported);
  const atLeast = METRICS.map(({ id }) => id).filter((id) =>
    missing.some(({ affects }) => affects.includes(id)),
  );
  return {
    schema: "acemeter/score@1",
    model: reportedModel(model, name, network),
    convention,
    dims: { ...model.dims },
    atLeast,
    complete: atLeast.length === 0,
    missing,
    warnings: reportedWarnings(model, network),
    totals: Object.fromEntries(
      METRICS.map(({ id, fold }): [TotalKey, unknown] => [id, fold(network, convention)]),
    ) as unknown as Totals,
    byBits: byBits(network.rows, convention),
    layers: layersOf(network.rows, convention),
  };
}

function reported(missing: Missing): ResultMissing {
  return { ...reportedUnknown(missing), affects: affectedBy(missing) };
}
