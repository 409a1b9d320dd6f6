import { z } from "zod";
import { whole } from "./numbers-schema.ts";

const differenceSchema = z.object({
  tensor: z.string(),
  index: z.array(whole).readonly(),
  expected: z.string(),
  got: z.string(),
});

const finite = z.number().nonnegative().nullable().describe("null where it is not finite");

const pairSchema = z.object({
  operator: z.string(),
  types: z.string().describe("element types of the model's inputs and outputs: f32 i64"),
});

const caseSchema = z.object({
  name: z.string(),
  status: z.enum(["equal", "close", "different", "unsupported", "failed"]),
  maxUlps: finite.exactOptional(),
  maxAbs: finite.exactOptional(),
  reason: z.string().exactOptional(),
  explained: z.boolean().exactOptional().describe("the difference is within the error bound"),
  tolerance: z.string().exactOptional().describe("what counted as equal, and who said so"),
  operators: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .describe("that of the model's only node, else all in it"),
  unsupported: z
    .array(pairSchema)
    .readonly()
    .exactOptional()
    .describe("what of an unsupported case is not supported"),
  first: differenceSchema.exactOptional().describe("the first element that differs"),
});

const operatorSchema = z.object({
  operator: z.string().describe("as the format spells it, with its domain but for the default one"),
  equal: whole,
  close: whole,
  different: whole,
  unsupported: whole,
  failed: whole,
});

/** What `ace verify --json` prints. */
export const verifySchema = z.object({
  schema: z.literal("acemeter/verify@1"),
  equal: z.boolean().describe("at least one case ran, none is different or failed"),
  counts: z.object({
    equal: whole,
    close: whole,
    different: whole,
    explained: whole.describe("of the different ones"),
    unsupported: whole,
    failed: whole,
  }),
  cases: z.array(caseSchema).readonly(),
  operators: z
    .array(operatorSchema)
    .readonly()
    .exactOptional()
    .describe("cases by operator; each counts for all of its operators"),
  unsupported: z
    .array(pairSchema.extend({ cases: whole }))
    .readonly()
    .exactOptional()
    .describe("what is not supported, the most frequent first"),
});

export type VerifyCase = z.infer<typeof caseSchema>;
export type VerifyResult = z.infer<typeof verifySchema>;
