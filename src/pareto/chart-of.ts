import type { ParetoResult } from "../results/pareto-result.ts";
import type { ChartInput } from "./chart-input.ts";
import { LANDMARKS } from "./published/landmarks.ts";

/** What a chart of a result shows. */
export function chartOf({ points, metric, dataSet, caption }: ParetoResult): ChartInput {
  const divisor = metric.unit === "bit" ? 8 : 1;
  return {
    points: points.map((point) => {
      const { name, family, accuracy, cost, own, onFront, source, year } = point;
      const remark = remarkOf(point);
      return {
        name,
        family,
        accuracy,
        cost: Number(cost) / divisor,
        own,
        onFront,
        ...(!own && LANDMARKS.has(name) ? { landmark: true as const } : {}),
        ...(remark === "" ? {} : { otherConvention: remark }),
        source,
        ...(year === undefined ? {} : { year }),
      };
    }),
    cost: { ...metric, unit: unitOf(metric) },
    accuracy: { label: `Top-1 accuracy on ${dataSet}`, unit: "%" },
    caption,
  };
}

/** As an axis has it; sizes are drawn in bytes. */
function unitOf({ id, unit }: ParetoResult["metric"]): string {
  if (id === "ace") return "MACs × bits × bits";
  return unit === "bit" || unit === "byte" ? "bytes" : unit;
}

/** Why a point is marked. */
function remarkOf(point: ParetoResult["points"][number]): string {
  const { otherConvention, recollection, draft } = point;
  const remarks = [
    otherConvention ?? "",
    recollection === true ? "from recollection" : "",
    draft === true ? "from an unpublished draft" : "",
  ];
  return remarks.filter((remark) => remark !== "").join("; ");
}
