import { z } from "zod";
import { baselineSchema } from "./baseline-schema.ts";
import { bitsSchema } from "./bits-schema.ts";
import { checkSchema } from "./check-schema.ts";
import { compareSchema } from "./compare-schema.ts";
import { configSchema } from "./config-schema.ts";
import { failureSchema } from "./failure-schema.ts";
import { historySchema } from "./history-schema.ts";
import { describeNumbers } from "./numbers-schema.ts";
import { paretoSchema } from "./pareto-schema.ts";
import { scoreSchema } from "./score-schema.ts";
import { trendSchema } from "./trend-schema.ts";
import { verifySchema } from "./verify-schema.ts";
import { widthsSchema } from "./widths-schema.ts";

/** JSON Schemas (draft 2020-12) of every document that the command prints or reads, by file name. */
export function jsonSchemas(): Readonly<Record<string, object>> {
  return {
    score: jsonSchema(scoreSchema, "acemeter/score@1"),
    bits: jsonSchema(bitsSchema, "acemeter/bits@1"),
    verify: jsonSchema(verifySchema, "acemeter/verify@1"),
    pareto: jsonSchema(paretoSchema, "acemeter/pareto@1"),
    compare: jsonSchema(compareSchema, "acemeter/compare@1"),
    check: jsonSchema(checkSchema, "acemeter/check@1"),
    config: jsonSchema(configSchema, "ace.config.json of ace check"),
    baseline: jsonSchema(baselineSchema, "acemeter/baseline@1"),
    trend: jsonSchema(trendSchema, "acemeter/trend@1"),
    history: jsonSchema(historySchema, "acemeter/history@1"),
    widths: jsonSchema(widthsSchema, "acemeter/widths@1"),
    failure: jsonSchema(failureSchema, "a failed line of ace score --jsonl"),
  };
}

/** Keys that a later version adds are allowed: readers of this version skip them. */
function jsonSchema(schema: z.ZodType, title: string): object {
  return z.toJSONSchema(schema.meta({ title }), {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => describeNumbers(zodSchema, jsonSchema),
  });
}
