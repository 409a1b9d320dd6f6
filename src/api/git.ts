import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import { AceError } from "../errors.ts";

/** A file of another commit may be this large. */
const LARGEST_FILE = 2 ** 28;

/** A commit as git has it. */
export interface Commit {
  readonly id: string;
  /** The commit's own, as git writes it. */
  readonly date?: string;
}

/**
 * A file as it stands in another commit; nothing is checked out.
 *
 * @throws {AceError} `wrong-usage` where there is no git, no such commit, or no such file in it
 */
export function fileAt(ref: string, file: string): string {
  const folder = dirname(file);
  if (ref === "" || ref.startsWith("-")) throw refuse(ref, "the name of a commit", `"${ref}"`);
  const inside = git(folder, ["rev-parse", "--is-inside-work-tree"]);
  if (inside === "no git") throw refuse(ref, "git to be installed", "none");
  if (inside === undefined) throw refuse(ref, "a folder that git knows", folder);
  const commit = git(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  if (commit === undefined) {
    const hint = `git fetch --depth=1 origin ${ref}, then --against FETCH_HEAD`;
    throw refuse(ref, "a commit of this repository", "none of that name", hint);
  }
  const text = git(folder, ["show", `${commit.trim()}:./${basename(file)}`]);
  if (text !== undefined) return text;
  const hint = "ace check --update writes it; commit it there first";
  throw refuse(ref, `the file ${file} in that commit`, "none", hint);
}

/** The commit that is checked out; undefined where git does not know. */
export function checkedOutCommit(folder: string): Commit | undefined {
  const id = git(folder, ["rev-parse", "--verify", "--quiet", "HEAD"])?.trim();
  return id === undefined || id === "no git" ? undefined : withDate(folder, id);
}

/** A commit with its date, where git knows that. */
export function withDate(folder: string, id: string): Commit {
  if (!/^[0-9a-f]{7,64}$/.test(id)) return { id };
  const date = git(folder, ["show", "--no-patch", "--format=%cI", id])?.trim();
  return date === undefined || !/^\d{4}-/.test(date) ? { id } : { id, date };
}

/** What git prints; undefined where it refuses, `no git` where there is none. */
function git(folder: string, parameters: readonly string[]): string | undefined {
  try {
    return execFileSync("git", ["-C", folder, ...parameters], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: LARGEST_FILE,
    });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "no git" : undefined;
  }
}

function refuse(ref: string, expected: string, got: string, hint?: string): AceError {
  return new AceError(
    "wrong-usage",
    { action: "compare", subject: `with ${ref}`, expected, got },
    hint === undefined ? {} : { hint },
  );
}
