import type { ParetoPoint, ParetoResult } from "../results/pareto-result.ts";
import type { Convention } from "../results/score-result.ts";
import type { Placing } from "./metric.ts";

/** Data set of every published accuracy. */
export const DATA_SET = "ImageNet-1k";

const ACE_RULES: Readonly<Record<Convention, string>> = {
  pokebnn:
    "ACE: multiply-accumulates x bits x bits, an unquantized float counting 16 bits (convention pokebnn).",
  native:
    "ACE: multiply-accumulates x bits x bits, every type counting its own bits (convention native).",
};

const RULES: Readonly<Record<string, string>> = {
  macs: "MACs: multiply-accumulates, whatever their widths.",
  cpu64: "CPU64: 1-bit multiply-accumulates / 64 + 4-bit / 16 + 8-bit / 8 + float.",
  weightBits: "Weight size: weights of convolutions and linear layers at their widths.",
  storedBits: "Stored size: everything that must be kept, floats as float32.",
  storedBitsBf16: "Stored size: everything that must be kept, floats as bfloat16.",
};

const NOT_COUNTED =
  "Not counted: normalization, activations, additions, pooling, scaling, memory traffic.";
const COUNTS_WORK: ReadonlySet<string> = new Set(["macs", "ace", "cpu64"]);

/** Sentences that a chart of these points needs beside it. */
export function captionOf(
  { metric, convention }: Placing,
  points: readonly Omit<ParetoPoint, "cost" | "onFront" | "rank">[],
): ParetoResult["caption"] {
  const { id, label } = metric;
  const rule = id === "ace" ? ACE_RULES[convention] : (RULES[id] ?? `${label}.`);
  const count = (holds: (point: (typeof points)[number]) => boolean, what: string): string => {
    const found = points.filter(holds).length;
    if (found === 0) return "";
    return `${found} of ${points.length} networks: ${what}.`;
  };
  return [
    `Top-1 accuracy on ${DATA_SET}, cost of one image.`,
    rule,
    COUNTS_WORK.has(id) ? NOT_COUNTED : "",
    count(({ own }) => own, "yours, with the accuracy that you gave"),
    count(({ exact }) => !exact, "cost made of rounded published numbers"),
    count(({ otherConvention }) => otherConvention !== undefined, "cost counted by another rule"),
    count(({ recollection }) => recollection === true, "a figure is from recollection"),
    count(({ draft }) => draft === true, "from an unpublished draft"),
  ].filter((sentence) => sentence !== "");
}
