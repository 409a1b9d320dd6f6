import { z } from "zod";
import { count, shape, whole } from "./numbers-schema.ts";

/** Parts that documents about one model share. */
export const width = z.int().min(1);

export const modelSchema = z.object({
  name: z.string(),
  format: z.string(),
  producer: z.string().describe("empty where the file does not say"),
  parameters: count.describe("stored elements that the graph uses as values"),
});

export const dimsSchema = z
  .record(z.string(), whole)
  .describe("what symbolic dimensions were bound to");

/** What is known of a tensor. */
export const knownSchema = z.object({
  shape,
  bits: width.describe("native width in bits"),
  float: z.boolean().describe("true for an unquantized float of that width"),
  type: z.string().describe("element type that the tensor is stored in"),
  values: z.enum(["float", "grid", "levels"]),
  proof: z.string().describe("why the width is what it is"),
  status: z.enum(["claimed", "declared", "proven", "inspected", "assumed"]),
});

export const warningSchema = z.object({
  code: z.string(),
  where: z.string().describe("the place in the model, empty for the whole of it"),
  reason: z.string(),
});

export const unknownSchema = warningSchema.extend({ hint: z.string().exactOptional() });

export type ResultModel = z.infer<typeof modelSchema>;
export type Known = z.infer<typeof knownSchema>;
export type ResultWarning = z.infer<typeof warningSchema>;
export type ResultUnknown = z.infer<typeof unknownSchema>;
