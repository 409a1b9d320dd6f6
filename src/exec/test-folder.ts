import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AceError } from "../errors.ts";
import { BITWISE, TEST_FOLDER_DEFAULT, type Tolerance } from "./tolerance.ts";
import type { CaseFiles } from "./verify-case.ts";

const MODEL = "model.onnx";
const INDEX = "index.json";

/**
 * The cases of an ONNX test folder (`model.onnx`, `test_data_set_*`), or of all such folders in one.
 *
 * @throws {AceError} `wrong-usage` where there are none, `unreadable-file` where there is no such
 * folder or its index is not a table of tolerances
 *
 * Source: ONNX, "ONNX Backend Test": layout of the test data.
 */
export function testCases(folder: string): readonly CaseFiles[] {
  if (!existsSync(folder)) {
    throw new AceError(
      "unreadable-file",
      { action: "read", subject: folder, expected: "a file or folder", got: "none" },
      { where: { file: folder } },
    );
  }
  const cases = isFolder(folder) ? casesIn(folder) : [];
  if (cases.length > 0) return cases;
  throw new AceError(
    "wrong-usage",
    {
      action: "verify",
      subject: folder,
      expected: `a folder with ${MODEL} and test_data_set_0, or a folder of such folders`,
      got: isFolder(folder)
        ? "a folder without them"
        : "a file without inputs and expected results",
    },
    { hint: "--inputs IN.npz --expect OUT.npz" },
  );
}

function casesIn(folder: string): readonly CaseFiles[] {
  if (existsSync(join(folder, MODEL))) return casesOfModel(folder, TEST_FOLDER_DEFAULT);
  const index = readIndex(join(folder, INDEX));
  return readdirSync(folder)
    .toSorted()
    .filter((name) => existsSync(join(folder, name, MODEL)))
    .flatMap((name) => casesOfModel(join(folder, name), index.get(name) ?? TEST_FOLDER_DEFAULT));
}

function casesOfModel(folder: string, tolerance: Tolerance): readonly CaseFiles[] {
  const name = basename(resolve(folder));
  const sets = readdirSync(folder)
    .filter((entry) => /^test_data_set_\d+$/.test(entry))
    .toSorted((a, b) => numberIn(a) - numberIn(b));
  return sets.map((set) => ({
    name: sets.length === 1 ? name : `${name}/${set}`,
    model: join(folder, MODEL),
    inputs: numbered(join(folder, set), "input"),
    expected: numbered(join(folder, set), "output"),
    byPosition: true,
    tolerance,
  }));
}

/** `input_0.pb`, `input_1.pb`, … up to the first that is not there. */
function numbered(folder: string, what: "input" | "output"): readonly string[] {
  const files: string[] = [];
  for (let i = 0; ; i++) {
    const path = join(folder, `${what}_${i}.pb`);
    if (!existsSync(path)) return files;
    files.push(path);
  }
}

function numberIn(name: string): number {
  return Number(/\d+$/.exec(name)?.[0]);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Tolerances by folder; none where there is no index. */
function readIndex(path: string): ReadonlyMap<string, Tolerance> {
  if (!existsSync(path)) return new Map();
  const entries = parseIndex(path);
  return new Map(Object.entries(entries).map(([name, entry]) => [name, toleranceOf(entry)]));
}

type IndexEntry = Readonly<Record<string, unknown>>;

function parseIndex(path: string): Readonly<Record<string, IndexEntry>> {
  let index: unknown;
  try {
    index = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw notAnIndex(path, (cause as Error).message, cause);
  }
  if (!isTable(index) || !Object.values(index).every(isTable)) {
    throw notAnIndex(path, "something else");
  }
  return index as Readonly<Record<string, IndexEntry>>;
}

function isTable(value: unknown): value is IndexEntry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notAnIndex(path: string, got: string, cause?: unknown): AceError {
  return new AceError(
    "unreadable-file",
    { action: "read", subject: path, expected: "a JSON object of tolerances by folder", got },
    { where: { file: path }, cause },
  );
}

/** `peakCodes`: how far an integer result may be, in codes. */
function toleranceOf({ rtol, atol, peakCodes }: IndexEntry): Tolerance {
  return {
    floats: {
      ...(typeof rtol === "number" ? { rtol } : {}),
      ...(typeof atol === "number" ? { atol } : {}),
    },
    integers: typeof peakCodes === "number" ? { ulps: peakCodes } : BITWISE,
    source: INDEX,
  };
}
