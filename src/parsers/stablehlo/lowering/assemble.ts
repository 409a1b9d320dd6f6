import type { TensorId } from "../../../graph/graph.ts";
import { complexPart } from "../program/element-names.ts";
import type { Type } from "../program/type.ts";
import { type Meaning, TOKEN } from "./meaning.ts";
import { quantizedTypeOf } from "./quantized-type.ts";

/** What values of some types are when they are made of these tensors, in order. */
export function assemble(types: readonly Type[], tensors: readonly TensorId[]): readonly Meaning[] {
  let next = 0;
  const meaningOf = (type: Type): Meaning => {
    if (type.kind === "tuple") return { kind: "tuple", items: type.items.map(meaningOf) };
    if (type.kind !== "tensor") return TOKEN;
    const first = tensors[next++] as TensorId;
    const of = quantizedTypeOf(type.element);
    if (of !== undefined) return { kind: "quantized", codes: first, of };
    if (complexPart(type.element) === undefined) return first;
    return { kind: "complex", re: first, im: tensors[next++] as TensorId };
  };
  return types.map(meaningOf);
}
