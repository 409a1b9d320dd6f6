// How every suite of operator tests comes out, by suite and by operator: `npm run conformance -- --help`
import { fileURLToPath } from "node:url";
import { CORPUS } from "../corpus/corpus-folder.ts";
import { conformanceOptions, HELP } from "./options.ts";
import { progressOf } from "./progress.ts";
import { readConformance } from "./ratchet.ts";
import { conformanceReport, isFine, updateConformance } from "./report.ts";
import { runSuite, suites } from "./suites.ts";
import { conformanceText } from "./text.ts";

const RATCHET = fileURLToPath(new URL("ratchet.json", import.meta.url));
const WRONG_USAGE = 2;

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  let options: ReturnType<typeof conformanceOptions>;
  try {
    options = conformanceOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { present, absent } = suites(CORPUS, options.only);
  if (present.length + absent.length === 0) {
    console.error(`no suite is called ${options.only}...`);
    return WRONG_USAGE;
  }
  const results = present.map((suite) => runSuite(suite, progressOf(suite.name, process.stderr)));
  if (options.update && !updateConformance(RATCHET, results)) {
    console.error("ratchet.json was not written: something is worse than it says");
  }
  const report = conformanceReport(results, absent, readConformance(RATCHET));
  console.log(
    options.json
      ? JSON.stringify(report, null, 2)
      : conformanceText(report, options.verbose).trimEnd(),
  );
  return isFine(report) ? 0 : 1;
}
