import { z } from "zod";

const bits = z.int().min(1).max(64);
const pattern = z
  .string()
  .min(1)
  .describe("* within a path segment, ** across; params/a/b is params['a']['b'] as well");
const why = z.string().exactOptional().describe("stands in proofs and warnings");

const layerRule = z
  .strictObject({
    match: pattern.describe("names of layers, as ace score shows them"),
    lhsBits: bits.exactOptional().describe("of the row's lhs"),
    rhsBits: bits.exactOptional().describe("of the row's rhs: the weight, where one is"),
    why,
  })
  .describe("at least one of lhsBits and rhsBits");

const tensorRule = z.strictObject({
  tensor: pattern.describe("names of tensors, as ace bits shows them"),
  bits,
  signed: z.boolean().exactOptional().describe("absent: as the values are known to be"),
  why,
});

/** Bit widths that somebody claims beside a model: what `--bits` reads. */
export const widthsSchema = z.strictObject({
  $schema: z.string().exactOptional().describe("for editors"),
  schema: z.literal("acemeter/widths@1"),
  weights: z.array(pattern).readonly().exactOptional().describe("arguments that are weights"),
  rules: z
    .array(z.union([layerRule, tensorRule]))
    .readonly()
    .exactOptional()
    .describe("the first one that matches a name counts"),
});

export type LayerRule = z.infer<typeof layerRule>;
export type TensorRule = z.infer<typeof tensorRule>;
export type Widths = z.infer<typeof widthsSchema>;
