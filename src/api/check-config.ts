import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { entriesOf } from "../budget/checks.ts";
import { type CheckedModel, CONFIG_FILE, type Config, readConfig } from "../budget/config.ts";
import { type JsonDocument, readDocument, refuse, shown } from "../budget/json-document.ts";
import type { Measures } from "../budget/limit.ts";
import { layerMeasures, modelMeasures, WIDTH_MEASURES } from "../budget/metric.ts";
import { AceError } from "../errors.ts";
import { METRIC_PARTS, METRICS } from "../metrics/metrics.ts";
import { expandPattern, isPattern } from "./glob.ts";
import { readText } from "./text-file.ts";

const MEASURES: Measures = {
  model: modelMeasures(METRICS, METRIC_PARTS),
  layers: layerMeasures(METRICS),
  widths: WIDTH_MEASURES,
};

/** One model file of the configuration. */
export interface FoundModel {
  readonly name: string;
  /** From the current folder. */
  readonly path: string;
  readonly checked: CheckedModel;
}

/**
 * The configuration in a file; without one, `ace.config.json` here, or `ace` in `package.json`.
 *
 * @throws {AceError} `wrong-usage` where there is none, or with the key that is not as it must be
 */
export function findConfig(given: string | undefined): Config {
  const candidates = given === undefined ? [CONFIG_FILE, "package.json"] : [given];
  for (const path of candidates) {
    if (given === undefined && !existsSync(path)) continue;
    const document = readDocument(path, readText(path));
    const root = basename(path) === "package.json" ? ["ace"] : [];
    if (root.length === 0) return readConfig(document, root, MEASURES);
    if (Object.hasOwn(entriesOf(document.value, [], document), "ace")) {
      return readConfig(document, root, MEASURES);
    }
  }
  const expected = `${CONFIG_FILE}, or "ace" in package.json`;
  throw new AceError(
    "wrong-usage",
    { action: "check", subject: "anything", expected, got: given ?? "neither in this folder" },
    { hint: `{ "models": [{ "path": "model.onnx", "budgets": { "ace": "4.3G" } }] }` },
  );
}

/**
 * The files of all models, each with a name of its own.
 *
 * @throws {AceError} `wrong-usage` for a pattern that finds none, or a name that two models have
 */
export function findModels({ document, models }: Config): readonly FoundModel[] {
  const found = models.flatMap((checked) => filesOf(checked, document));
  const names = new Set<string>();
  for (const { name, checked } of found) {
    const at = [...checked.at, "name"];
    if (names.has(name)) refuse(document, at, "a name of its own", `${shown(name)} again`);
    names.add(name);
  }
  return found;
}

function filesOf(checked: CheckedModel, document: JsonDocument): readonly FoundModel[] {
  const { path, name, at } = checked;
  if (!isPattern(path)) {
    return [{ name: name ?? path, path: beside(document.file, path), checked }];
  }
  const files = expandPattern(beside(document.file, path));
  if (files.length === 0) {
    const got = `${shown(path)}, which finds none`;
    refuse(document, [...at, "path"], "a pattern that finds a model", got);
  }
  if (name !== undefined && files.length > 1) {
    const expected = `no name for a pattern that finds ${files.length} models`;
    refuse(document, [...at, "name"], expected, shown(name));
  }
  return files.map((file) => ({ name: name ?? from(document.file, file), path: file, checked }));
}

/** A path of the configuration, seen from the current folder. */
export function beside(config: string, path: string): string {
  const folder = dirname(config);
  return folder === "." || path.startsWith("/") ? path : `${folder}/${path}`;
}

/** The reverse, for what a pattern found. */
function from(config: string, file: string): string {
  const folder = dirname(config);
  return folder !== "." && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
