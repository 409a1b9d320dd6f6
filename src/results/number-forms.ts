/**
 * Which numbers of the result documents are counts (bigint), by path: `[]` is any element of an
 * array. A test compares these lists with the schemas.
 */
export const COUNT_PATHS: ReadonlySet<string> = new Set([
  "model.parameters",
  ...totals("macs", "ace", "weightCount", "weightBits", "storedBits", "storedBitsBf16"),
  ...totals("peakActivationBytes", "peakActivationBytesProven"),
  ...elementwise("add", "multiply", "divide", "compare", "root"),
  ...elementwise("transcendental", "round", "quantize", "dequantize", "logic"),
  "byBits[].macs",
  "byBits[].ace",
  ...layers("macs", "trips", "ace", "weightCount", "weightBits"),
  ...["before.model.parameters", "after.model.parameters"],
  ...differences(...totals("macs", "ace", "weightCount", "weightBits")),
  ...differences(...totals("storedBits", "storedBitsBf16")),
  ...differences(...totals("peakActivationBytes", "peakActivationBytesProven")),
  ...differences(...elementwise("add", "multiply", "divide", "compare", "root")),
  ...differences(...elementwise("transcendental", "round", "quantize", "dequantize", "logic")),
  ...differences(...layers("costs.macs", "costs.ace", "costs.weightCount", "costs.weightBits")),
  ...["layers[].changes.trips.before", "layers[].changes.trips.after"],
]);

/** Which numbers are exact decimals, by path. */
export const DECIMAL_PATHS: ReadonlySet<string> = new Set([
  ...["totals.cpu64", "layers[].cpu64"],
  ...["points[].cost", "reference.cost"],
  ...differences("totals.cpu64", "layers[].costs.cpu64"),
  "models[].points[].cost",
  ...verdicts("measured", "allowed", "before", "contributors[].before", "contributors[].after"),
]);

function verdicts(...keys: readonly string[]): readonly string[] {
  return keys.map((key) => `models[].verdicts[].${key}`);
}

function totals(...keys: readonly string[]): readonly string[] {
  return keys.map((key) => `totals.${key}`);
}

function elementwise(...kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `totals.elementwise.${kind}`);
}

function layers(...keys: readonly string[]): readonly string[] {
  return keys.map((key) => `layers[].${key}`);
}

function differences(...paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => [`${path}.before`, `${path}.after`, `${path}.difference`]);
}
