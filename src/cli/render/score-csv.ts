import type { Layer, Operand, ScoreResult } from "../../results/score-result.ts";
import { sizes, toCsv } from "./csv.ts";

const OPERAND_COLUMNS = ["Tensor", "Role", "Shape", "Bits", "Float", "Type", "Values", "Status"];

/** First line of the CSV: the keys of the JSON document, those of operands with their side. */
export const SCORE_CSV_HEAD = toCsv([
  [
    ...["model", "name", "operator", "kind", "macs", "trips", "ace", "cpu64", "share"],
    ...OPERAND_COLUMNS.map((column) => `lhs${column}`),
    ...OPERAND_COLUMNS.map((column) => `rhs${column}`),
    ...["output", "stride", "groups", "accumulatorBits", "weightCount", "weightBits"],
  ],
]);

/** A line for each layer, numbers exact. */
export function scoreCsv({ model, layers }: ScoreResult): string {
  return toCsv(layers.map((layer) => [model.name, ...cellsOf(layer)]));
}

function cellsOf(layer: Layer): string[] {
  const { name, operator, kind, macs, trips, ace, cpu64, share, lhs, rhs } = layer;
  const { output, stride, groups, accumulatorBits, weightCount, weightBits } = layer;
  return [
    ...[name, operator, kind, `${macs}`, `${trips}`, `${ace}`, `${cpu64}`, `${share}`],
    ...operandCells(lhs),
    ...operandCells(rhs),
    ...[sizes(output), sizes(stride), `${groups ?? ""}`, `${accumulatorBits ?? ""}`],
    ...[`${weightCount}`, `${weightBits}`],
  ];
}

function operandCells(operand: Operand): string[] {
  const { tensor, role, shape, bits, float, type, values, status } = operand;
  return [tensor, role, sizes(shape), `${bits}`, `${float}`, type, values, status];
}
