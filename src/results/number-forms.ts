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
]);

/** Which numbers are exact decimals, by path. */
export const DECIMAL_PATHS: ReadonlySet<string> = new Set(["totals.cpu64", "layers[].cpu64"]);

function totals(...keys: readonly string[]): readonly string[] {
  return keys.map((key) => `totals.${key}`);
}

function elementwise(...kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `totals.elementwise.${kind}`);
}

function layers(...keys: readonly string[]): readonly string[] {
  return keys.map((key) => `layers[].${key}`);
}
