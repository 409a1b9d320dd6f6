import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { UnsupportedPair } from "../../src/exec/verified-case.ts";
import { PROJECT } from "./corpus-folder.ts";
import { costReports } from "./costs.ts";
import { executionReports } from "./executions.ts";
import { flaxCostReports } from "./flax.ts";
import { flaxExecutionReports } from "./flax-runs.ts";
import { OPERATOR_FOLDERS, operatorReport } from "./operators.ts";
import type { CorpusOptions } from "./options.ts";
import {
  compareRatchet,
  entryOf,
  type Ratchet,
  type RatchetEntry,
  readRatchet,
  writeRatchet,
} from "./ratchet.ts";
import { countFindings, type Finding, type FolderReport, formatReport } from "./report.ts";
import {
  listOf,
  readUnsupported,
  type UnsupportedList,
  workingNow,
  writeUnsupported,
} from "./unsupported.ts";

const UNSUPPORTED = fileURLToPath(new URL("unsupported.json", import.meta.url));
const RATCHET = fileURLToPath(new URL("ratchet.json", import.meta.url));

/** Where reports go: to the reader, and into the sum at the end. */
type Tell = (report: FolderReport) => void;
type Print = (line: string) => void;

/** Goes over all corpora; true where nothing is wrong and nothing has become worse. */
export function runCorpus(root: string, options: CorpusOptions, print: Print): boolean {
  const findings: Finding[] = [];
  const tell: Tell = (report) => {
    print(formatReport(report, options.verbose));
    findings.push(...report.findings);
  };
  const operators = runOperators(root, options, tell, print);
  const networks = runNetworks(root, options, tell, print);
  print(formatReport({ title: "all", findings: findings.map(withoutReason) }, false));
  return operators && networks;
}

/** For the sum: what counts, not why. */
function withoutReason({ reason: _, ...finding }: Finding): Finding {
  return finding;
}

/** The folders of operator tests: those of the corpus and the project's own. */
function operatorFolders(root: string, only: string): readonly (readonly [string, string])[] {
  const folders = OPERATOR_FOLDERS.map((name) => [name, join(root, name)] as const);
  return [...folders, ["fixtures/operators", join(PROJECT, "fixtures/operators")] as const].filter(
    ([name, path]) => name.startsWith(only) && existsSync(path),
  );
}

function runOperators(root: string, options: CorpusOptions, tell: Tell, print: Print): boolean {
  const listed = options.update ? undefined : readUnsupported(UNSUPPORTED);
  const met: UnsupportedPair[] = [];
  let fine = true;
  for (const [title, folder] of operatorFolders(root, options.only)) {
    const report = operatorReport(title, folder, listed);
    met.push(...report.unsupported);
    tell(report);
    fine &&= countFindings(report.findings).wrong === 0;
  }
  if (options.only !== "") return fine;
  if (listed === undefined) writeUnsupported(UNSUPPORTED, listOf(met));
  return listed === undefined ? fine : shrunk(listed, met, print) && fine;
}

/** False, with a message, where the list names what works by now. */
function shrunk(list: UnsupportedList, met: readonly UnsupportedPair[], print: Print): boolean {
  const working = workingNow(list, met);
  if (working.length === 0) return true;
  const pairs = working.map(({ operator, types }) => `${operator} (${types})`).join(", ");
  print(`shrink the list: npm run corpus -- --update; no longer unsupported: ${pairs}`);
  return false;
}

function runNetworks(root: string, options: CorpusOptions, tell: Tell, print: Print): boolean {
  const ratchet = readRatchet(RATCHET);
  const updated: Record<string, RatchetEntry> = { ...ratchet };
  let fine = true;
  let better = false;
  for (const report of networkReports(root, options)) {
    tell(report);
    updated[report.title] = entryOf(report);
    fine &&= countFindings(report.findings).wrong === 0;
    if (options.update) continue;
    const change = compareRatchet(ratchet, report);
    better ||= change.better;
    fine &&= change.worse.length === 0;
    for (const line of change.worse) print(`  worse than ratchet.json says: ${line}`);
  }
  if (options.update) writeRatchet(RATCHET, updated satisfies Ratchet);
  if (better) print("better than ratchet.json says: npm run corpus -- --update");
  return fine;
}

function* networkReports(root: string, { only, quick }: CorpusOptions): Generator<FolderReport> {
  yield* executionReports(root, only, quick);
  yield* costReports(root, only);
  if (!quick) yield* flaxExecutionReports(root, only);
  yield* flaxCostReports(root, only);
}
