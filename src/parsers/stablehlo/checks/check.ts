import { AceError } from "../../../errors.ts";
import type { Attribute } from "../program/attribute.ts";
import type { Operation } from "../program/program.ts";

/** How far a result may be from what a program expects of it; an absent limit allows nothing. */
export interface Limits {
  readonly atol?: number;
  /** Units in the last place: at most, and at least. */
  readonly ulps?: number;
  readonly leastUlps?: number;
}

/** Another number is never right; zeros of both signs are one number. */
const EQUAL: Limits = { atol: 0 };

/** What the interpreter of StableHLO allows where the program says nothing. */
const ALMOST = 1e-4;
const ALMOST_CALLED = 1e-3;
const CLOSE_CALLED = 3;
const CLOSE = 1;

/**
 * Checks by name, the custom calls with `@` before it: what they allow.
 *
 * Source: StableHLO 1.15, `check` dialect and the fallback of its interpreter.
 */
const LIMITS: Readonly<Record<string, (operation: Operation) => Limits>> = {
  "check.expect_eq": () => EQUAL,
  "check.expect_eq_const": () => EQUAL,
  "check.expect_serialized_eq": () => EQUAL,
  "check.expect_almost_eq": almost,
  "check.expect_almost_eq_const": almost,
  "check.expect_close": (operation) => ({
    ulps: numberOf(operation, "max_ulp_difference", CLOSE),
    ...(operation.attributes.has("min_ulp_difference")
      ? { leastUlps: numberOf(operation, "min_ulp_difference", 0) }
      : {}),
  }),
  "@check.expect_eq": () => EQUAL,
  "@check.expect_almost_eq": () => ({ atol: ALMOST_CALLED }),
  "@check.expect_close": () => ({ ulps: CLOSE_CALLED }),
  "@check.eq": () => ({ atol: ALMOST }),
};

function almost(operation: Operation): Limits {
  return { atol: numberOf(operation, "tolerance", ALMOST) };
}

/** The name of a check: that of the operation, or of what it calls; undefined for all others. */
export function checkName({ name, attributes }: Operation): string | undefined {
  const target = attributes.get("call_target_name");
  const called = name === "stablehlo.custom_call" && target?.kind === "string";
  const key = called ? `@${target.value}` : name;
  return Object.hasOwn(LIMITS, key) ? key : undefined;
}

/** @throws {AceError} `invalid-attribute` for a limit that is no number */
export function limitsOf(operation: Operation): Limits {
  const limits = LIMITS[checkName(operation) ?? ""];
  return limits?.(operation) ?? EQUAL;
}

/** A number among the attributes of a check. */
export function numberOf(operation: Operation, name: string, otherwise: number): number {
  const attribute = operation.attributes.get(name);
  if (attribute === undefined) return otherwise;
  const value = Number(textOf(attribute));
  if (Number.isFinite(value)) return value;
  throw new AceError("invalid-attribute", {
    action: "read",
    subject: operation.name,
    expected: `a number as attribute ${name}`,
    got: attribute.kind,
  });
}

function textOf(attribute: Attribute): string {
  if (attribute.kind === "integer") return `${attribute.value}`;
  return attribute.kind === "float" && !attribute.text.includes("x") ? attribute.text : "NaN";
}
