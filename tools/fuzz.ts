// Mutated files: `npm run fuzz -- --count 100000 --seed 7`; one of them: `--sample 123 --save FILE`.
// ONNX files are scored; with `--kind stablehlo` texts of StableHLO are read, checked and printed.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { KINDS, type Outcome, tried } from "./fuzz/run.ts";
import { watchdog } from "./fuzz/watchdog.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    sample: { type: "string" },
    kind: { type: "string", default: "onnx" },
    save: { type: "string" },
  },
});
const seed = Number(values.seed);
const kind = KINDS[values.kind];
if (kind === undefined) throw new Error(`--kind is one of ${Object.keys(KINDS).join(", ")}`);
const first = Number(values.sample ?? 0);
const end = values.sample === undefined ? Number(values.count) : first + 1;
const PATIENCE_MS = 6000;
const MOST_REASONS = 10;

const dog = watchdog(PATIENCE_MS);
const counts = new Map<string, number>();
const reasons = new Set<string>();
for (let sample = first; sample < end; sample++) {
  dog.running(sample);
  const bytes = kind.sample(seed, sample);
  if (values.save !== undefined) writeFileSync(values.save, bytes);
  const outcome = tried(() => kind.run(bytes));
  const key = outcome.kind === "refused" ? outcome.code : outcome.kind;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  report(sample, outcome);
}
dog.stop();
console.log([...counts].map(([kind, count]) => `${kind} ${count}`).join(", "));
if (counts.has("wrong")) process.exitCode = 1;

/** Prints what is wrong, once for each place in the code. */
function report(sample: number, outcome: Outcome): void {
  if (outcome.kind !== "wrong") return;
  const place = outcome.reason.split("\n").slice(0, 3).join("\n");
  const known = place.replaceAll(/\d+/g, "#");
  if (reasons.has(known) || reasons.size >= MOST_REASONS) return;
  reasons.add(known);
  console.error(`sample ${sample}: ${place}`);
}
