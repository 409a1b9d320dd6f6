import { z } from "zod";
import { whole } from "./numbers-schema.ts";

const differenceSchema = z.object({
  tensor: z.string(),
  index: z.array(whole).readonly(),
  expected: z.string(),
  got: z.string(),
});

const finite = z.number().nonnegative().nullable().describe("null where it is not finite");

const caseSchema = z.object({
  name: z.string(),
  status: z.enum(["equal", "close", "different", "unsupported", "failed"]),
  maxUlps: finite.exactOptional(),
  maxAbs: finite.exactOptional(),
  reason: z.string().exactOptional(),
  explained: z.boolean().exactOptional().describe("the difference is within the error bound"),
  tolerance: z.string().exactOptional().describe("what counted as equal, and who said so"),
  first: differenceSchema.exactOptional().describe("the first element that differs"),
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
});

export type VerifyCase = z.infer<typeof caseSchema>;
export type VerifyResult = z.infer<typeof verifySchema>;
