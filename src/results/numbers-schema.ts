import { z } from "zod";

/** A count of any size: bigint in TypeScript, an integer written in full in JSON. */
export const count = z.bigint().nonnegative();

/** A small whole number: a width, a size, an index. */
export const whole = z.int().nonnegative();

/** Sizes of a tensor, outermost first. */
export const shape = z.array(whole).readonly();

/** What these numbers are in a JSON Schema; zod has no words of its own for them. */
export function describeNumbers(type: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema): void {
  const kind = type._zod.def.type;
  if (kind === "bigint") Object.assign(schema, { type: "integer", minimum: 0 });
  if (kind === "custom") Object.assign(schema, { type: "number", minimum: 0 });
  if (schema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(schema, "maximum");
  // In JSON Schema it would say that a server ignores the key; here it is about TypeScript.
  Reflect.deleteProperty(schema, "readOnly");
}
