import { analyse } from "../bits/analysis.ts";
import { formatWhere } from "../errors.ts";
import type { ImportedModel, Missing } from "../graph/imported.ts";
import type { ResultMissing, ScoreResult, TotalKey, Totals } from "../results/score-result.ts";
import type { Convention } from "./counted.ts";
import { byBits, layersOf } from "./layers.ts";
import { affectedBy, counted, METRICS } from "./metrics.ts";

/** Everything that is counted of a model, as it is reported. */
export function scoreOf(model: ImportedModel, name: string, convention: Convention): ScoreResult {
  const network = counted(analyse(model.graph));
  const missing = [...model.missing, ...network.analysis.missing].map(reported);
  const atLeast = METRICS.map(({ id }) => id).filter((id) =>
    missing.some(({ affects }) => affects.includes(id)),
  );
  return {
    schema: "acemeter/score@1",
    model: {
      name,
      format: model.format,
      producer: model.producer,
      parameters: network.storage.parameters,
    },
    convention,
    dims: { ...model.dims },
    atLeast,
    complete: atLeast.length === 0,
    missing,
    warnings: model.warnings.map(({ code, where, reason }) => ({
      code,
      where: formatWhere(where),
      reason,
    })),
    totals: Object.fromEntries(
      METRICS.map(({ id, fold }): [TotalKey, unknown] => [id, fold(network, convention)]),
    ) as unknown as Totals,
    byBits: byBits(network.rows, convention),
    layers: layersOf(network.rows, convention),
  };
}

function reported(missing: Missing): ResultMissing {
  const { code, where, reason, hint } = missing;
  return {
    code,
    where: formatWhere(where),
    reason,
    ...(hint === undefined ? {} : { hint }),
    affects: affectedBy(missing),
  };
}
