import { z } from "zod";

/** A count of any size: bigint in TypeScript, an integer written in full in JSON. */
export const count = z.bigint().nonnegative();

/** A difference of counts. */
export const signedCount = z.bigint();

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

function leastOf(type: z.core.$ZodType): { readonly minimum?: number } {
  return type._zod.def.checks === undefined ? {} : { minimum: 0 };
}
