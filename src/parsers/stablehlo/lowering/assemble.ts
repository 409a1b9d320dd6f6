import type { TensorId } from "../../../graph/graph.ts";
import { complexPart } from "../program/element-names.ts";
import type { Type } from "../program/type.ts";
import { type Meaning, TOKEN, UNKNOWN } from "./meaning.ts";
import { quantizedTypeOf } from "./quantized-type.ts";

/**
 * What values of some types are when they are made of these tensors, in order.
 *
 * @param tensors - undefined where nobody uses one, and nothing was made for it
 */
export function assemble(
  types: readonly Type[],
  tensors: readonly (TensorId | undefined)[],
): readonly Meaning[] {
  let next = 0;
  const meaningOf = (type: Type): Meaning => {
    if (type.kind === "tuple") return { kind: "tuple", items: type.items.map(meaningOf) };
    const [first, second] = tensors.slice(next, next + tensorCount(type));
    next += tensorCount(type);
    if (type.kind !== "tensor") return TOKEN;
    if (first === undefined) return UNKNOWN;
    const of = quantizedTypeOf(type.element);
    if (of !== undefined) return { kind: "quantized", codes: first, of };
    if (complexPart(type.element) === undefined) return first;
    return second === undefined ? UNKNOWN : { kind: "complex", re: first, im: second };
  };
  return types.map(meaningOf);
}

/** For each tensor of values of some types, which value it is part of. */
export function ownersOf(types: readonly Type[]): readonly number[] {
  return types.flatMap((type, i) => new Array<number>(tensorCount(type)).fill(i));
}

/** How many tensors a value of a type is made of. */
export function tensorCount(type: Type): number {
  if (type.kind === "tuple") return type.items.reduce((sum, item) => sum + tensorCount(item), 0);
  if (type.kind !== "tensor") return 0;
  return complexPart(type.element) === undefined ? 1 : 2;
}
