import type { ElementType } from "../../../graph/element-type.ts";
import { type Lowering, meaningsOf, type OperationContext } from "../lowering/context.ts";
import { isCodes, isTensor, type Meaning } from "../lowering/meaning.ts";
import { isQuantized, type QuantizedType, quantizedTypeOf } from "../lowering/quantized-type.ts";
import type { Operation, Value } from "../program/program.ts";
import { declaredCodes, dequantized, quantized } from "./codes.ts";

/** True where an operand or a result is of a quantized type. */
export function hasQuantized({ operands, results }: Operation): boolean {
  return operands.some(isOfQuantized) || results.some(isOfQuantized);
}

function isOfQuantized({ type }: Value): boolean {
  return type.kind === "tensor" && isQuantized(type.element);
}

/** The operation on real values: operands are dequantized before it, results quantized after it. */
export function throughReals(lowering: Lowering): Lowering {
  return (node) => {
    const { b } = node;
    const inputs = node.inputs.map((meaning) =>
      isCodes(meaning) ? dequantized(b, meaning) : meaning,
    );
    const made = lowering(restated(node, inputs, ({ expressed }) => expressed));
    return wrapped(node, made, (id, of) => quantized(b, id, of));
  };
}

/** The operation on the codes. */
export function throughCodes(lowering: Lowering): Lowering {
  return (node) => {
    const inputs = node.inputs.map((meaning) => (isCodes(meaning) ? meaning.codes : meaning));
    const made = lowering(restated(node, inputs, ({ storage }) => storage));
    return wrapped(node, made, (codes, of) => ({ kind: "quantized", codes, of }));
  };
}

/** Bits that are read as codes: the type of the result says which there are. */
export function asCodes(lowering: Lowering): Lowering {
  return (node) => {
    const made = throughCodes(lowering)(node);
    const [first] = meaningsOf(made);
    if (first === undefined || !isCodes(first)) return made;
    return declaredCodes(node.b, first.codes, first.of);
  };
}

/** The operation with other types in place of quantized ones. */
function restated(
  node: OperationContext,
  inputs: readonly Meaning[],
  elementOf: (type: QuantizedType) => ElementType,
): OperationContext {
  const restate = (value: Value): Value => {
    const { type } = value;
    const of = type.kind === "tensor" ? quantizedTypeOf(type.element) : undefined;
    if (type.kind !== "tensor" || of === undefined) return value;
    return { ...value, type: { ...type, element: elementOf(of) } };
  };
  const operands = node.operation.operands.map(restate);
  const results = node.operation.results.map(restate);
  return node.restated({ operands, results }, inputs);
}

/** Results of the types that the program states. */
function wrapped(
  node: OperationContext,
  made: ReturnType<Lowering>,
  wrap: (id: number, of: QuantizedType) => Meaning,
): readonly Meaning[] {
  return meaningsOf(made).map((meaning, i) => {
    const type = node.operation.results[i]?.type;
    const of = type?.kind === "tensor" ? quantizedTypeOf(type.element) : undefined;
    return of === undefined || !isTensor(meaning) ? meaning : wrap(meaning, of);
  });
}
