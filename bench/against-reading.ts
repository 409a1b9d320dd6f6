import { readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { score } from "../src/index.ts";
import { median, paired, time } from "./paired.ts";

const ROUNDS = 9;
const COLD_ROUNDS = 3;
export const DROP_CACHES = "/proc/sys/vm/drop_caches";

/** Time of `score` over that of reading the same file whole, both in this process. */
export interface Ratios {
  /** To `fs.readFile`, the file in the page cache. */
  readonly warm: number;
  /** The same to `fs.readFileSync`. */
  readonly warmSync: number;
  /** To `fs.readFile`, the file not in the page cache; null where that cannot be emptied. */
  readonly cold: number | null;
}

export async function ratiosToReading(path: string): Promise<Ratios> {
  const mine = () => score(path);
  const other = () => readFile(path);
  const warm = await paired(mine, other, ROUNDS);
  const warmSync = await paired(mine, () => readFileSync(path), ROUNDS);
  return { warm, warmSync, cold: await coldRatio(mine, other) };
}

async function coldRatio(mine: () => unknown, other: () => unknown): Promise<number | null> {
  const ratios: number[] = [];
  for (let round = 0; round < COLD_ROUNDS; round++) {
    if (!dropCaches()) return null;
    const first = await time(mine);
    dropCaches();
    ratios.push(first / (await time(other)));
  }
  return median(ratios);
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
