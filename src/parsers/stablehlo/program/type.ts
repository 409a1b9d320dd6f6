/** A size of a dimension: static, or not known with the largest that it can be. */
export type Size = number | { readonly most: number | undefined };

/** An element type as MLIR spells it: `f32`, `ui8`, `i1`, `complex<f32>`, `!quant.uniform<...>`. */
export type ElementName = string;

/** A type of a value, interned: equal texts are one object within a file. */
export type Type =
  | {
      readonly kind: "tensor";
      readonly element: ElementName;
      readonly shape: readonly Size[];
      /** Other encodings than bounds, as written. */
      readonly encoding?: string;
    }
  /** A number beside tensors, as attributes have it: `i64`, `f32`, `index`. */
  | { readonly kind: "scalar"; readonly element: ElementName }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | {
      readonly kind: "function";
      readonly inputs: readonly Type[];
      readonly results: readonly Type[];
    }
  | { readonly kind: "token" }
  | { readonly kind: "none" }
  /** A type of a dialect that is only carried along. */
  | { readonly kind: "other"; readonly text: string };

export type TensorForm = Extract<Type, { kind: "tensor" }>;

/** The type as MLIR writes it. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "tensor":
      return tensorText(type);
    case "scalar":
      return type.element;
    case "tuple":
      return `tuple<${type.items.map(typeText).join(", ")}>`;
    case "function":
      return functionText(type.inputs, type.results);
    case "token":
      return "!stablehlo.token";
    case "none":
      return "none";
    case "other":
      return type.text;
    default:
      return type satisfies never;
  }
}

export function sameType(a: Type, b: Type): boolean {
  return a === b || typeText(a) === typeText(b);
}

export function sameTypes(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, i) => sameType(type, b[i] as Type));
}

/**
 * Types that may hold the same values: an unknown size goes with any other.
 *
 * Source: StableHLO `while`, `if`, `case`: types of operands, regions and results.
 */
export function compatibleTypes(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, i) => isCompatible(type, b[i] as Type));
}

function isCompatible(a: Type, b: Type): boolean {
  if (a.kind !== "tensor" || b.kind !== "tensor") return sameType(a, b);
  return a === b || (a.element === b.element && a.encoding === b.encoding && fitShapes(a, b));
}

/** Shapes that are one where both are known. */
export function fitShapes({ shape }: TensorForm, other: TensorForm): boolean {
  return (
    shape.length === other.shape.length &&
    shape.every((size, axis) => {
      const counterpart = other.shape[axis];
      return typeof size !== "number" || typeof counterpart !== "number" || size === counterpart;
    })
  );
}

/** Types for a message. */
export function typeList(types: readonly Type[]): string {
  return types.map(typeText).join(", ") || "none";
}

/** `(inputs) -> results`, one result without parentheses. */
export function functionText(inputs: readonly Type[], results: readonly Type[]): string {
  const list = (types: readonly Type[]) => `(${types.map(typeText).join(", ")})`;
  const [only] = results;
  const bare = results.length === 1 && only !== undefined && only.kind !== "function";
  return `${list(inputs)} -> ${bare ? typeText(only) : list(results)}`;
}

function tensorText({ shape, element, encoding }: TensorForm): string {
  const sizes = shape.map((size) => (typeof size === "number" ? `${size}x` : "?x")).join("");
  const bounds = shape.map((size) => (typeof size === "number" ? "?" : `${size.most ?? "?"}`));
  const isBounded = bounds.some((most) => most !== "?");
  const suffix = isBounded ? `, #stablehlo.bounds<${bounds.join(", ")}>` : "";
  return `tensor<${sizes}${element}${suffix}${encoding === undefined ? "" : `, ${encoding}`}>`;
}
