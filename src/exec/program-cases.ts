import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AceError } from "../errors.ts";
import type { ModelAccess } from "./model-access.ts";

/** A function of a program that checks its own results. */
export interface ProgramCase {
  readonly name: string;
  readonly file: string;
  /** Its place among those of the file. */
  readonly index: number;
}

const EXTENSION = /\.mlir$/;

/** The cases of a self-checking program, or of all of them in a folder; none in anything else. */
export function programCases(path: string, access: ModelAccess): readonly ProgramCase[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return casesIn(path, access);
  return readdirSync(path)
    .filter((name) => EXTENSION.test(name))
    .toSorted()
    .flatMap((name) => casesIn(join(path, name), access));
}

function casesIn(file: string, access: ModelAccess): readonly ProgramCase[] {
  const own = basename(file).replace(EXTENSION, "");
  const functions = functionsIn(file, access);
  if (functions.length < 2) return functions.map(() => ({ name: own, file, index: 0 }));
  const taken = new Map<string, number>();
  return functions.map((name, index) => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { name: `${own}/${name}${count === 1 ? "" : `#${count}`}`, file, index };
  });
}

/** A file that cannot be read is one case, so that it fails by itself. */
function functionsIn(file: string, access: ModelAccess): readonly string[] {
  try {
    return access.selfChecks(file).map(({ name }) => name);
  } catch (error) {
    if (error instanceof AceError) return [""];
    throw error;
  }
}
