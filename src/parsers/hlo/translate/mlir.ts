import type { Carrier } from "../../../graph/tensor.ts";
import type { Attribute } from "../../stablehlo/program/attribute.ts";
import type { Size } from "../../stablehlo/program/type.ts";

/** `array<i64: 1, 2>` */
export function i64Array(values: readonly (bigint | number)[]): Attribute {
  return { kind: "array", element: "i64", values: values.map(BigInt) };
}

/** `array<i1: true, false>` */
export function boolArray(values: readonly boolean[]): Attribute {
  return { kind: "array", element: "i1", values: values.map((value) => (value ? 1n : 0n)) };
}

export function integer(value: bigint | number, type: "i32" | "i64" = "i64"): Attribute {
  return { kind: "integer", value: BigInt(value), type };
}

export function bool(value: boolean): Attribute {
  return { kind: "bool", value };
}

export function string(value: string): Attribute {
  return { kind: "string", value };
}

export function symbol(name: string): Attribute {
  return { kind: "symbol", path: [name] };
}

/** `#stablehlo<kind VALUE>` */
export function enumerated(kind: string, value: string): Attribute {
  return { kind: "dialect", name: "stablehlo", body: `${kind} ${value}` };
}

/** `#name<a = [0], b = 1>`; as MLIR has it, without empty lists and zeros. */
export function structured(
  name: string,
  fields: readonly (readonly [string, readonly bigint[] | bigint])[],
): Attribute {
  const said = fields.filter(([, value]) =>
    typeof value === "bigint" ? value !== 0n : value.length > 0,
  );
  const text = (value: readonly bigint[] | bigint) =>
    typeof value === "bigint" ? `${value}` : `[${value.join(", ")}]`;
  const body = said.map(([field, value]) => `${field} = ${text(value)}`).join(", ");
  return { kind: "dialect", name, body };
}

type ElementsAttribute = Extract<Attribute, { kind: "elements" }>;

/** `dense<[[0, 1], [2, 3]]> : tensor<2x2xi64>`; rows of equal length. */
export function i64Table(rows: readonly (readonly bigint[])[], width: number): ElementsAttribute {
  const text = () =>
    rows.length === 0 ? "" : `[${rows.map((row) => `[${row.join(", ")}]`).join(", ")}]`;
  return i64Elements([rows.length, width], rows.flat(), text);
}

/** `dense<[2, 3]> : tensor<2xi64>` */
export function i64Vector(values: readonly number[]): ElementsAttribute {
  return i64Elements([values.length], values.map(BigInt), () => `[${values.join(", ")}]`);
}

/** @param whole - all elements in MLIR's words, where they are not equal */
function i64Elements(
  shape: readonly Size[],
  values: readonly bigint[],
  whole: () => string,
): ElementsAttribute {
  const [first = 0n] = values;
  const isSplat = values.length > 0 && values.every((value) => value === first);
  const text = () => (isSplat ? `${first}` : whole());
  const read = (): Carrier => BigInt64Array.from(isSplat ? [first] : values);
  return {
    kind: "elements",
    elements: { type: { kind: "tensor", element: "i64", shape }, text, read },
  };
}
