import { AceError, type Where } from "../errors.ts";
import type { Widths } from "./widths.ts";

// By hand, not by zod, which users do not have; a test holds it against the schema.

type Check = (value: unknown, at: string) => void;

const text: Check = (value, at) => {
  if (typeof value !== "string" || value === "") refuse(at, "a text", value);
};
const flag: Check = (value, at) => {
  if (typeof value !== "boolean") refuse(at, "true or false", value);
};
const note: Check = (value, at) => {
  if (typeof value !== "string") refuse(at, "a text", value);
};
const width: Check = (value, at) => {
  const whole = Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 64;
  if (!whole) refuse(at, "a whole number from 1 to 64", value);
};

const LAYER_RULE = { match: text, lhsBits: width, rhsBits: width, why: note };
const TENSOR_RULE = { tensor: text, bits: width, signed: flag, why: note };
const FILE = {
  $schema: note,
  schema: (value: unknown, at: string) => {
    if (value !== "acemeter/widths@1") refuse(at, "acemeter/widths@1", value);
  },
  weights: listOf(text),
  rules: listOf(rule),
};

/**
 * Claimed bit widths from the text of a sidecar file.
 *
 * @throws {AceError} `wrong-usage` with the key that is not as it must be
 */
export function parseWidths(json: string, where: Where): Widths {
  try {
    return checkWidths(JSON.parse(json));
  } catch (error) {
    if (error instanceof AceError) throw error.at(where);
    throw wrong("the bit widths", "JSON", (error as Error).message).at(where);
  }
}

/**
 * Checks claimed bit widths.
 *
 * @throws {AceError} `wrong-usage` with the key that is not as it must be
 */
export function checkWidths(value: unknown): Widths {
  object(value, "", FILE, ["schema"]);
  return value as Widths;
}

function rule(value: unknown, at: string): void {
  const one = record(value, at);
  if ("match" in one === "tensor" in one) refuse(at, "either match or tensor", value);
  const isTensor = "tensor" in one;
  object(value, at, isTensor ? TENSOR_RULE : LAYER_RULE, isTensor ? ["bits"] : []);
  if (!isTensor && !("lhsBits" in one || "rhsBits" in one)) refuse(at, "lhsBits or rhsBits", value);
}

function object(
  value: unknown,
  at: string,
  checks: Readonly<Record<string, Check>>,
  required: readonly string[],
): void {
  const entries = record(value, at);
  for (const [key, item] of Object.entries(entries)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) refuse(at, `the keys ${Object.keys(checks).join(", ")}`, key);
    else check(item, at === "" ? key : `${at}.${key}`);
  }
  const absent = required.find((key) => !(key in entries));
  if (absent !== undefined) refuse(at === "" ? absent : `${at}.${absent}`, "a value", undefined);
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord) refuse(at, "an object", value);
  return value as Readonly<Record<string, unknown>>;
}

function listOf(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) refuse(at, "a list", value);
    (value as readonly unknown[]).forEach((item, i) => {
      check(item, `${at}[${i}]`);
    });
  };
}

function refuse(at: string, expected: string, got: unknown): never {
  const subject = at === "" ? "the bit widths" : `${at} of the bit widths`;
  throw wrong(subject, expected, got === undefined ? "none" : JSON.stringify(got));
}

function wrong(subject: string, expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "read", subject, expected, got });
}
