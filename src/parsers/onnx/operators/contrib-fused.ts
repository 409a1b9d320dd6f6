import type { TensorId } from "../../../graph/graph.ts";
import { hardSigmoid } from "../../../ops/composite/gates.ts";
import { leakyRelu } from "../../../ops/composite/rectifiers.ts";
import { add, maximum } from "../../../ops/core/arithmetic.ts";
import { clip } from "../../../ops/core/clip.ts";
import { logistic, tanh } from "../../../ops/core/transcendental.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { convolution } from "./convolution.ts";
import { linear } from "./linear.ts";

/** What is done with a result before it is handed on; an empty name is nothing. */
function activated(
  node: NodeContext,
  x: TensorId,
  name: string,
  parameters: readonly (number | undefined)[],
): TensorId {
  const { b } = node;
  const like = (value: number) => b.scalar(b.element(x), value);
  const stated = (i: 0 | 1) =>
    parameters[i] ?? node.refuse("invalid-attribute", `parameter ${i} of ${name}`, "none");
  switch (name) {
    case "":
      return x;
    case "Relu":
      return b.emit(maximum, [x, like(0)], {});
    case "LeakyRelu":
      return b.emit(leakyRelu, [x], { alpha: stated(0) });
    case "Tanh":
      return b.emit(tanh, [x], {});
    case "Sigmoid":
      return b.emit(logistic, [x], {});
    case "Clip":
      return b.emit(clip, [x, like(stated(0)), like(stated(1))], {});
    case "HardSigmoid":
      return b.emit(hardSigmoid, [x], { alpha: stated(0), beta: stated(1) });
    default:
      return node.refuse("unsupported-operator", "an activation that is known", name);
  }
}

/** A convolution, to which another tensor may be added, then an activation. */
const lowerFusedConv: Lowering = (node) => {
  const product = (convolution.Conv as Lowering)(node) as TensorId;
  const other = node.optional(3);
  const sum = other === undefined ? product : node.b.emit(add, [product, other], {});
  const parameters = node.floats("activation_params") ?? [];
  return activated(node, sum, node.string("activation", ""), parameters);
};

const lowerFusedGemm: Lowering = (node) => {
  const product = (linear.Gemm as Lowering)(node) as TensorId;
  const parameters = ["activation_alpha", "activation_beta"].map((name) =>
    node.has(name) ? node.float(name, 0) : undefined,
  );
  return activated(node, product, node.string("activation", ""), parameters);
};

/** What onnxruntime's optimizer makes of a layer and its activation. */
export const contribFused: LoweringTable = {
  FusedConv: lowerFusedConv,
  FusedGemm: lowerFusedGemm,
};
