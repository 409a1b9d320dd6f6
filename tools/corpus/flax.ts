import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AceError, type ScoreOptions, type ScoreResult, score } from "../../src/index.ts";
import { compareCost } from "./compare-cost.ts";
import { foldersWith } from "./corpus-folder.ts";
import { attempt } from "./costs.ts";
import { type Expected, readExpected } from "./expected.ts";
import type { Finding, FolderReport } from "./report.ts";

/** Forms of a program that are counted; compiled ones and those without constants are not. */
const FORM = /\.(mlir|hlo\.txt|hlo\.pb)$/;
const NOT_COUNTED = /\.opt\.hlo\.txt$|\.elided\.mlir$|\.multi\./;

/** Costs of JAX programs in all their forms. */
export function* flaxCostReports(root: string, only: string): Generator<FolderReport> {
  const folders = foldersWith(root, "flax", "expected.json");
  for (const folder of folders.filter((name) => name.startsWith(only))) {
    const path = join(root, folder);
    const expected = perProgram(readExpected(join(path, "expected.json")));
    yield {
      title: `cost ${folder}`,
      findings: formsIn(path).flatMap((file) => findingsOf(path, file, expected)),
    };
  }
}

/** Files of a folder that hold the program. */
export function formsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => FORM.test(file) && !NOT_COUNTED.test(file))
    .toSorted();
}

/** In this corpus rows say the work of one execution. */
function perProgram(expected: Expected): Expected {
  return {
    ...expected,
    layers: expected.layers.map((layer) => ({
      ...layer,
      macs: layer.macs * BigInt(layer.tripCount),
    })),
  };
}

/**
 * With the weights beside it where they fit; a program whose loops depend on data must say so first.
 */
function findingsOf(folder: string, file: string, expected: Expected): readonly Finding[] {
  const path = join(folder, file);
  const options = optionsFor(folder, file, expected);
  return [
    attempt(file, () => {
      const first = scored(path, options);
      const inOrder = !file.includes(".hlo.");
      if (!expected.needsTrips) return compareCost(expected, first, undefined, inOrder);
      if (first.complete) return { verdict: "wrong", reason: "complete without trips" };
      const loop = /loop (\S+) runs/.exec(first.missing[0]?.reason ?? "")?.[1] ?? "";
      const trips = { [loop]: expected.layers[0]?.tripCount ?? 1 };
      return compareCost(expected, scored(path, { ...options, trips }));
    }),
  ];
}

/** Where the order of weights says too little, the text without names is counted without them. */
function scored(path: string, options: ScoreOptions): ScoreResult {
  try {
    return score(path, options);
  } catch (error) {
    if (!(error instanceof AceError) || error.code !== "missing-data") throw error;
    const { weights: _, ...others } = options;
    return score(path, others);
  }
}

/** The weights of a program. */
export function weightsIn(
  folder: string,
  { weights }: Pick<Expected, "weights">,
): string | undefined {
  const files = ["weights.safetensors", "weights.npz", "weights.msgpack"];
  const own = files.map((file) => join(folder, file));
  return [...own, ...weights.map((file) => join(folder, file))].find((path) => existsSync(path));
}

/** Weights, what claims widths, and sizes that the text leaves open. */
export function optionsFor(folder: string, file: string, expected: Expected): ScoreOptions {
  const weights = weightsIn(folder, expected);
  const bits = join(folder, "bits.json");
  const text = file.endsWith(".mlir") ? readFileSync(join(folder, file), "latin1") : "";
  const isOpen = /tensor<[^>]*\?/.test(text);
  const shapes = Object.entries(expected.inputs).map(([name, { shape }]) => [name, shape] as const);
  return {
    ...(weights === undefined ? {} : { weights }),
    ...(existsSync(bits) && file !== "model.mlir" ? { bits } : {}),
    ...(isOpen ? { inputs: Object.fromEntries(shapes) } : {}),
  };
}
