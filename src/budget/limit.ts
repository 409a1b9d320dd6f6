import { isLosslessNumber } from "lossless-json";
import type { ScoreResult } from "../results/score-result.ts";
import { type Entries, entriesOf, knownEntries, oneText, optional, type Reader } from "./checks.ts";
import { compareExact, type Exact } from "./exact.ts";
import { type JsonDocument, refuse, shown } from "./json-document.ts";
import type { Path } from "./json-places.ts";
import type { Measure, Rows } from "./metric.ts";
import { EXPECTED, nearestAmount, otherUnit, parseAmount, type Unit } from "./units.ts";

export type Level = "warn" | "error";

/** max: in the metric's unit; growth: percent over the baseline; share: percent of the model. */
export type LimitKind = "max" | "growth" | "share";

/** What a limit is on: the whole model, or the layers of a pattern. */
export type Target =
  | { readonly of: "model"; readonly measure: Measure<ScoreResult> }
  | { readonly of: "layers"; readonly measure: Measure<Rows>; readonly pattern: string };

/** One limit. What is measured may reach it, and not pass it. */
export interface Limit {
  readonly target: Target;
  readonly kind: LimitKind;
  readonly amount: Exact;
  readonly level: Level;
  /** Where it stands in the configuration. */
  readonly path: Path;
}

/** Everything that can be limited. */
export interface Measures {
  readonly model: readonly Measure<ScoreResult>[];
  readonly layers: readonly Measure<Rows>[];
  readonly widths: readonly Measure<Rows>[];
}

const HUNDRED: Exact = { units: 100n, places: 0 };
const KINDS = ["max", "growth", "share"] as const;
const level = oneText<Level>(["error", "warn"]);

/**
 * Limits of a model as its `budgets` has them.
 *
 * @throws {AceError} `wrong-usage` with file, key path and what was expected there
 */
export function readBudgets(measures: Measures): Reader<readonly Limit[]> {
  const keys = [...measures.model.map(({ key }) => key), "layers"];
  return (value, path, document) =>
    Object.entries(knownEntries(value, path, document, keys)).flatMap(([key, item]) => {
      const at = [...path, key];
      if (key === "layers") return readPatterns(item, at, document, measures);
      const measure = measures.model.find((one) => one.key === key) as Measure<ScoreResult>;
      return readLimits(item, at, document, { of: "model", measure });
    });
}

function readPatterns(value: unknown, path: Path, document: JsonDocument, measures: Measures) {
  const all = [...measures.layers, ...measures.widths];
  const keys = [...all.map(({ key }) => key), "share"];
  return Object.entries(entriesOf(value, path, document)).flatMap(([pattern, budgets]) => {
    const at = [...path, pattern];
    return Object.entries(knownEntries(budgets, at, document, keys)).flatMap(([key, item]) => {
      const measure = all.find((one) => one.key === key);
      if (measure !== undefined) {
        return readLimits(item, [...at, key], document, { of: "layers", measure, pattern });
      }
      const ace = measures.layers.find((one) => one.key === "ace") as Measure<Rows>;
      return readShare(item, [...at, key], document, { of: "layers", measure: ace, pattern });
    });
  });
}

/** `"4.3G"`, or an object of max, growth, share and level. */
function readLimits(
  value: unknown,
  path: Path,
  document: JsonDocument,
  target: Target,
): readonly Limit[] {
  const { unit } = target.measure;
  const shared = { target, level: "error" } as const;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || isLosslessNumber(value)) {
    return [{ ...shared, kind: "max", amount: readAmount(value, path, document, unit), path }];
  }
  const kinds = KINDS.filter((kind) => isMeaningful(kind, target));
  const entries = knownEntries(value, path, document, [...kinds, "level"]);
  const given = kinds.filter((kind) => Object.hasOwn(entries, kind));
  if (given.length === 0) refuse(document, path, kinds.join(" or "), shown(value));
  const said = levelOf(entries, path, document);
  return given.map((kind) => {
    const at = [...path, kind];
    const amount = readAmount(entries[kind], at, document, kind === "max" ? unit : "%");
    if (kind === "share") expectShare(amount, entries[kind], at, document);
    return { target, kind, amount, level: said, path: at };
  });
}

/** `"share": "10%"` of a pattern: of the model's ACE. */
function readShare(value: unknown, path: Path, document: JsonDocument, target: Target) {
  const isObject = typeof value === "object" && value !== null && !isLosslessNumber(value);
  const entries = isObject ? knownEntries(value, path, document, ["max", "level"]) : { max: value };
  const at = isObject ? [...path, "max"] : path;
  const amount = readAmount(entries.max, at, document, "%");
  expectShare(amount, entries.max, at, document);
  const said = levelOf(entries, path, document);
  return [{ target, kind: "share", amount, level: said, path: at } as const];
}

function levelOf(entries: Entries, path: Path, document: JsonDocument): Level {
  return optional(entries, "level", level, path, document).level ?? "error";
}

/** A model is its own whole, and widths do not add up. */
function isMeaningful(kind: LimitKind, { of, measure }: Target): boolean {
  if (measure.unit === "width") return kind === "max";
  return kind !== "share" || of === "layers";
}

function readAmount(value: unknown, path: Path, document: JsonDocument, unit: Unit): Exact {
  const text = isLosslessNumber(value) ? value.value : value;
  const amount = typeof text === "string" ? parseAmount(text, unit) : undefined;
  if (amount !== undefined) return amount;
  if (typeof text !== "string") return refuse(document, path, EXPECTED[unit], shown(value));
  const other = otherUnit(text, unit);
  const got = other === undefined ? shown(value) : `${shown(value)}, ${other}`;
  const near = nearestAmount(text, unit);
  const hint = near === undefined ? undefined : `"${path.at(-1)}": "${near}"`;
  return refuse(document, path, EXPECTED[unit], got, hint);
}

function expectShare(amount: Exact, value: unknown, path: Path, document: JsonDocument): void {
  if (compareExact(amount, HUNDRED) > 0) refuse(document, path, "at most 100%", shown(value));
}
