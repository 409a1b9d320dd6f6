// Value sets against what really comes out: `npm run soundness -- --count 20000 --seed 7 --corpus`;
// one graph: `--only 123`. Exits 1 on a violation, and where a rule is hardly exercised.
import { parseArgs } from "node:util";
import { RULES } from "../src/domain/rules.ts";
import { randomGraph } from "../test/support/soundness/random-graph.ts";
import { newSurvey, survey } from "../test/support/soundness/survey.ts";
import { formatTally, tooFew } from "../test/support/soundness/tally.ts";
import { surveyCorpus } from "./soundness/corpus.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    corpus: { type: "boolean", default: false },
    under: { type: "string", default: "" },
  },
});

const LEAST_CHECKED = 100;
const PROGRESS_MS = 10_000;

const seen = newSurvey();
const first = Number(values.only ?? values.seed);
const end = values.only === undefined ? first + Number(values.count) : first + 1;
let told = performance.now();
let printed = 0;
for (let seed = first; seed < end; seed++) {
  const { graph, runs } = randomGraph(seed);
  survey(`seed ${seed}`, graph, runs, seen);
  tell(`seed ${seed}`);
}
if (values.corpus) surveyCorpus(values.under, seen, tell);

console.log(formatTally(seen.tally, RULES));
for (const [kind, count] of seen.kinds) console.log(`${kind}: ${count} wrong`);
const skipped = [...seen.skipped].map(([reason, count]) => `${reason} ${count}`).join(", ");
console.log(`${seen.graphs} graphs, ${seen.failures.length} wrong, left out: ${skipped || "none"}`);
const few = values.only === undefined ? tooFew(seen.tally, RULES, LEAST_CHECKED) : [];
for (const line of few) console.log(`hardly exercised: ${line}`);
if (seen.failures.length > 0 || few.length > 0) process.exitCode = 1;

/** Prints what is wrong as it is found, and now and then how far it is. */
function tell(place: string): void {
  for (; printed < seen.failures.length; printed++) console.error(`\n${seen.failures[printed]}`);
  if (performance.now() - told < PROGRESS_MS) return;
  told = performance.now();
  console.error(`${place}: ${seen.graphs} graphs, ${seen.failures.length} wrong`);
}
