import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Taken } from "./child.ts";

/** Runs a job of `child.ts` in a process of its own. */
export type RunChild = (
  job: "score" | "phases" | "result",
  path: string,
  rounds?: number,
) => Taken[];

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
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return (job, path, rounds = 1) => {
    const args = ["--expose-gc", outfile, job, path, `${rounds}`];
    const run = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`child ${job} ${path}: ${run.stderr}`);
    return JSON.parse(run.stdout) as Taken[];
  };
}
