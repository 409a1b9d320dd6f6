import { z } from "zod";
import { whole } from "./numbers-schema.ts";
import { conventionSchema, TOTAL_KEYS } from "./score-schema.ts";

const level = z.enum(["error", "warn"]).exactOptional().describe("error where it is absent");
const percentage = z
  .string()
  .regex(/^\s*\d+(\.\d+)?\s*%$/)
  .describe("2%");
const amount = z
  .union([z.string().min(1), z.number().nonnegative()])
  .describe("4.3G of a count, 7MB of a size, 3.2uJ of an energy; a number is in the metric's unit");

const total = z.union([
  amount,
  z.strictObject({ max: amount.exactOptional(), growth: percentage.exactOptional(), level }),
]);
const sum = z.union([
  amount,
  z.strictObject({
    max: amount.exactOptional(),
    growth: percentage.exactOptional(),
    share: percentage.exactOptional().describe("of the model's total"),
    level,
  }),
]);
const width = z.union([amount, z.strictObject({ max: amount, level })]);

const layerBudgets = z.strictObject({
  macs: sum.exactOptional(),
  ace: sum.exactOptional(),
  cpu64: sum.exactOptional(),
  weightCount: sum.exactOptional(),
  weightBits: sum.exactOptional(),
  lhsBits: width.exactOptional(),
  rhsBits: width.exactOptional(),
  accumulatorBits: width.exactOptional(),
  share: z
    .union([percentage, z.strictObject({ max: percentage, level })])
    .exactOptional()
    .describe("of the model's ACE"),
});

/** A metric that is a list has keys such as elementwise.add and energyPj.45nm. */
const KEY = new RegExp(
  `^(${TOTAL_KEYS.filter((key) => key !== "energyPj").join("|")}|(elementwise|energyPj)\\.\\w+)$`,
);

const budgets = z
  .object({
    layers: z
      .record(z.string().min(1), layerBudgets)
      .exactOptional()
      .describe("by pattern of layer names: * within a segment, ** across; sums of the layers"),
  })
  .catchall(total)
  .refine((value) => Object.keys(value).every((key) => key === "layers" || KEY.test(key)));

const modelSchema = z.strictObject({
  path: z.string().min(1).describe("a file or a pattern, from the folder of this file"),
  name: z.string().min(1).exactOptional().describe("the path where it is absent"),
  dims: z.record(z.string(), whole).exactOptional(),
  inputs: z.record(z.string(), z.array(whole)).exactOptional(),
  values: z.record(z.string(), z.number()).exactOptional(),
  trips: z.record(z.string(), whole).exactOptional(),
  bits: z.string().min(1).exactOptional().describe("a file of acemeter/widths@1"),
  weights: z
    .string()
    .min(1)
    .exactOptional()
    .describe("a file that fills the arguments of a StableHLO or HLO program"),
  convention: conventionSchema.exactOptional(),
  baseline: z.string().min(1).exactOptional().describe("ace.baseline.json where it is absent"),
  budgets: budgets.exactOptional(),
  allowMissing: z
    .array(z.string().min(1))
    .exactOptional()
    .describe("codes or places of what may be missing"),
  wider: z
    .enum(["error", "warn"])
    .exactOptional()
    .describe("what a width is that became wider than in the baseline; error where it is absent"),
});

/** `ace.config.json`, or `ace` in a package.json. */
export const configSchema = z.strictObject({
  $schema: z.string().exactOptional().describe("for editors"),
  models: z.array(modelSchema).min(1),
});
