import { lowerBranches } from "../../lowering/branching.ts";
import { asScalar, expectOutputs } from "../../lowering/regions.ts";
import type { StructuredLowering } from "./node.ts";

/** One of two graphs. Source: ONNX `If`. */
export const lowerIf: StructuredLowering = (node) => {
  const choice = asScalar(node.target, node.context.input(0));
  const branches = [node.body("then_branch"), node.body("else_branch")];
  return expectOutputs(node, lowerBranches(node, choice, branches));
};
