import type { ScoreResult } from "../../results/score-result.ts";
import { decimalSize, grouped } from "./numbers.ts";
import { printable } from "./text.ts";

/** A score in one line: `resnet.onnx  MACs 678,336  ACE 1,794,048  CPU64 13,056  weights 5.352 kB`. */
export function scoreLine({ model, totals, atLeast }: ScoreResult): string {
  const total = (key: keyof typeof totals, label: string, value: string): string =>
    `${label} ${atLeast.includes(key) ? "at least " : ""}${value}`;
  const parts = [
    printable(model.name),
    total("macs", "MACs", grouped(totals.macs)),
    total("ace", "ACE", grouped(totals.ace)),
    total("cpu64", "CPU64", grouped(totals.cpu64)),
    total("weightBits", "weights", decimalSize(totals.weightBits)),
  ];
  return `${parts.join("  ")}\n`;
}
