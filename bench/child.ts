// Runs in a process of its own, so that its memory is that of the work: `node child.js JOB PATH ROUNDS`.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { analyse } from "../src/bits/analysis.ts";
import { renderScore } from "../src/cli/render/score-table.ts";
import { PLAIN } from "../src/cli/render/style.ts";
import { score } from "../src/index.ts";
import { fileSource } from "../src/io/byte-source.ts";
import { scoreOf } from "../src/metrics/score.ts";
import { filesBeside } from "../src/parsers/onnx/external-files.ts";
import { readOnnxModel } from "../src/parsers/onnx/read.ts";
import { specialise } from "../src/parsers/onnx/specialise.ts";
import { WireReader } from "../src/parsers/onnx/wire.ts";
import { readStableHloText } from "../src/parsers/stablehlo/text/read.ts";
import { ratiosToReading } from "./against-reading.ts";

/** What one piece of work took. */
export interface Taken {
  readonly name: string;
  readonly milliseconds: number;
  /** Largest resident set of the process so far. */
  readonly peakBytes: number;
  /** Processor time of all threads: says more than `milliseconds` on a machine that others use. */
  readonly cpuMilliseconds: number;
  /** Heap that its result takes by itself, for the job `result`. */
  readonly resultBytes?: number;
}

const [job, path = "", rounds = "1"] = process.argv.slice(2);
const taken: Taken[] = [];
if (job === "phases") phases();
else if (job === "result") weighed();
else if (job === "text") {
  for (let i = 0; i < Number(rounds); i++) measured("text", readText);
} else if (job === "score") {
  for (let i = 0; i < Number(rounds); i++) measured("score", () => score(path));
}
console.log(JSON.stringify(job === "ratios" ? await ratiosToReading(path) : taken));

function readText(): void {
  const source = fileSource(path);
  readStableHloText(source);
  source.close();
}

/** `score` in parts; metrics go over an analysis of their own, whose time is taken off again. */
function phases(): void {
  const source = fileSource(path);
  const reader = new WireReader(source);
  const model = measured("read", () => readOnnxModel(source, reader));
  const imported = measured("specialise", () =>
    specialise(model, reader, filesBeside(dirname(path)), {
      dims: {},
      inputs: {},
      values: new Map(),
      strict: false,
    }),
  );
  measured("analyse", () => analyse(imported.graph));
  const result = measured("metrics", () => scoreOf(imported, "model", "pokebnn"));
  const [analysis, metrics] = taken.slice(-2) as [Taken, Taken];
  taken[taken.length - 1] = {
    ...metrics,
    milliseconds: Math.max(0, metrics.milliseconds - analysis.milliseconds),
  };
  measured("render", () => renderScore(result, PLAIN, true));
  source.close();
}

function measured<T>(name: string, work: () => T): T {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const cpuMilliseconds = (user + system) / 1e3;
  taken.push({ name, milliseconds, cpuMilliseconds, peakBytes: peakBytes() });
  return result;
}

/** What a result keeps alive: the heap with it less the heap without it. */
function weighed(): void {
  let result: unknown = measured("score", () => score(path));
  const held = heapAfterCollection();
  if (result !== undefined) result = undefined;
  const resultBytes = held - heapAfterCollection();
  taken.push({
    name: "result",
    milliseconds: 0,
    cpuMilliseconds: 0,
    peakBytes: peakBytes(),
    resultBytes,
  });
}

function heapAfterCollection(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Largest resident set so far; `maxRSS` alone would be that of the parent where it is larger. */
function peakBytes(): number {
  try {
    const [, kilobytes] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
