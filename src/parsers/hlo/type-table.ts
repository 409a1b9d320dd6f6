import { type Type, typeText } from "../stablehlo/program/type.ts";
import type { HloShape } from "./hlo-module.ts";

/** Types of a file: equal ones are one object. */
export class TypeTable {
  /** Shapes of arrays by how the text spells them. */
  readonly shapes = new Map<string, HloShape>();
  readonly #types = new Map<string, Type>();

  intern(type: Type): Type {
    const key = typeText(type);
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    this.#types.set(key, type);
    return type;
  }
}
