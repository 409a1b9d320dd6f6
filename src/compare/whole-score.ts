import { isLosslessNumber } from "lossless-json";
import { AceError } from "../errors.ts";
import type { ScoreResult } from "../results/score-result.ts";

type Test = (value: unknown) => boolean;
type Rule = readonly [expected: string, holds: Test];
type Rules = Readonly<Record<string, Rule>>;

const TEXT: Rule = ["a text", (value) => typeof value === "string"];
const NUMBER: Rule = ["a number", (value) => typeof value === "number"];
const BOOLEAN: Rule = ["true or false", (value) => typeof value === "boolean"];
const COUNT: Rule = ["a count", (value) => typeof value === "bigint"];
const DECIMAL: Rule = ["a number", isLosslessNumber];
const LIST: Rule = ["a list", Array.isArray];
const OBJECT: Rule = ["an object", isObject];
const SHAPE: Rule = [
  "a list of numbers",
  (value) => Array.isArray(value) && value.every((size) => typeof size === "number"),
];
const SHAPE_OR_NOTHING: Rule = orNothing(SHAPE);
const ENERGY: Rule = ["a number or null", (value) => value === null || typeof value === "number"];

const RESULT: Rules = {
  model: OBJECT,
  convention: TEXT,
  dims: OBJECT,
  atLeast: LIST,
  complete: BOOLEAN,
  missing: LIST,
  totals: OBJECT,
  layers: LIST,
};
const TOTALS: Rules = {
  ...all(["macs", "ace", "weightCount", "weightBits", "storedBits", "storedBitsBf16"], COUNT),
  cpu64: DECIMAL,
  elementwise: OBJECT,
  energyPj: OBJECT,
  ...all(["peakActivationBytes", "peakActivationBytesProven"], COUNT),
};
const ELEMENTWISE: Rules = {
  ...all(["add", "multiply", "divide", "compare", "root", "transcendental"], COUNT),
  ...all(["round", "quantize", "dequantize", "logic"], COUNT),
};
const LAYER: Rules = {
  ...all(["name", "operator", "kind"], TEXT),
  ...all(["macs", "trips", "ace", "weightCount", "weightBits"], COUNT),
  cpu64: DECIMAL,
  lhs: OBJECT,
  rhs: OBJECT,
  output: SHAPE,
  stride: SHAPE_OR_NOTHING,
  groups: orNothing(NUMBER),
};
const OPERAND: Rules = {
  ...all(["tensor", "role", "type", "proof", "status"], TEXT),
  shape: SHAPE,
  bits: NUMBER,
  float: BOOLEAN,
};
const MISSING: Rules = { ...all(["where", "reason"], TEXT), hint: orNothing(TEXT) };

/**
 * The same score, all of which is there that a comparison needs.
 *
 * @throws {AceError} `malformed-model` with the first place that is not as it must be
 */
export function wholeScore(result: ScoreResult): ScoreResult {
  expectRules(result, RESULT, "");
  expectRules(result.model, all(["name", "format", "producer"], TEXT), "model.");
  expectRules(result.totals, TOTALS, "totals.");
  expectRules(result.totals.elementwise, ELEMENTWISE, "totals.elementwise.");
  expectRules(result.totals.energyPj, all(["45nm", "7nm"], ENERGY), "totals.energyPj.");
  result.missing.forEach((one, i) => {
    expectRules(one, MISSING, `missing[${i}].`);
  });
  result.layers.forEach((layer, i) => {
    expectRules(layer, LAYER, `layers[${i}].`);
    expectRules(layer.lhs, OPERAND, `layers[${i}].lhs.`);
    expectRules(layer.rhs, OPERAND, `layers[${i}].rhs.`);
  });
  return result;
}

function all(keys: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(keys.map((key) => [key, rule]));
}

function orNothing([expected, holds]: Rule): Rule {
  return [`${expected} or nothing`, (value) => value === undefined || holds(value)];
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function expectRules(value: unknown, rules: Rules, place: string): void {
  for (const [key, [expected, holds]] of Object.entries(rules)) {
    const item = (value as Readonly<Record<string, unknown>> | null)?.[key];
    if (holds(item)) continue;
    const got = item === undefined ? "nothing" : wordsFor(item);
    const subject = `${place}${key} of a score`;
    throw new AceError("malformed-model", { action: "read", subject, expected, got });
  }
}

function wordsFor(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return isObject(value) && !isLosslessNumber(value) ? "an object" : String(value);
}
