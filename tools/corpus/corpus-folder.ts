import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the project. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The corpus beside the project; tests give another folder. */
export const CORPUS = join(PROJECT, "..", "shared", "corpus");

/** Folders below `under` that hold `file`, relative to `root`, in order. */
export function foldersWith(root: string, under: string, file: string): readonly string[] {
  const here = join(root, under);
  if (!existsSync(here)) return [];
  const entries = readdirSync(here, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && entry.name === file) ? [under] : [];
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .flatMap((name) => foldersWith(root, `${under}/${name}`, file));
  return [...own, ...inner];
}
