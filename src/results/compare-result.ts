// Types only, as in score-result.ts.
export type {
  ComparedLayer,
  ComparedSide,
  CompareResult,
  LayerChanges,
  LayerCosts,
  LayerMetric,
  TotalDifferences,
  WidthSide,
} from "./compare-schema.ts";
