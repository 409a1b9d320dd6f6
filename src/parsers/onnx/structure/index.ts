import { lowerIf } from "./conditional.ts";
import { lowerFlexAttention } from "./flex-attention.ts";
import { lowerLoop } from "./loop.ts";
import type { StructuredLowering } from "./node.ts";
import { optionals } from "./optionals.ts";
import { lowerScan } from "./scan.ts";
import { sequences } from "./sequences.ts";

const OPERATORS: Readonly<Record<string, StructuredLowering>> = {
  ...optionals,
  ...sequences,
  If: lowerIf,
  Loop: lowerLoop,
  Scan: lowerScan,
};

/** Operators that take what is no tensor as they take a tensor. */
const PASSING: Readonly<Record<string, StructuredLowering>> = {
  Identity: ({ inputs }) => [inputs[0]],
};

/** How an operator with graphs, sequences or optionals becomes a graph; undefined for others. */
export function structuredLoweringOf(
  domain: string,
  operator: string,
): StructuredLowering | undefined {
  if (domain === "ai.onnx.preview" && operator === "FlexAttention") return lowerFlexAttention;
  return domain === "" && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
}

/** The same of operators whose inputs are not all tensors. */
export function passingLoweringOf(
  domain: string,
  operator: string,
): StructuredLowering | undefined {
  return domain === "" && Object.hasOwn(PASSING, operator) ? PASSING[operator] : undefined;
}
