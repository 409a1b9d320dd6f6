import type { Layer } from "../../results/score-result.ts";
import { bitsCell } from "./bits.ts";
import { percent } from "./numbers.ts";
import { PLAIN } from "./style.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** The layers as a table for documents, `number` writes the counts. */
export function layerTable(layers: readonly Layer[], number: (count: bigint) => string): Table {
  return {
    head: ["Layer", "Operator", "MACs", "Bits", "ACE", "Share", "Weights"],
    aligns: ["left", "left", "right", "left", "right", "right", "right"],
    rows: layers.map((layer) => [
      printable(layer.name),
      printable(layer.operator),
      number(layer.macs),
      bitsCell(layer, PLAIN.colors).text,
      number(layer.ace),
      percent(layer.share),
      number(layer.weightCount),
    ]),
  };
}
