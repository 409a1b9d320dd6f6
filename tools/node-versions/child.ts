// Runs every case of the suites that are named and writes what came out; nothing of it is compared here.
import { readFileSync, writeFileSync } from "node:fs";
import { testCases } from "../../src/exec/test-folder.ts";
import type { Suite } from "../conformance/suites.ts";
import { type CaseOutcome, caseOutcome } from "./outcome.ts";

/** What one version of Node gives. */
export interface Outcomes {
  readonly version: string;
  readonly outcomes: readonly CaseOutcome[];
}

const [list, path] = process.argv.slice(2) as [string, string];
const suites: readonly Suite[] = JSON.parse(readFileSync(list, "utf8"));
const outcomes = suites.flatMap(({ name, folder }) =>
  testCases(folder).map((files) => caseOutcome(name, files)),
);
writeFileSync(path, JSON.stringify({ version: process.version, outcomes } satisfies Outcomes));
