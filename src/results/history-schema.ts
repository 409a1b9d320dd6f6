import { z } from "zod";
import { scoreSchema } from "./score-schema.ts";

const { convention, atLeast, totals } = scoreSchema.shape;

/** A line of `ace check --history FILE.jsonl`: what a model cost at a commit. */
export const historySchema = z.object({
  schema: z.literal("acemeter/history@1"),
  commit: z.string(),
  date: z.string().exactOptional().describe("the commit's own; absent where git does not know it"),
  name: z.string().describe("the model's name in the configuration"),
  convention,
  atLeast,
  totals,
});

export type HistoryLine = z.infer<typeof historySchema>;
