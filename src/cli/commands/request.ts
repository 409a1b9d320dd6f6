import type { ScoreOptions } from "../api.ts";
import { wrongUsage } from "../messages.ts";

/** What one line of `--jsonl` asks for. */
export interface ScoreRequest {
  readonly model: string;
  readonly options: ScoreOptions;
}

const isAny = (): boolean => true;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** The keys of a request beside `model`: what they must hold, in words and as a test. */
const KEYS: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  dims: ["whole numbers by name", (value) => isRecordOf(value, isWhole)],
  inputs: ["arrays of whole numbers by name", (value) => isRecordOf(value, isShape)],
  values: ["numbers by name", (value) => isRecordOf(value, Number.isFinite)],
  trips: ["whole numbers by name", (value) => isRecordOf(value, isWhole)],
  weights: ["a path", (value) => typeof value === "string"],
  bits: ["a path or an object", (value) => typeof value === "string" || isRecordOf(value, isAny)],
  convention: ["pokebnn or native", (value) => value === "pokebnn" || value === "native"],
};

/**
 * Reads a line: a path, or a JSON object with `model` and the options by their names.
 *
 * @param defaults - the command line's options, for what the line does not say
 * @throws {AceError} `wrong-usage`
 */
export function parseRequest(line: string, defaults: ScoreOptions): ScoreRequest {
  if (line.trim() === "") throw badRequest("a path or a JSON object", "an empty line");
  if (!line.trimStart().startsWith("{")) return { model: line, options: defaults };
  const { model, ...options } = parseObject(line);
  if (typeof model !== "string") throw badRequest("a path as model", JSON.stringify(model));
  for (const [key, value] of Object.entries(options)) checkKey(key, value);
  return { model, options: { ...defaults, ...options } };
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw badRequest("a path or a JSON object", (cause as Error).message);
  }
}

function checkKey(key: string, value: unknown): void {
  const rule = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (rule === undefined) throw badRequest(`the keys model, ${Object.keys(KEYS).join(", ")}`, key);
  const [expected, holds] = rule;
  if (!holds(value)) throw badRequest(`${expected} as ${key}`, JSON.stringify(value));
}

function isShape(value: unknown): boolean {
  return Array.isArray(value) && value.every(isWhole);
}

function isRecordOf(value: unknown, holds: (item: unknown) => boolean): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(holds);
}

function badRequest(expected: string, got: string | undefined) {
  return wrongUsage("read", "a request", expected, got ?? "none");
}
