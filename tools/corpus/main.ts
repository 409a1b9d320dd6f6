// Runs the corpora of the folder `shared` beside the project; says what is right, wrong, incomplete, refused.
import { existsSync } from "node:fs";
import { CORPUS } from "./corpus-folder.ts";
import { corpusOptions } from "./options.ts";
import { runCorpus } from "./run.ts";

if (existsSync(CORPUS)) {
  process.exitCode = runCorpus(CORPUS, corpusOptions(process.argv.slice(2)), console.log) ? 0 : 1;
} else {
  console.log("skipped: there is no folder shared/corpus beside the project");
}
