import { z } from "zod";
import { failureSchema } from "./failure-schema.ts";
import { knownSchema, width } from "./model-schema.ts";
import { amount, whole } from "./numbers-schema.ts";
import { conventionSchema } from "./score-schema.ts";

const status = z.enum(["ok", "warn", "error"]);

const sideSchema = knownSchema.pick({ float: true, type: true, proof: true, status: true }).extend({
  bits: width.describe("native width in bits"),
  tensor: z.string(),
});

const widenedSchema = z.object({
  layer: z.string().describe("its name now"),
  operand: z.enum(["lhs", "rhs"]),
  before: sideSchema,
  after: sideSchema,
});

const contributorSchema = z.object({
  name: z.string().describe("a layer, or a kind of elementwise operations"),
  how: z
    .string()
    .describe(
      "wider, changed, inserted, removed, ...; costs: it is as it was, or that is not known",
    ),
  before: amount.exactOptional().describe("absent where there is no baseline"),
  after: amount,
});

const fixSchema = z.object({
  file: z.string().exactOptional(),
  line: whole.exactOptional(),
  text: z.string().exactOptional().describe("what to write in that line of the file"),
  command: z.string().exactOptional().describe("what to run instead"),
});

const verdictSchema = z.object({
  kind: z
    .enum(["wider", "missing", "max", "growth", "share", "allowance"])
    .describe("allowance: allowMissing names what is not missing"),
  status,
  key: z.string().describe("path of the key in the configuration that decides"),
  line: whole.exactOptional().describe("its line, where it stands there"),
  name: z.string().describe("what was checked, in short: ace, head/*: share, conv2 rhs"),
  metric: z.string().exactOptional(),
  unit: z.string().exactOptional().describe("of the amounts; empty for counts"),
  measured: amount.exactOptional().describe("absent where it is not known"),
  allowed: amount.exactOptional().describe("may be reached"),
  before: amount.exactOptional().describe("in the baseline"),
  atLeast: z.literal(true).exactOptional().describe("what was measured is a lower bound"),
  reason: z.string(),
  widened: widenedSchema.exactOptional(),
  contributors: z
    .array(contributorSchema)
    .readonly()
    .describe("what accounts for the difference, most of it first"),
  others: whole.describe("contributors that are not listed"),
  fix: fixSchema.exactOptional().describe("what to do where it is meant to be so"),
});

const checkedSchema = z.object({
  name: z.string(),
  path: z.string(),
  convention: conventionSchema,
  baseline: z.string().nullable().describe("the file it was compared with"),
  status: z.enum(["ok", "warn", "error", "failed"]).describe("failed: it could not be scored"),
  complete: z.boolean().describe("no total is a lower bound"),
  verdicts: z.array(verdictSchema).readonly().describe("wider ones first"),
  failure: failureSchema.shape.error.exactOptional(),
});

/** What `ace check --json` prints. */
export const checkSchema = z.object({
  schema: z.literal("acemeter/check@1"),
  passed: z.boolean().describe("no model has status error or failed"),
  config: z.string(),
  against: z.string().exactOptional().describe("the commit that the baselines were taken from"),
  counts: z
    .object({ ok: whole, warn: whole, error: whole, failed: whole })
    .describe("verdicts; failed: models"),
  models: z.array(checkedSchema).readonly(),
});

export type Status = z.infer<typeof status>;
export type Widened = z.infer<typeof widenedSchema>;
export type Contributor = z.infer<typeof contributorSchema>;
export type Fix = z.infer<typeof fixSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type CheckedResult = z.infer<typeof checkedSchema>;
export type CheckResult = z.infer<typeof checkSchema>;
