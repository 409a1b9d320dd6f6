import type { TensorId } from "../../../graph/graph.ts";
import { add, subtract } from "../../../ops/core/arithmetic.ts";
import type { OperationContext } from "../lowering/context.ts";
import { isPair, type Meaning } from "../lowering/meaning.ts";
import { complexPart } from "../program/element-names.ts";

/** A product of two operands; of complex ones four real products. */
export function withParts(
  node: OperationContext,
  product: (lhs: TensorId, rhs: TensorId) => TensorId,
): Meaning {
  const [lhs, rhs] = [node.meaning(0), node.meaning(1)];
  if (!isPair(lhs) || !isPair(rhs)) {
    return product(node.tensor(0), node.tensor(1));
  }
  const { b } = node;
  const { element } = node.resultType();
  if (complexPart(element) === undefined) {
    return node.refuse("unsupported-type", "a complex result of complex operands", element);
  }
  return {
    kind: "complex",
    re: b.emit(subtract, [product(lhs.re, rhs.re), product(lhs.im, rhs.im)], {}),
    im: b.emit(add, [product(lhs.re, rhs.im), product(lhs.im, rhs.re)], {}),
  };
}
