import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Ratios } from "./against-reading.ts";
import type { Taken } from "./child.ts";

/** Runs a job of `child.ts` in a process of its own. */
export interface RunChild {
  (job: "score" | "phases" | "result" | "text", path: string, rounds?: number): Taken[];
  (job: "ratios", path: string): Ratios;
}

/** Builds `child.ts` into `folder`: what is measured is plain JavaScript, as it is published. */
export function buildChild(folder: string): RunChild {
  const outfile = join(folder, "child.mjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "child.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    outfile,
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
    },
  });
  return (job: string, path: string, rounds = 1) => {
    const args = ["--expose-gc", outfile, job, path, `${rounds}`];
    const run = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`child ${job} ${path}: ${run.stderr}`);
    return JSON.parse(run.stdout);
  };
}
