import { z } from "zod";
import { MOST_LISTED } from "./most-listed.ts";
import { decimal, whole } from "./numbers-schema.ts";
import { conventionSchema } from "./score-schema.ts";

const percent = z.number().min(0).max(100);
const names = z.array(z.string()).readonly();

const pointSchema = z.object({
  name: z.string().describe("of your own networks unique"),
  family: z.string(),
  year: whole.exactOptional(),
  own: z.boolean().describe("one of yours; the others are published"),
  accuracy: percent.describe("top-1 in percent"),
  cost: decimal.describe("of the metric, in its unit"),
  exact: z.boolean().describe("false: made of rounded numbers"),
  accuracyStatus: z
    .enum(["verified", "recollection", "given"])
    .describe("given: as you gave it, for your networks"),
  costStatus: z
    .enum(["verified", "computed", "verified+computed", "recollection", "scored", "given"])
    .describe("scored: counted from a model"),
  recollection: z.literal(true).exactOptional().describe("accuracy or cost is remembered only"),
  draft: z.literal(true).exactOptional().describe("from an unpublished manuscript"),
  otherConvention: z
    .string()
    .exactOptional()
    .describe("how the cost is counted, where it is not the convention"),
  source: z.string(),
  onFront: z.boolean().describe("no other point dominates it"),
  rank: whole.describe("by non-dominated sorting of all points; 0 on the front"),
});

const someNetworks = z.object({
  count: whole,
  names: z
    .array(z.string())
    .max(MOST_LISTED)
    .readonly()
    .describe(`the most accurate ones, ${MOST_LISTED} at most`),
});

const ownSchema = z.object({
  name: z.string(),
  rank: whole,
  onFront: z.boolean(),
  dominates: someNetworks.describe(
    "published networks that are nowhere better and somewhere worse",
  ),
  dominatedBy: someNetworks.describe(
    "published networks that are nowhere worse and somewhere better",
  ),
});

const absentSchema = z.object({
  code: z.enum([
    ...["no-accuracy", "no-cost", "partial-cost", "lower-bound"],
    ...["recollection", "draft", "other-convention"],
  ] as const),
  reason: z.string(),
  option: z.string().exactOptional().describe("what places them"),
  own: z.boolean(),
  names,
});

/** What `ace pareto --json` prints. */
export const paretoSchema = z.object({
  schema: z.literal("acemeter/pareto@1"),
  metric: z.object({ id: z.string(), label: z.string(), unit: z.string() }),
  convention: conventionSchema,
  dataSet: z.string(),
  caption: z.array(z.string()).readonly().describe("what is counted and what is not"),
  reference: z
    .object({ cost: decimal, accuracy: percent })
    .describe("of the hypervolumes; by default the greatest cost and the least accuracy of all"),
  hypervolume: z
    .object({
      published: z.number().nonnegative(),
      own: z.number().nonnegative(),
      all: z.number().nonnegative(),
    })
    .describe("what is dominated within the reference, in the metric's unit x percent points"),
  epsilon: z
    .object({
      additive: z
        .number()
        .nullable()
        .describe("in shares of the range of each objective over all points; null where that is 0"),
      multiplicative: z.number().nullable().describe("a factor; null where a value is 0"),
    })
    .nullable()
    .describe("of your networks against the published front; null where one of them is empty"),
  own: z.array(ownSchema).readonly(),
  points: z
    .array(pointSchema)
    .readonly()
    .describe("ascending in cost, then descending in accuracy"),
  absent: z.array(absentSchema).readonly().describe("networks that are not placed, by reason"),
  warnings: z.array(z.object({ code: z.string(), reason: z.string() })).readonly(),
});

export type ParetoPoint = z.infer<typeof pointSchema>;
export type SomeNetworks = z.infer<typeof someNetworks>;
export type OwnStanding = z.infer<typeof ownSchema>;
export type ParetoAbsent = z.infer<typeof absentSchema>;
export type ParetoResult = z.infer<typeof paretoSchema>;
