import {
  ELEMENT_TYPES,
  type ElementType,
  SIGNED_INTEGERS,
  SMALL_FLOATS,
  UNSIGNED_INTEGERS,
  WIDE_FLOATS,
} from "../../src/graph/element-type.ts";
import { type TensorType, TypeTable } from "../../src/graph/tensor-type.ts";
import type { AnyOperator } from "../../src/ops/operator.ts";

const GROUPS: readonly (readonly [string, readonly ElementType[]])[] = [
  ["floats", [...WIDE_FLOATS, ...SMALL_FLOATS]],
  ["floats of 16 bits and more", WIDE_FLOATS],
  ["floats of 8 bits and less", SMALL_FLOATS],
  ["integers", [...SIGNED_INTEGERS, ...UNSIGNED_INTEGERS]],
  ["signed integers", SIGNED_INTEGERS],
  ["unsigned integers", UNSIGNED_INTEGERS],
];

/** Fails whoever looks at it. */
const NO_ATTRIBUTES = new Proxy(
  {},
  {
    get() {
      throw new Error("there are no attributes to look at");
    },
  },
);

/**
 * Element types that a core operator of one or two inputs takes on them alike, asked of its `infer`;
 * undefined where it cannot be asked so: it looks at attributes, or wants different types.
 */
export function acceptedTypes(operator: AnyOperator): string | undefined {
  const { kind, arity } = operator;
  if (kind !== "core" || (arity !== 1 && arity !== 2)) return undefined;
  const table = new TypeTable();
  const accepted = ELEMENT_TYPES.filter((element) => {
    const type = table.intern(element, [2, 2]);
    return takes(operator, arity === 1 ? [type] : [type, type]);
  });
  return accepted.length === 0 ? undefined : inWords(accepted);
}

function takes(operator: AnyOperator, inputs: readonly TensorType[]): boolean {
  try {
    operator.infer(inputs, NO_ATTRIBUTES);
    return true;
  } catch {
    return false;
  }
}

/** `floats, integers, bool`; types that make no whole group are named. */
function inWords(types: readonly ElementType[]): string {
  if (types.length === ELEMENT_TYPES.length) return "any";
  const words: string[] = [];
  let left = types;
  for (const [name, group] of GROUPS) {
    if (!group.every((type) => left.includes(type))) continue;
    words.push(name);
    left = left.filter((type) => !group.includes(type));
  }
  return [...words, ...left].join(", ");
}
