import { z } from "zod";
import { amount } from "./numbers-schema.ts";
import { conventionSchema } from "./score-schema.ts";

const pointSchema = z.object({
  commit: z.string(),
  date: z.string().exactOptional().describe("the commit's own"),
  cost: amount,
  atLeast: z.literal(true).exactOptional().describe("the cost is a lower bound"),
});

/** What `ace pareto --history FILE --json` prints. */
export const trendSchema = z.object({
  schema: z.literal("acemeter/trend@1"),
  metric: z.object({ id: z.string(), label: z.string(), unit: z.string() }),
  convention: conventionSchema,
  commits: z.array(z.string()).readonly().describe("of all models, in the order of the history"),
  models: z
    .array(
      z.object({
        name: z.string(),
        points: z.array(pointSchema).readonly().describe("in the order of the history"),
      }),
    )
    .readonly(),
});

export type TrendPoint = z.infer<typeof pointSchema>;
export type TrendResult = z.infer<typeof trendSchema>;
