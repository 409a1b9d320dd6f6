import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CORPUS = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));

export const HAS_CORPUS = existsSync(CORPUS);

/** Files of a folder of the corpus and below, in order; none where it does not lie beside the project. */
export function corpusFiles(folder: string, ending: string): readonly string[] {
  if (!HAS_CORPUS) return [];
  return readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => join(CORPUS, folder, name));
}
