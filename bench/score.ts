import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { score } from "../src/index.ts";
import { writeChain } from "./make-model.ts";
import { paired } from "./paired.ts";

/** `score` of a large file against reading it: the weights must stay where they are. */
export function benchScore(): void {
  const folder = mkdtempSync(join(tmpdir(), "ace-bench-"));
  try {
    const path = join(folder, "chain.onnx");
    writeChain(path, 500, 512, 10);
    const size = (statSync(path).size / 1e6).toFixed(0);
    const ratio = paired(
      () => score(path),
      () => readFileSync(path),
      9,
    );
    console.log(
      `score of ${size} MB in 5,000 nodes / fs.readFileSync of it: ${ratio.toFixed(3)} (warm cache)`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
