import { z } from "zod";
import { dimsSchema, knownSchema, modelSchema } from "./model-schema.ts";
import { count, shape, signedCount, signedDecimal, whole } from "./numbers-schema.ts";
import { conventionSchema, scoreSchema } from "./score-schema.ts";

const counts = { before: count, after: count, difference: signedCount };
const decimals = { before: signedDecimal, after: signedDecimal, difference: signedDecimal };
const bounds = {
  beforeAtLeast: z.boolean().describe("before is a lower bound"),
  afterAtLeast: z.boolean().describe("after is a lower bound"),
};

const totalCount = z.object({ ...counts, ...bounds });
const picojoules = z.number().nullable();
const totalEnergy = z
  .object({ before: picojoules, after: picojoules, difference: picojoules, ...bounds })
  .describe("null where a type has no published figure");

const totalsSchema = z.object({
  macs: totalCount,
  ace: totalCount,
  cpu64: z.object({ ...decimals, ...bounds }),
  weightCount: totalCount,
  weightBits: totalCount,
  storedBits: totalCount,
  storedBitsBf16: totalCount,
  elementwise: z.object({
    add: totalCount,
    multiply: totalCount,
    divide: totalCount,
    compare: totalCount,
    root: totalCount,
    transcendental: totalCount,
    round: totalCount,
    quantize: totalCount,
    dequantize: totalCount,
    logic: totalCount,
  }),
  energyPj: z.object({ "45nm": totalEnergy, "7nm": totalEnergy }),
  peakActivationBytes: totalCount,
  peakActivationBytesProven: totalCount,
});

const layerCount = z.object(counts);

const costsSchema = z
  .object({
    macs: layerCount,
    ace: layerCount,
    cpu64: z.object(decimals),
    weightCount: layerCount,
    weightBits: layerCount,
  })
  .describe("of a layer that is not there: 0");

const widthSchema = knownSchema
  .pick({ bits: true, float: true, type: true, status: true, proof: true })
  .extend({ tensor: z.string() });

/** Something of a layer that is not what it was. */
function changed<T extends z.ZodType>(type: T) {
  return z.object({ before: type, after: type }).exactOptional();
}

const changesSchema = z
  .object({
    lhsWidth: changed(widthSchema),
    rhsWidth: changed(widthSchema),
    kind: changed(z.string()),
    operator: changed(z.string()),
    lhsShape: changed(shape),
    rhsShape: changed(shape),
    output: changed(shape),
    stride: changed(shape.nullable()),
    groups: changed(whole.nullable()),
    trips: changed(count),
  })
  .describe("only what differs; empty for a layer that was inserted or removed");

const layerSchema = z.object({
  before: z.string().nullable().describe("name of the layer before; null where it is inserted"),
  after: z.string().nullable().describe("name of the layer after; null where it is removed"),
  how: z
    .enum(["same", "renamed", "moved", "changed", "inserted", "removed"])
    .describe("renamed: only the name differs; moved: the same layer at another place"),
  operator: z.string().describe("as the source spells it; of the layer after, where there is one"),
  changes: changesSchema,
  costs: costsSchema,
});

const sideSchema = z.object({
  model: modelSchema,
  dims: dimsSchema,
  atLeast: scoreSchema.shape.atLeast,
  complete: z.boolean(),
  missing: scoreSchema.shape.missing,
});

const indices = z.array(whole).readonly();

const tallySchema = z
  .object({
    same: whole,
    renamed: whole,
    moved: whole,
    changed: whole,
    inserted: whole,
    removed: whole,
  })
  .describe("how many layers of each");

/** What `ace compare --json` prints. */
export const compareSchema = z.object({
  schema: z.literal("acemeter/compare@1"),
  equal: z.boolean().describe("both sides are complete, and no total and no layer's cost differs"),
  convention: conventionSchema,
  before: sideSchema,
  after: sideSchema,
  totals: totalsSchema,
  counts: tallySchema,
  wider: indices.describe("layers with an operand of more bits than before"),
  layers: z.array(layerSchema).readonly().describe("in execution order, removed ones in between"),
  order: z
    .object({
      macs: indices,
      ace: indices,
      cpu64: indices,
      weightCount: indices,
      weightBits: indices,
    })
    .describe("indices of the layers that differ, by metric, the largest difference first"),
});

export type LayerChanges = z.infer<typeof changesSchema>;
export type LayerCosts = z.infer<typeof costsSchema>;
export type LayerMetric = keyof LayerCosts;
export type WidthSide = z.infer<typeof widthSchema>;
export type TotalDifferences = z.infer<typeof totalsSchema>;
export type ComparedLayer = z.infer<typeof layerSchema>;
export type ComparedSide = z.infer<typeof sideSchema>;
export type CompareResult = z.infer<typeof compareSchema>;
