import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Taken } from "./child.ts";
import type { RunChild } from "./children.ts";
import { slope } from "./growth.ts";
import { megabytes } from "./report.ts";
import { writeConstants, writeOperations } from "./stablehlo-file.ts";

/** Operations, and how often each text is read in its process; the first half warms up. */
const SIZES: readonly (readonly [number, number])[] = [
  [1e3, 200],
  [1e4, 30],
  [1e5, 6],
];
const TOKENS = 25;
const TOKEN_BYTES = 8e6;

/** Reading StableHLO text: constants stay unread, operations are read in time that grows with them. */
export function benchStableHloText(folder: string, child: RunChild): void {
  console.log("StableHLO text");
  for (const inDecimal of [false, true]) {
    const path = join(folder, "constants.mlir");
    writeConstants(path, TOKENS, TOKEN_BYTES, inDecimal);
    const size = statSync(path).size;
    const taken = child("text", path, 3);
    const seconds = Math.min(...taken.map(({ milliseconds }) => milliseconds)) / 1e3;
    const peak = (taken[0]?.peakBytes ?? 0) / size;
    console.log(
      `  ${megabytes(size)} of ${inDecimal ? "decimal lists" : "hexadecimal digits"}: ` +
        `${(size / 1e6 / seconds).toFixed(0)} MB/s, peak memory ${peak.toFixed(2)} times the text`,
    );
    rmSync(path);
  }
  const points = SIZES.map(([nodes, rounds]) => {
    const path = join(folder, `operations-${nodes}.mlir`);
    writeOperations(path, nodes);
    const taken = child("text", path, rounds);
    const milliseconds = warmMean(taken);
    const { size } = statSync(path);
    console.log(
      `  ${nodes} operations: ${milliseconds.toFixed(1)} ms of processor time, ` +
        `${(size / 1e3 / milliseconds).toFixed(1)} MB/s, ${megabytes(taken.at(-1)?.peakBytes ?? 0)}`,
    );
    return { nodes, milliseconds };
  });
  console.log(`  growth exponent of time: ${slope(points).toFixed(3)}`);
}

/** Mean processor time of the second half: collections of garbage are shared out among all rounds. */
function warmMean(taken: readonly Taken[]): number {
  const warm = taken.slice(taken.length / 2).map(({ cpuMilliseconds }) => cpuMilliseconds);
  return warm.reduce((sum, each) => sum + each, 0) / warm.length;
}
