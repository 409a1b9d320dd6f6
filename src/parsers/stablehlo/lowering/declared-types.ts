import { AceError } from "../../../errors.ts";
import { formatType } from "../../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { complexPart, elementTypeOf } from "../program/element-names.ts";
import { type Type, typeText } from "../program/type.ts";
import { isTensor, type Meaning } from "./meaning.ts";
import { quantizedTypeOf } from "./quantized-type.ts";

/**
 * Holds what an operation was lowered to against the type that the program states of its result.
 *
 * @throws {AceError} `type-mismatch`
 */
export function checkResult(
  type: Type,
  meaning: Meaning,
  b: GraphBuilder,
  operation: string,
): void {
  if (type.kind === "tuple" && !isTensor(meaning) && meaning.kind === "tuple") {
    type.items.forEach((item, i) => {
      checkResult(item, meaning.items[i] as Meaning, b, operation);
    });
    return;
  }
  if (isTensor(meaning)) checkTensor(type, meaning, b, operation);
  else if (meaning.kind === "complex") checkTensor(partType(type), meaning.re, b, operation);
  else if (meaning.kind === "quantized") checkTensor(codeType(type), meaning.codes, b, operation);
}

function partType(type: Type): Type {
  if (type.kind !== "tensor") return type;
  return { ...type, element: complexPart(type.element) ?? type.element };
}

function codeType(type: Type): Type {
  if (type.kind !== "tensor") return type;
  return { ...type, element: quantizedTypeOf(type.element)?.storage ?? type.element };
}

function checkTensor(type: Type, id: number, b: GraphBuilder, operation: string): void {
  const got = b.type(id);
  const fits =
    type.kind === "tensor" &&
    elementTypeOf(type.element) === got.element &&
    type.shape.length === got.shape.length &&
    type.shape.every((size, axis) => typeof size !== "number" || size === got.shape[axis]);
  if (fits) return;
  throw new AceError("type-mismatch", {
    action: "import",
    subject: operation,
    expected: `the result ${typeText(type)} that the program states`,
    got: formatType(got),
  });
}
