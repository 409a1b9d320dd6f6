import { z } from "zod";
import { count } from "./numbers-schema.ts";

const text = z.string().min(1);
const percent = z.number().min(0).max(100);

/** A row of the published table, by its columns; a figure that is not known is absent. */
export const publishedSchema = z.strictObject({
  name: text.describe("as its authors call it; a reimplementation says so"),
  family: text.describe("its authors' name for the line of networks"),
  year: z.int().min(2016).max(2100),
  accuracy: percent.exactOptional().describe("top-1 on ImageNet-1k"),
  accuracyStatus: z.enum(["verified", "recollection", "not-found"]),
  top5: percent.exactOptional(),
  weights: text.exactOptional().describe("bits of the weights, as the authors say"),
  activations: text.exactOptional().describe("bits of the activations"),
  binaryMacs: count.exactOptional().describe("multiply-accumulates of one image, 1 x 1 bit"),
  int4Macs: count.exactOptional(),
  int8Macs: count.exactOptional(),
  floatMacs: count.exactOptional(),
  macsQuality: z
    .enum(["exact", "rounded", "partial"])
    .exactOptional()
    .describe("partial: some of them are not known"),
  macsStatus: z.enum(["verified", "computed", "verified+computed", "recollection"]).exactOptional(),
  statedAce: count.exactOptional().describe("as printed: MACs x bits x bits"),
  statedOps: count.exactOptional().describe("as printed: 1-bit MACs / 64 + float MACs"),
  statedStatus: z.enum(["verified"]).exactOptional(),
  counted: text.exactOptional().describe("what is counted, where that is not the usual"),
  weightBits: count.exactOptional().describe("weights of convolutions and linear layers only"),
  size: z.number().positive().exactOptional().describe("as printed or computed, in sizeUnit"),
  sizeUnit: z.enum(["MB", "MiB", "unclear"]).exactOptional(),
  sizeRule: z
    .enum(["weights", "float32-rest", "bfloat16-rest", "parameters", "as-printed"])
    .exactOptional()
    .describe("what the size holds beside the quantized weights"),
  sizeStatus: z.enum(["verified", "computed", "recollection"]).exactOptional(),
  tier: z
    .enum(["primary", "secondary", "reimplementation", "draft"])
    .exactOptional()
    .describe("of the accuracy's source; draft: an unpublished manuscript"),
  source: text.exactOptional().describe("where the accuracy was read"),
  place: text.exactOptional().describe("where in that source"),
  costSource: text.exactOptional(),
  paper: text.exactOptional(),
  arxiv: text.exactOptional(),
  notes: text.exactOptional(),
});

export type PublishedNetwork = z.infer<typeof publishedSchema>;
