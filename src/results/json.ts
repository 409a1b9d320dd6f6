import { isInteger, isLosslessNumber, type LosslessNumber, parse, stringify } from "lossless-json";
import { AceError } from "../errors.ts";
import type { BitsResult } from "./bits-result.ts";
import type { CheckResult } from "./check-result.ts";
import type { CompareResult } from "./compare-result.ts";
import { COUNT_PATHS, DECIMAL_PATHS } from "./number-forms.ts";
import type { ParetoResult } from "./pareto-result.ts";
import type { ScoreResult } from "./score-result.ts";
import type { TrendResult } from "./trend-result.ts";
import type { VerifyResult } from "./verify-result.ts";

/** Any document that the command prints with `--json`. */
export type Result =
  | ScoreResult
  | BitsResult
  | VerifyResult
  | ParetoResult
  | CompareResult
  | CheckResult
  | TrendResult;

const SCHEMAS: ReadonlySet<unknown> = new Set<Result["schema"]>([
  "acemeter/score@1",
  "acemeter/bits@1",
  "acemeter/verify@1",
  "acemeter/pareto@1",
  "acemeter/compare@1",
  "acemeter/check@1",
  "acemeter/trend@1",
]);

/**
 * A result, several of them, or a part of one as JSON text.
 *
 * Every integer and decimal is written in full, keys in the order of the object.
 *
 * @param indent - spaces per level; 0 writes one line
 */
export function stringifyResult(value: object, indent = 2): string {
  return stringify(value, undefined, indent) as string;
}

/**
 * Reads a result: counts as bigint, `cpu64` as exact decimal, all other numbers as number.
 *
 * @throws {AceError} `unreadable-file` where the text is no JSON, `unsupported-format` where it is
 * no result of this version, `malformed-model` where a number is not what it must be
 */
export function parseResult(text: string): Result {
  return resultOf(parseJson(text));
}

/**
 * The same of a text that may hold several results as a list.
 *
 * @throws {AceError} as `parseResult()`
 */
export function parseResults(text: string): readonly Result[] {
  const value = parseJson(text);
  return Array.isArray(value) ? value.map(resultOf) : [resultOf(value)];
}

function resultOf(json: unknown): Result {
  const value = typed(json, "");
  const schema = isObject(value) ? value.schema : undefined;
  if (SCHEMAS.has(schema)) return value as unknown as Result;
  throw new AceError("unsupported-format", {
    action: "read",
    subject: "a result",
    expected: `"schema" to be one of ${[...SCHEMAS].join(", ")}`,
    got: schema === undefined ? "none" : String(schema),
  });
}

function parseJson(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new AceError(
      "unreadable-file",
      { action: "read", subject: "a result", expected: "JSON", got: (cause as Error).message },
      { cause },
    );
  }
}

function typed(value: unknown, path: string): unknown {
  if (isLosslessNumber(value)) return numberAt(value, path);
  if (Array.isArray(value)) return value.map((item) => typed(item, `${path}[]`));
  if (!isObject(value)) return value;
  const prefix = path === "" ? "" : `${path}.`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typed(item, prefix + key)]),
  );
}

function numberAt(value: LosslessNumber, path: string): bigint | number | LosslessNumber {
  if (DECIMAL_PATHS.has(path)) return value;
  if (!COUNT_PATHS.has(path)) return Number(value.value);
  if (isInteger(value.value)) return BigInt(value.value);
  throw new AceError("malformed-model", {
    action: "read",
    subject: `${path} of a result`,
    expected: "a whole number",
    got: value.value,
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
