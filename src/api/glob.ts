import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { globMatcher } from "../results/names.ts";

/** True for a text that `*` or `**` makes a pattern. */
export function isPattern(text: string): boolean {
  return text.includes("*");
}

/**
 * Files and folders that a pattern names, sorted; hidden ones only where the pattern writes their
 * dot. A pattern that is itself the name of a file is that file.
 */
export function expandPattern(pattern: string): readonly string[] {
  if (!isPattern(pattern) || existsSync(pattern)) return [pattern];
  const segments = pattern.split("/");
  const fixed = segments.findIndex(isPattern);
  const base = segments.slice(0, fixed).join("/");
  const depth = pattern.includes("**") ? Number.POSITIVE_INFINITY : segments.length - fixed;
  const hidden = segments.slice(fixed).some((segment) => segment.startsWith("."));
  const prefix = fixed === 0 ? "" : `${base}/`;
  const matches = globMatcher(pattern);
  return [...pathsBelow(prefix, depth, hidden)].filter(matches).sort();
}

function* pathsBelow(prefix: string, depth: number, hidden: boolean): Generator<string> {
  for (const entry of entriesOf(prefix === "" ? "." : prefix)) {
    if (!hidden && entry.name.startsWith(".")) continue;
    const path = prefix + entry.name;
    yield path;
    if (depth > 1 && isFolder(entry, path, depth)) {
      yield* pathsBelow(`${path}/`, depth - 1, hidden);
    }
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** `**` does not follow symbolic links: they can go in circles. */
function isFolder(entry: Dirent, path: string, depth: number): boolean {
  if (!entry.isSymbolicLink() || depth === Number.POSITIVE_INFINITY) return entry.isDirectory();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
