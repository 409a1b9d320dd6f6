import { readFileSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { score } from "../src/index.ts";
import type { RunChild } from "./children.ts";
import { writeDenseChain } from "./dense-chain.ts";
import { median, paired, time } from "./paired.ts";
import { megabytes, phasesLine } from "./report.ts";

const ROUNDS = 9;
const COLD_ROUNDS = 3;
const DROP_CACHES = "/proc/sys/vm/drop_caches";

/** `score` of a large file against reading it: the weights must stay where they are. */
export async function benchLargeFile(folder: string, child: RunChild): Promise<void> {
  const path = join(folder, "dense.onnx");
  writeDenseChain(path, 500, 512, 10);
  const mine = () => score(path);
  console.log(`5,000 nodes, ${megabytes(statSync(path).size)}`);
  const all = await paired(mine, () => readFile(path), ROUNDS);
  console.log(`  score / fs.readFile, warm: ${all.toFixed(3)}`);
  const sync = await paired(mine, () => readFileSync(path), ROUNDS);
  console.log(`  score / fs.readFileSync, warm: ${sync.toFixed(3)}`);
  console.log(await coldLine(mine, () => readFile(path)));
  const [taken] = child("score", path);
  console.log(`  peak memory of score: ${megabytes(taken?.peakBytes ?? 0)}`);
  console.log(phasesLine("phases", child("phases", path)));
}

async function coldLine(mine: () => unknown, other: () => unknown): Promise<string> {
  const ratios: number[] = [];
  for (let round = 0; round < COLD_ROUNDS; round++) {
    if (!dropCaches()) return `  cold: skipped, ${DROP_CACHES} cannot be written here`;
    const first = await time(mine);
    dropCaches();
    ratios.push(first / (await time(other)));
  }
  return `  score / fs.readFile, cold: ${median(ratios).toFixed(3)}`;
}

/** Empties the page cache; false where that is not allowed. */
function dropCaches(): boolean {
  try {
    writeFileSync(DROP_CACHES, "1");
    return true;
  } catch {
    return false;
  }
}
