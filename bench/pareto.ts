import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hypervolume, nonDominatedRanks, paretoFront } from "../src/index.ts";
import { median, time } from "./paired.ts";

const POINTS = 1_000_000;
const ROUNDS = 5;

/** What is timed, in objectives and points; `front` are points that none dominates. */
const JOBS = [
  { job: "front", kind: "random", objectives: 2, points: POINTS },
  { job: "front", kind: "random", objectives: 3, points: POINTS },
  { job: "front", kind: "random", objectives: 5, points: POINTS },
  { job: "front", kind: "front", objectives: 2, points: POINTS },
  { job: "front", kind: "front", objectives: 3, points: POINTS },
  { job: "ranks", kind: "random", objectives: 2, points: POINTS },
  { job: "hypervolume", kind: "front", objectives: 2, points: POINTS },
  { job: "hypervolume", kind: "front", objectives: 3, points: POINTS },
  { job: "hypervolume", kind: "front", objectives: 4, points: 500 },
] as const;

/** Reads points of a file, does a job several times, prints the milliseconds of each. */
const THEIRS = `
import sys, time, numpy, moocore
path, job, objectives, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
points = numpy.fromfile(path).reshape(-1, objectives)
jobs = {
    "front": lambda: moocore.is_nondominated(points, keep_weakly=True),
    "ranks": lambda: moocore.pareto_rank(points),
    "hypervolume": lambda: moocore.hypervolume(points, ref=[1.5] * objectives),
}
jobs[job]()
for _ in range(rounds):
    start = time.perf_counter()
    jobs[job]()
    print(1000 * (time.perf_counter() - start))
`;

/**
 * Sets of points against moocore's C code, which Python runs and times; ACE_BENCH_PYTHON names one
 * that has it.
 */
export async function benchPareto(folder: string): Promise<void> {
  const python = process.env.ACE_BENCH_PYTHON ?? "python3";
  if (spawnSync(python, ["-c", "import moocore"]).status !== 0) {
    console.log(`sets of points: skipped, ${python} has no moocore (pip install moocore)`);
    return;
  }
  for (const { job, kind, objectives, points } of JOBS) {
    const values = pointsOf(kind, objectives, points);
    const path = join(folder, "points.bin");
    writeFileSync(path, values);
    const rows = Array.from({ length: points }, (_, i) =>
      Array.from(values.subarray(i * objectives, (i + 1) * objectives)),
    );
    const mine = await timesOf(() => run(job, rows, objectives));
    const theirs = theirTimes(python, [path, job, `${objectives}`, `${ROUNDS}`]);
    const ratio = median(mine) / median(theirs);
    const title = `${job} of ${points} points in ${objectives} objectives, ${kind}`;
    console.log(`${title}: ${median(mine).toFixed(0)} ms, ${ratio.toFixed(2)} of moocore (C)`);
  }
}

function run(job: string, rows: readonly (readonly number[])[], objectives: number): unknown {
  if (job === "front") return paretoFront(rows);
  if (job === "ranks") return nonDominatedRanks(rows);
  return hypervolume(rows, Array<number>(objectives).fill(1.5));
}

async function timesOf(work: () => unknown): Promise<readonly number[]> {
  work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await time(work));
  return times;
}

function theirTimes(python: string, parameters: readonly string[]): readonly number[] {
  const ended = spawnSync(python, ["-c", THEIRS, ...parameters], { encoding: "utf8" });
  if (ended.status !== 0) throw new Error(`${python}: ${ended.stderr}`);
  return ended.stdout.trim().split("\n").map(Number);
}

/** Uniform in a cube, or on the part of a sphere around (1.2, 1.2, ...) that is nearest to 0. */
function pointsOf(kind: "random" | "front", objectives: number, count: number): Float64Array {
  const values = new Float64Array(count * objectives);
  let state = 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state + 0.5) / 2 ** 32;
  }
  if (kind === "random") return values;
  for (let i = 0; i < values.length; i += objectives) {
    const point = values.subarray(i, i + objectives);
    const norm = Math.hypot(...point);
    point.forEach((value, k) => {
      point[k] = 1.2 - value / norm;
    });
  }
  return values;
}
