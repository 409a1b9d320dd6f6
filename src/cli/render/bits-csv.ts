import type { BitsResult, KnownTensor } from "../../results/bits-result.ts";
import { sizes, toCsv } from "./csv.ts";

/** First line of the CSV: the keys of the JSON document. */
export const BITS_CSV_HEAD = toCsv([
  [
    ...["model", "name", "from", "layer", "operator", "shape", "bits", "float", "type"],
    ...["values", "set", "low", "high", "status", "proof"],
  ],
]);

/** A line for each tensor. */
export function bitsCsv({ model, tensors }: BitsResult): string {
  return toCsv(tensors.map((tensor) => [model.name, ...cellsOf(tensor)]));
}

function cellsOf(tensor: KnownTensor): string[] {
  const { name, from, layer = "", operator = "", shape, bits, float, type } = tensor;
  const { values, set, low, high, status, proof } = tensor;
  return [
    ...[name, from, layer, operator, sizes(shape), `${bits}`, `${float}`, type],
    ...[values, set, `${low ?? ""}`, `${high ?? ""}`, status, proof],
  ];
}
