import { z } from "zod";
import { scoreSchema } from "./score-schema.ts";

const { model, convention, dims, atLeast, missing, totals, layers } = scoreSchema.shape;

const layerSchema = layers.unwrap().element.omit({ share: true });

const baselineModelSchema = z.object({
  name: z.string().describe("the model's name in the configuration"),
  convention,
  model: model.describe("what was measured"),
  dims,
  atLeast,
  missing,
  totals,
  layers: z.array(layerSchema).readonly().describe("in execution order"),
});

/** What a model cost when `ace check --update` was last run. */
export const baselineSchema = z.object({
  schema: z.literal("acemeter/baseline@1"),
  models: z.array(baselineModelSchema).readonly().describe("by name"),
});

export type BaselineModel = z.infer<typeof baselineModelSchema>;
export type Baseline = z.infer<typeof baselineSchema>;
