import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Counts, countFindings, type FolderReport } from "./report.ts";

/** What came out for a folder when the list was written. */
export type RatchetEntry = Omit<Counts, "wrong" | "disputed">;
export type Ratchet = Readonly<Record<string, RatchetEntry>>;

export function readRatchet(path: string): Ratchet {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** One folder a line. */
export function writeRatchet(path: string, ratchet: Ratchet): void {
  const lines = Object.entries(ratchet)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, entry]) => `  ${JSON.stringify(title)}: ${JSON.stringify(entry)}`);
  writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
}

export function entryOf(report: FolderReport): RatchetEntry {
  const { right, incomplete, refused, assumed } = countFindings(report.findings);
  return { right, incomplete, refused, assumed };
}

/** What has become worse, and whether something has become better, since the list was written. */
export function compareRatchet(
  ratchet: Ratchet,
  report: FolderReport,
): { readonly worse: readonly string[]; readonly better: boolean } {
  const before = ratchet[report.title];
  const now = entryOf(report);
  if (before === undefined) return { worse: [], better: true };
  const worse = [
    ...(now.right < before.right ? [`right: ${before.right} before, ${now.right} now`] : []),
    ...(["refused", "assumed"] as const)
      .filter((key) => now[key] > before[key])
      .map((key) => `${key}: ${before[key]} before, ${now[key]} now`),
  ];
  const better =
    worse.length === 0 &&
    (now.right > before.right || now.refused < before.refused || now.assumed < before.assumed);
  return { worse, better };
}
