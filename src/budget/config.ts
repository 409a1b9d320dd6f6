import type { Convention } from "../results/score-result.ts";
import {
  anyNumber,
  type Entries,
  knownEntries,
  listOf,
  namedValues,
  oneText,
  optional,
  text,
  wholeNumber,
} from "./checks.ts";
import { type JsonDocument, refuse } from "./json-document.ts";
import type { Path } from "./json-places.ts";
import { type Level, type Limit, type Measures, readBudgets } from "./limit.ts";

/** A model that is checked, and what it may cost. */
export interface CheckedModel {
  /** A file or a pattern, from the folder of the configuration. */
  readonly path: string;
  readonly name?: string;
  /** What is known of the model beside its file. */
  readonly known: {
    readonly dims?: Readonly<Record<string, number>>;
    readonly inputs?: Readonly<Record<string, readonly number[]>>;
    readonly values?: Readonly<Record<string, number>>;
    readonly trips?: Readonly<Record<string, number>>;
    readonly bits?: string;
    readonly weights?: string;
  };
  readonly convention: Convention;
  readonly baseline?: string;
  readonly limits: readonly Limit[];
  /** Codes and places of what may be missing; patterns of places. */
  readonly allowMissing: readonly string[];
  /** How bad it is that a width became wider than in the baseline. */
  readonly wider: Level;
  /** Where it stands in the configuration. */
  readonly at: Path;
}

/** What `ace check` goes by. */
export interface Config {
  readonly document: JsonDocument;
  readonly models: readonly CheckedModel[];
}

export const CONFIG_FILE = "ace.config.json";
export const BASELINE_FILE = "ace.baseline.json";

const CONFIG_KEYS = ["$schema", "models"] as const;
const KNOWN_KEYS = ["dims", "inputs", "values", "trips", "bits", "weights"] as const;
const MODEL_KEYS = [
  ...["path", "name", ...KNOWN_KEYS, "convention"],
  ...["baseline", "budgets", "allowMissing", "wider"],
];

/**
 * Checks a configuration.
 *
 * @param root - where it stands in the document: empty, or `ace` in a package.json
 * @throws {AceError} `wrong-usage` with file, line, key path and the nearest key that is known
 */
export function readConfig(document: JsonDocument, root: Path, measures: Measures): Config {
  const value = root.reduce<unknown>((part, key) => (part as Entries)[key], document.value);
  const entries = knownEntries(value, root, document, CONFIG_KEYS);
  optional(entries, "$schema", text, root, document);
  const at = [...root, "models"];
  const readModel = listOf((item, path) => modelOf(item, path, document, measures));
  if (!Object.hasOwn(entries, "models")) refuse(document, at, "a list of models", "none");
  const models = readModel(entries.models, at, document);
  if (models.length === 0) refuse(document, at, "at least one model", "none");
  return { document, models };
}

function modelOf(
  value: unknown,
  at: Path,
  document: JsonDocument,
  measures: Measures,
): CheckedModel {
  const entries = knownEntries(value, at, document, MODEL_KEYS);
  if (!Object.hasOwn(entries, "path")) refuse(document, [...at, "path"], "a path", "none");
  const conventions = oneText<Convention>(["pokebnn", "native"]);
  const levels = oneText<Level>(["error", "warn"]);
  return {
    path: text(entries.path, [...at, "path"], document),
    ...optional(entries, "name", text, at, document),
    known: {
      ...optional(entries, "dims", namedValues(wholeNumber), at, document),
      ...optional(entries, "inputs", namedValues(listOf(wholeNumber)), at, document),
      ...optional(entries, "values", namedValues(anyNumber), at, document),
      ...optional(entries, "trips", namedValues(wholeNumber), at, document),
      ...optional(entries, "bits", text, at, document),
      ...optional(entries, "weights", text, at, document),
    },
    convention: optional(entries, "convention", conventions, at, document).convention ?? "pokebnn",
    ...optional(entries, "baseline", text, at, document),
    limits: optional(entries, "budgets", readBudgets(measures), at, document).budgets ?? [],
    allowMissing: optional(entries, "allowMissing", listOf(text), at, document).allowMissing ?? [],
    wider: optional(entries, "wider", levels, at, document).wider ?? "error",
    at,
  };
}
