import type { Carrier } from "../../../graph/tensor.ts";
import type { Location } from "./location.ts";
import type { ElementName, TensorForm, Type } from "./type.ts";

/** Elements of a constant, read when they are asked for. */
export interface Elements {
  readonly type: TensorForm;
  /** What the source writes between `dense<` and `>`, or the same in MLIR's words. */
  text(): string;
  /** Set where the text only names them, as `dense_resource<name>` does. */
  readonly resource?: Resource;
  /**
   * One element where all are equal, else all of them, row-major; of a complex tensor real and
   * imaginary part after each other.
   *
   * @throws {AceError} `malformed-model`; `elided-constant` where the text leaves them out
   */
  read(): Carrier;
}

/** Elements that stand at the end of a text. */
export interface Resource {
  readonly name: string;
  /** With their alignment before them, `0x04000000...`; undefined where the text leaves them out. */
  digits(): string | undefined;
}

/** An attribute of MLIR. */
export type Attribute =
  | { readonly kind: "unit" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "integer"; readonly value: bigint; readonly type: ElementName }
  /** `text` as written: decimal, or the bits in hexadecimal. */
  | { readonly kind: "float"; readonly text: string; readonly type: ElementName }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "symbol"; readonly path: readonly string[] }
  | { readonly kind: "type"; readonly type: Type }
  | { readonly kind: "list"; readonly items: readonly Attribute[] }
  | { readonly kind: "dictionary"; readonly entries: Attributes }
  /** `array<i64: 1, 2>`; numbers or truth values as 0 and 1. */
  | {
      readonly kind: "array";
      readonly element: ElementName;
      readonly values: readonly (bigint | string)[];
    }
  | { readonly kind: "elements"; readonly elements: Elements }
  /** `#stablehlo.gather<body>`, `#stablehlo<precision DEFAULT>`: the body as written, one space between words. */
  | { readonly kind: "dialect"; readonly name: string; readonly body: string | undefined }
  | { readonly kind: "alias"; readonly name: string }
  | { readonly kind: "location"; readonly location: Location };

export type Attributes = ReadonlyMap<string, Attribute>;

export const NO_ATTRIBUTES: Attributes = new Map();

/** Attributes of arguments or results, where one of them has any. */
export function setDictionaries(
  own: Map<string, Attribute>,
  name: string,
  lists: readonly Attributes[],
): void {
  if (lists.every(({ size }) => size === 0)) return;
  const items = lists.map((entries): Attribute => ({ kind: "dictionary", entries }));
  own.set(name, { kind: "list", items });
}
