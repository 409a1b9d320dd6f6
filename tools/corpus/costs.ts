import { existsSync } from "node:fs";
import { join } from "node:path";
import { AceError, type ScoreOptions, score } from "../../src/index.ts";
import { compareCost } from "./compare-cost.ts";
import { foldersWith } from "./corpus-folder.ts";
import { type Expected, readExpected } from "./expected.ts";
import type { Finding, FolderReport } from "./report.ts";
import { answersWithoutFile } from "./zoo.ts";

/** Costs of all models whose right cost is known. */
export function* costReports(root: string, only: string): Generator<FolderReport> {
  const folders = ["onnx/backend/light", "onnx/torch"]
    .flatMap((under) => foldersWith(root, under, "expected.json"))
    .filter((folder) => folder.startsWith(only));
  for (const folder of folders) {
    const expected = readExpected(join(root, folder, "expected.json"));
    yield {
      title: `cost ${folder}`,
      findings: expected.files.map(({ file, totals }) =>
        attempt(file, () => {
          const path = join(root, folder, file);
          const result = compareCost(expected, score(path, optionsFor(expected)), totals);
          return result.verdict === "right" ? saysWhatIsMissing(path, expected) : result;
        }),
      ),
    };
  }
  const zoo = "onnx/qonnx-zoo";
  if (zoo.startsWith(only) && existsSync(join(root, zoo))) {
    const findings = answersWithoutFile.map(({ file, check, options }) =>
      attempt(file, () => check(score(join(root, zoo, file), options))),
    );
    yield { title: `cost ${zoo}`, findings };
  }
}

/** Shapes of all inputs; a scalar integer input beside `trip` is the number of trips. */
function optionsFor({ inputs, dims }: Expected): ScoreOptions {
  const { trip } = dims;
  const counters = Object.entries(inputs).filter(
    ([, { shape, dtype }]) => shape.length === 0 && dtype === "int64",
  );
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])),
    values: trip === undefined ? {} : Object.fromEntries(counters.map(([name]) => [name, trip])),
  };
}

/** Without the number of trips a score must say that it is incomplete. */
function saysWhatIsMissing(path: string, expected: Expected): Omit<Finding, "name"> {
  if (!expected.needsTrips) return { verdict: "right" };
  const { values: _, ...options } = optionsFor(expected);
  return score(path, options).complete
    ? { verdict: "wrong", reason: "complete without the number of trips" }
    : { verdict: "right" };
}

/** Codes of errors that refuse a file: valid perhaps, but not supported. */
export const REFUSALS: ReadonlySet<string> = new Set([
  "unsupported-format",
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

export function attempt(name: string, compare: () => Omit<Finding, "name">): Finding {
  try {
    return { name, ...compare() };
  } catch (error) {
    const verdict = error instanceof AceError && REFUSALS.has(error.code) ? "refused" : "wrong";
    return { name, verdict, reason: (error as Error).message };
  }
}
