import { isLosslessNumber, type LosslessNumber } from "lossless-json";
import { z } from "zod";

/** A count of any size: bigint in TypeScript, an integer written in full in JSON. */
export const count = z.bigint().nonnegative();

/** A difference of counts. */
export const signedCount = z.bigint();

/** A decimal of 0 or more with all its places. */
export const amount = decimalLike(/^\d+(\.\d+)?$/);

/** A `Decimal` (see `decimal.ts`) of 0 or more with at most six places. */
export const decimal = decimalLike(/^\d+(\.\d{1,6})?$/);

/** The same of any sign. */
export const signedDecimal = decimalLike(/^-?\d+(\.\d{1,6})?$/).meta({ type: "number" });

/** A small whole number: a width, a size, an index. */
export const whole = z.int().nonnegative();

/** Sizes of a tensor, outermost first. */
export const shape = z.array(whole).readonly();

/** What these numbers are in a JSON Schema; zod has no words of its own for them. */
export function describeNumbers(type: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema): void {
  const kind = type._zod.def.type;
  if (kind === "bigint") Object.assign(schema, { type: "integer" }, leastOf(type));
  // A decimal that may be negative says itself that it is a number.
  if (kind === "custom" && schema.type === undefined) {
    Object.assign(schema, { type: "number", minimum: 0 });
  }
  if (schema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(schema, "maximum");
  // In JSON Schema it would say that a server ignores the key; here it is about TypeScript.
  Reflect.deleteProperty(schema, "readOnly");
}

function decimalLike(pattern: RegExp) {
  return z.custom<LosslessNumber>((value) => isLosslessNumber(value) && pattern.test(value.value));
}

function leastOf(type: z.core.$ZodType): { readonly minimum?: number } {
  return type._zod.def.checks === undefined ? {} : { minimum: 0 };
}
