// Writes docs/operators.md from the code: `npm run operators`; a test compares the two.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConformance } from "./conformance/ratchet.ts";
import { PROJECT } from "./corpus/corpus-folder.ts";
import { operatorDocument } from "./operators/document.ts";
import { operatorRows } from "./operators/rows.ts";

/** The page as the code gives it now. */
export async function operatorPage(): Promise<string> {
  const rows = await operatorRows(readConformance(join(PROJECT, "tools/conformance/ratchet.json")));
  const list = JSON.parse(readFileSync(join(PROJECT, "tools/corpus/unsupported.json"), "utf8"));
  return operatorDocument(rows, list);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(PROJECT, "docs/operators.md");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await operatorPage());
}
