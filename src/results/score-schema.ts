import { z } from "zod";
import {
  dimsSchema,
  knownSchema,
  modelSchema,
  unknownSchema,
  warningSchema,
  width,
} from "./model-schema.ts";
import { count, decimal, shape, whole } from "./numbers-schema.ts";

/** The totals of a score, in the order in which they are reported. */
export const TOTAL_KEYS = [
  "macs",
  "ace",
  "cpu64",
  "weightCount",
  "weightBits",
  "storedBits",
  "storedBitsBf16",
  "elementwise",
  "energyPj",
  "peakActivationBytes",
  "peakActivationBytesProven",
] as const;

const totalKey = z.enum(TOTAL_KEYS);

const operandSchema = knownSchema.extend({
  tensor: z.string().describe("name of the tensor in the model"),
  role: z.enum(["activation", "weight", "constant"]),
});

const layerSchema = z.object({
  name: z.string().describe("the user's name of the layer, unique in the model"),
  operator: z.string().describe("the operator as the source spells it"),
  kind: z.enum(["convolution", "dense", "product", "attention", "recurrent"]),
  macs: count.describe("multiply-accumulates of all trips together"),
  trips: count.describe("how often it runs; 0 in a branch that is not taken"),
  ace: count,
  cpu64: decimal,
  share: z.number().min(0).max(1).describe("of the model's ACE, four digits"),
  lhs: operandSchema,
  rhs: operandSchema.describe("the weight, where one operand is one"),
  output: shape,
  stride: shape.exactOptional(),
  groups: whole.exactOptional(),
  accumulatorBits: width.nullable().describe("holds every partial sum; null for floats"),
  weightCount: count,
  weightBits: count,
});

const elementwiseSchema = z.object({
  add: count,
  multiply: count,
  divide: count,
  compare: count,
  root: count,
  transcendental: count,
  round: count,
  quantize: count,
  dequantize: count,
  logic: count,
});

const picojoules = z.number().nonnegative().nullable();

const totalsSchema = z.object({
  macs: count,
  ace: count,
  cpu64: decimal,
  weightCount: count.describe("operands of contractions only"),
  weightBits: count,
  storedBits: count.describe("everything that must be kept"),
  storedBitsBf16: count.describe("the same with unquantized floats at 16 bits"),
  elementwise: elementwiseSchema.describe("scalar operations outside ACE, by kind"),
  energyPj: z
    .object({ "45nm": picojoules, "7nm": picojoules })
    .describe("null where a type has no published figure"),
  peakActivationBytes: count.describe("at stored widths"),
  peakActivationBytesProven: count.describe("at proven widths"),
});

const bitsSchema = z.object({
  lhsBits: width,
  lhsFloat: z.boolean(),
  rhsBits: width,
  rhsFloat: z.boolean(),
  macs: count,
  ace: count,
});

export const conventionSchema = z.enum(["pokebnn", "native"]);

const missingSchema = unknownSchema.extend({ affects: z.array(totalKey).readonly() });

/** What `ace score --json` prints. */
export const scoreSchema = z.object({
  schema: z.literal("acemeter/score@1"),
  model: modelSchema,
  convention: conventionSchema,
  dims: dimsSchema,
  atLeast: z.array(totalKey).readonly().describe("the totals that are lower bounds"),
  complete: z.boolean().describe("atLeast is empty"),
  missing: z.array(missingSchema).readonly(),
  warnings: z.array(warningSchema).readonly(),
  totals: totalsSchema,
  byBits: z.array(bitsSchema).readonly().describe("by native widths of the operands"),
  layers: z.array(layerSchema).readonly().describe("every contraction, in execution order"),
});

export type Convention = z.infer<typeof scoreSchema.shape.convention>;
export type Operand = z.infer<typeof operandSchema>;
export type Layer = z.infer<typeof layerSchema>;
export type TotalKey = z.infer<typeof totalKey>;
export type Totals = z.infer<typeof totalsSchema>;
export type BitsRow = z.infer<typeof bitsSchema>;
export type ResultMissing = z.infer<typeof missingSchema>;
export type ScoreResult = z.infer<typeof scoreSchema>;
