import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileAccess } from "../../src/api/model-access.ts";
import type { VerifyCase } from "../../src/exec/verified-case.ts";
import { verify } from "../../src/exec/verify.ts";
import { fileSource } from "../../src/io/byte-source.ts";
import { readOnnxModel } from "../../src/parsers/onnx/read.ts";
import { PROJECT } from "../corpus/corpus-folder.ts";
import { OPERATOR_FOLDERS, standingDispute } from "../corpus/operators.ts";

/** A folder of test folders, or of programs that check themselves. */
export interface Suite {
  /** `onnx/node`, `fixtures/operators`. */
  readonly name: string;
  readonly folder: string;
  readonly isSelfChecking?: boolean;
}

export interface ConformanceCase extends VerifyCase {
  /** Who made the expected outputs: the suite, or an engine and its version. */
  readonly source: string;
  /** Versions of the operator sets that the model imports, by domain; none in StableHLO. */
  readonly opsets: ReadonlyMap<string, number> | undefined;
  /** Why the golden of a different case is not to be met. */
  readonly disputed?: string;
}

export interface SuiteResult {
  readonly name: string;
  readonly cases: readonly ConformanceCase[];
}

/** Folders of programs that hold what they expect of themselves. */
const SELF_CHECKING = ["stablehlo/interpret", "stablehlo/testdata"] as const;

/** Suites of the corpus, there or not; networks last, which take longest. */
function corpusSuites(corpus: string): readonly Suite[] {
  const suite = (name: string): Suite => ({ name, folder: join(corpus, name) });
  const programs = SELF_CHECKING.map((name) => ({ ...suite(name), isSelfChecking: true }));
  return [...OPERATOR_FOLDERS.map(suite), ...programs, suite("onnx/backend/light")];
}

/** The project's own: every folder of fixtures that has models in folders. */
export function ownSuites(fixtures: string = join(PROJECT, "fixtures")): readonly Suite[] {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsCases(join(fixtures, entry.name)))
    .map(({ name }) => ({ name: `fixtures/${name}`, folder: join(fixtures, name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** All suites whose names begin so, and those of them that are not there. */
export function suites(
  corpus: string,
  only: string,
): { readonly present: readonly Suite[]; readonly absent: readonly string[] } {
  const wanted = [...ownSuites(), ...corpusSuites(corpus)].filter(({ name }) =>
    name.startsWith(only),
  );
  return {
    present: wanted.filter(({ folder }) => existsSync(folder)),
    absent: wanted.filter(({ folder }) => !existsSync(folder)).map(({ name }) => name),
  };
}

function holdsCases(folder: string): boolean {
  return readdirSync(folder).some((name) => existsSync(join(folder, name, "model.onnx")));
}

/** Runs all cases of a suite. */
export function runSuite(
  { name, folder, isSelfChecking }: Suite,
  onCase: (result: VerifyCase, total: number) => void = () => {},
): SuiteResult {
  if (isSelfChecking === true) {
    const { cases } = verify([folder], fileAccess, { onCase });
    const known = cases.map((one) => ({ ...one, source: name, opsets: undefined }));
    return { name, cases: known.map((one) => orDisputed(one, name, folder, `${one.name}.mlir`)) };
  }
  const sources = sourcesIn(join(folder, "index.json"));
  const { cases } = verify([folder], fileAccess, { onCase });
  return {
    name,
    cases: cases.map((result) => {
      const path = folderOf(result);
      const opsets = opsetsOf(join(folder, path, "model.onnx"));
      const known = { ...result, source: sources[path]?.source ?? name, opsets };
      return orDisputed(known, name, folder, path);
    }),
  };
}

/** @param path - of the case, in the folder */
function orDisputed(
  one: ConformanceCase,
  suite: string,
  folder: string,
  path: string,
): ConformanceCase {
  if (one.status !== "different") return one;
  const disputed = standingDispute(suite, folder, path);
  return disputed === undefined ? one : { ...one, disputed };
}

/** A case is a folder, or one set of test data in it. */
function folderOf({ name }: VerifyCase): string {
  return name.split("/")[0] as string;
}

function opsetsOf(model: string): ReadonlyMap<string, number> {
  const source = fileSource(model);
  try {
    return readOnnxModel(source).opsets;
  } finally {
    source.close();
  }
}

function sourcesIn(index: string): Readonly<Record<string, { readonly source?: string }>> {
  return existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : {};
}
