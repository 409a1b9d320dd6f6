import type { Attribute } from "../program/attribute.ts";

/** Whole numbers of an array, a list, or the elements of a tensor; undefined for anything else. */
export function integersOf(attribute: Attribute | undefined): readonly number[] | undefined {
  switch (attribute?.kind) {
    case "array":
      return attribute.values.map(Number);
    case "elements":
      return Array.from(attribute.elements.read() as ArrayLike<number | bigint>, Number);
    case "list": {
      const items = attribute.items.map(integerOf);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "integer":
      return [Number(attribute.value)];
    default:
      return undefined;
  }
}

export function integerOf(attribute: Attribute | undefined): number | undefined {
  if (attribute?.kind === "integer") return Number(attribute.value);
  if (attribute?.kind === "bool") return attribute.value ? 1 : 0;
  return attribute?.kind === "unit" ? 1 : undefined;
}

/** The last word of `#stablehlo<comparison_direction GE>`, of `GE`, or of a string. */
export function wordOf(attribute: Attribute | undefined): string | undefined {
  if (attribute?.kind === "string") return attribute.value;
  if (attribute?.kind !== "dialect") return undefined;
  return (attribute.body ?? attribute.name).split(" ").at(-1);
}

/** Lists and words of a body such as `offset_dims = [2], index_vector_dim = 1`. */
export class Parameters {
  readonly #entries = new Map<string, string>();

  constructor(body: string) {
    for (const match of body.matchAll(/(\w+)\s*=\s*(\[[^\]]*\]|[^,\s]+)/g)) {
      this.#entries.set(match[1] as string, match[2] as string);
    }
  }

  /** Empty where it is left out. */
  list(name: string): readonly number[] {
    const text = this.#entries.get(name);
    return text === undefined ? [] : (text.match(/-?\d+/g) ?? []).map(Number);
  }

  number(name: string, otherwise: number): number {
    const text = this.#entries.get(name);
    return text === undefined ? otherwise : Number(text);
  }

  text(name: string): string | undefined {
    return this.#entries.get(name);
  }
}
