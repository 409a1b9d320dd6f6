import type { ElementType } from "../../src/graph/element-type.ts";
import type { Graph, TensorId } from "../../src/graph/graph.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import type { Operator } from "../../src/ops/operator.ts";

/** An input of a region: a scalar, or a tensor of a shape. */
type Given = ElementType | readonly [ElementType, readonly number[]];

/** A region that gives what `build` makes of its inputs. */
export function region(
  inputs: readonly Given[],
  build: (b: GraphBuilder, x: readonly TensorId[]) => readonly TensorId[],
): Graph {
  const b = new GraphBuilder();
  b.origin = b.graph.addOrigin({ name: "region", operator: "region" });
  const ids = inputs.map((given) => {
    const [element, shape] = typeof given === "string" ? [given, []] : given;
    return b.graph.addInput(b.graph.types.intern(element, shape));
  });
  b.graph.outputs.push(...build(b, ids));
  return b.graph;
}

/** A region of one operator on two scalars. */
export function pairwise(element: ElementType, operator: Operator<object, 2>): Graph {
  return region([element, element], (b, [x, y]) => [
    b.emit(operator, [x as number, y as number], {}),
  ]);
}

/** The same in a form that is no elementwise one, so that it runs for each element by itself. */
export function oneByOne(element: ElementType, operator: Operator<object, 2>): Graph {
  return region([element, element], (b, x) => {
    const [left, right] = x.map((id) => b.emit(reshape, [id], { shape: [1] }));
    const result = b.emit(operator, [left as number, right as number], {});
    return [b.emit(reshape, [result], { shape: [] })];
  });
}

/** The second of two scalars. */
export function second(element: ElementType): Graph {
  return region([element, element], (_, [, y]) => [y as number]);
}
