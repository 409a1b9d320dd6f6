import type { TensorId } from "../../../graph/graph.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import { type Bound, isTensor } from "../../lowering/bound.ts";
import type { LoopPlan } from "../../lowering/loop-plan.ts";
import { lowerPlan } from "../../lowering/looping.ts";
import { asScalar, expectOutputs } from "../../lowering/regions.ts";
import type { Draft } from "../../lowering/site.ts";
import type { Target } from "../../lowering/target.ts";
import type { StructuredLowering, StructuredNode } from "./node.ts";

export const INDEX: TensorType = { element: "i64", shape: [] };

/** Inputs before the carried values: most trips, condition. */
const CONTROLS = 2;

/** Source: ONNX `Loop`. */
export const lowerLoop: StructuredLowering = (node) =>
  expectOutputs(node, lowerPlan(node, planOf(node)));

function planOf(node: StructuredNode): LoopPlan {
  const body = node.body("body");
  const { target, inputs } = node;
  const initial = inputs.slice(CONTROLS);
  const scanned = body.graph.outputs.length - 1 - initial.length;
  if (body.graph.inputs.length !== CONTROLS + initial.length || scanned < 0) {
    node.context.refuse(
      "malformed-model",
      `a body with ${CONTROLS + initial.length} inputs, and outputs for each carried value`,
      `${body.graph.inputs.length} inputs and ${body.graph.outputs.length} outputs`,
    );
  }
  const scalar = (id: TensorId | undefined) =>
    id === undefined ? undefined : asScalar(target, id);
  return {
    most: scalar(node.context.optional(0)),
    begins: scalar(node.context.optional(1)),
    initial,
    scanned,
    draft() {
      const draft = body.draft((inside) => [
        inside.argument(INDEX),
        inside.b.scalar("bool", 1),
        ...initial.map((id) => inside.argument(target.b.type(id as TensorId))),
      ]);
      return { ...draft, outputs: withScalar(draft.target, draft) };
    },
    // The condition that a body gets is true, else it would not run.
    trip: (index, carried) =>
      withScalar(target, {
        outputs: body.inline([
          target.b.scalar("i64", BigInt(index)),
          target.b.scalar("bool", 1),
          ...carried,
        ]),
      }),
  };
}

function withScalar(target: Target, { outputs }: Pick<Draft, "outputs">): readonly Bound[] {
  const [condition, ...others] = outputs;
  return [isTensor(condition) ? asScalar(target, condition) : condition, ...others];
}
