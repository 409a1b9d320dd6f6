import { statSync } from "node:fs";
import { join } from "node:path";
import { DROP_CACHES } from "./against-reading.ts";
import type { RunChild } from "./children.ts";
import { writeDenseChain } from "./dense-chain.ts";
import { megabytes, phasesLine } from "./report.ts";

/** `score` of a large file against reading it: the weights must stay where they are. */
export function benchLargeFile(folder: string, child: RunChild): void {
  const path = join(folder, "dense.onnx");
  writeDenseChain(path, 500, 512, 10);
  console.log(`5,000 nodes, ${megabytes(statSync(path).size)}`);
  const { warm, warmSync, cold } = child("ratios", path);
  console.log(`  score / fs.readFile, warm: ${warm.toFixed(3)}`);
  console.log(`  score / fs.readFileSync, warm: ${warmSync.toFixed(3)}`);
  console.log(coldLine(cold));
  const [taken] = child("score", path);
  console.log(`  peak memory of score: ${megabytes(taken?.peakBytes ?? 0)}`);
  console.log(phasesLine("phases", child("phases", path)));
}

function coldLine(cold: number | null): string {
  if (cold === null) return `  cold: skipped, ${DROP_CACHES} cannot be written here`;
  return `  score / fs.readFile, cold: ${cold.toFixed(3)}`;
}
