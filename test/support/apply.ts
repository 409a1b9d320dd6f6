import { type Analysis, analyse } from "../../src/bits/analysis.ts";
import type { ValueSet } from "../../src/domain/value-set.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { Attributes, Graph } from "../../src/graph/graph.ts";
import { type Tensor, toNumbers } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { evaluateNode } from "../../src/ops/evaluate.ts";
import type { AnyOperator } from "../../src/ops/operator.ts";
import { tensor } from "./tensors.ts";

/** A scalar tensor. */
export function scalar(element: ElementType, value: number): Tensor {
  return tensor(element, [], [value]);
}

/** The outputs of one operator. */
export function apply(
  operator: AnyOperator,
  inputs: readonly Tensor[],
  attributes: object = {},
  regions: readonly Graph[] = [],
): readonly Tensor[] {
  const b = new GraphBuilder();
  b.origin = b.graph.addOrigin({ name: "layer", operator: operator.name });
  const ids = inputs.map(({ type }, i) =>
    b.graph.addInput(b.graph.types.intern(type.element, type.shape), `${i}`),
  );
  b.emitAll(operator, ids, attributes, regions);
  return evaluateNode(b.graph, b.graph.node(0), inputs);
}

/** The elements of the first output. */
export function elements(
  operator: AnyOperator,
  inputs: readonly Tensor[],
  attributes: object = {},
  regions: readonly Graph[] = [],
): number[] {
  return toNumbers(apply(operator, inputs, attributes, regions)[0] as Tensor);
}

/** An input of the network, or a tensor that it stores. */
export type Operand = Tensor | readonly [ElementType, readonly number[]];

/** What the analysis says of a graph of one operator, and of its outputs. */
export function analysed(
  operator: AnyOperator,
  operands: readonly Operand[],
  attributes: object = {},
  regions: readonly Graph[] = [],
): { readonly analysis: Analysis; readonly outputs: readonly ValueSet[] } {
  const b = new GraphBuilder();
  b.origin = b.graph.addOrigin({ name: "layer", operator: operator.name });
  const { graph } = b;
  const ids = operands.map((operand, i) => {
    if (!("data" in operand)) {
      return graph.addInput(graph.types.intern(operand[0], operand[1]), `x${i}`);
    }
    const type = graph.types.intern(operand.type.element, operand.type.shape);
    return graph.addConstant({ type, read: () => ({ ...operand, type }) }, `x${i}`);
  });
  graph.outputs.push(...b.emitAll(operator, ids, attributes as Attributes, regions));
  const analysis = analyse(graph);
  return { analysis, outputs: graph.outputs.map((id) => analysis.facts[id]?.values as ValueSet) };
}

/** The scalar operations that one operator on inputs of the network costs, without zeros. */
export function scalarsOf(
  operator: AnyOperator,
  operands: readonly Operand[],
  attributes: object = {},
  regions: readonly Graph[] = [],
): Record<string, bigint> {
  const { scalars } = analysed(operator, operands, attributes, regions).analysis;
  return Object.fromEntries(Object.entries(scalars).filter(([, count]) => count !== 0n));
}
