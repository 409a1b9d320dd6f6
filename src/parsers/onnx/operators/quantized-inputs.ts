import type { TensorId } from "../../../graph/graph.ts";
import type { Tuple } from "../../../ops/operator.ts";
import type { NodeContext } from "../node-context.ts";

/** A zero point, 0 of the type of another input where it is left out. */
export function zeroPoint(node: NodeContext, input: number, codes: number): TensorId {
  return node.optional(input) ?? node.b.scalar(node.element(codes), 0);
}

/** The first inputs, none of which may be absent. */
export function requiredInputs<N extends number>(node: NodeContext, count: N): Tuple<TensorId, N> {
  const inputs = Array.from({ length: count }, (_, i) => node.input(i));
  return inputs as unknown as Tuple<TensorId, N>;
}

/** The input where it is there, for the end of a list of inputs. */
export function present(node: NodeContext, input: number): readonly TensorId[] {
  const id = node.optional(input);
  return id === undefined ? [] : [id];
}
