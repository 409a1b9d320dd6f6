import { z } from "zod";
import {
  dimsSchema,
  knownSchema,
  modelSchema,
  unknownSchema,
  warningSchema,
} from "./model-schema.ts";

const bound = z.number().nullable();

const tensorSchema = knownSchema.extend({
  name: z.string().describe("name of the tensor in the model"),
  from: z
    .enum(["input", "stored", "constant", "computed"])
    .describe("constant: computed, but from no input"),
  layer: z.string().exactOptional().describe("the layer that computes it"),
  operator: z.string().exactOptional().describe("its operator as the source spells it"),
  set: z.string().describe("what the tensor can hold, in words"),
  low: bound.describe("no element is less; null where there is no such bound"),
  high: bound.describe("no element is more; null where there is no such bound"),
});

/** What `ace bits --json` prints. */
export const bitsSchema = z.object({
  schema: z.literal("acemeter/bits@1"),
  model: modelSchema,
  dims: dimsSchema,
  complete: z.boolean().describe("missing is empty"),
  missing: z.array(unknownSchema).readonly(),
  warnings: z.array(warningSchema).readonly(),
  tensors: z
    .array(tensorSchema)
    .readonly()
    .describe("every tensor that the model names, in execution order"),
});

export type KnownTensor = z.infer<typeof tensorSchema>;
export type BitsResult = z.infer<typeof bitsSchema>;
