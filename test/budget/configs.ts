import { readConfig } from "../../src/budget/config.ts";
import { readDocument } from "../../src/budget/json-document.ts";
import type { Measures } from "../../src/budget/limit.ts";
import { layerMeasures, modelMeasures, WIDTH_MEASURES } from "../../src/budget/metric.ts";

const METRICS = [
  { id: "macs", label: "Multiply-accumulates", unit: "" },
  { id: "ace", label: "ACE", unit: "" },
  { id: "cpu64", label: "CPU64 operations", unit: "" },
  { id: "weightCount", label: "Weights", unit: "" },
  { id: "weightBits", label: "Weight size", unit: "bit" },
  { id: "storedBits", label: "Stored size", unit: "bit" },
  { id: "elementwise", label: "Elementwise operations", unit: "" },
  { id: "energyPj", label: "Energy", unit: "pJ" },
  { id: "peakActivationBytes", label: "Peak activation memory", unit: "byte" },
] as const;

export const MEASURES: Measures = {
  model: modelMeasures(METRICS, {
    elementwise: { keys: ["add", "multiply"], summed: true },
    energyPj: { keys: ["45nm", "7nm"], summed: false },
  }),
  layers: layerMeasures(METRICS),
  widths: WIDTH_MEASURES,
};

/** A configuration from its text. */
export function configOf(text: string) {
  return readConfig(readDocument("ace.config.json", text), [], MEASURES);
}

/** One model of these budgets, and what else is said of it. */
export function modelOf(budgets: object, more: object = {}) {
  return configOf(JSON.stringify({ models: [{ path: "m.onnx", budgets, ...more }] }, null, 2));
}
