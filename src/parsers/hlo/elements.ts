import { AceError, type Where } from "../../errors.ts";
import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { packElements } from "../../graph/packed.ts";
import type { Carrier } from "../../graph/tensor.ts";
import { codesOf } from "../../ops/move.ts";
import type { Elements } from "../stablehlo/program/attribute.ts";
import { complexPart, elementTypeOf } from "../stablehlo/program/element-names.ts";
import type { TensorForm } from "../stablehlo/program/type.ts";

/** How the numbers of a constant are held. */
export interface NumberForm {
  readonly element: ElementType;
  /** Numbers of one element: 2 where it is complex. */
  readonly parts: 1 | 2;
  /** Elements, not numbers. */
  readonly count: number;
  readonly shape: readonly number[];
}

/**
 * How a constant of a type is held.
 *
 * @throws {AceError} `unsupported-type`
 */
export function numberForm(type: TensorForm): NumberForm {
  const part = complexPart(type.element);
  const element = elementTypeOf(part ?? type.element);
  const shape = type.shape.filter((size) => typeof size === "number");
  if (element === undefined || shape.length !== type.shape.length) {
    throw new AceError("unsupported-type", {
      action: "read",
      subject: "a constant",
      expected: "a static shape and elements of a type that is known",
      got: element === undefined ? type.element : "a shape that varies",
    });
  }
  const count = shape.reduce((product, size) => product * size, 1);
  return { element, parts: part === undefined ? 1 : 2, count, shape };
}

/** One element where all are equal, else all. */
export function withoutRepeats(data: Carrier, { parts, count }: NumberForm): Carrier {
  if (count < 2) return data;
  const codes = codesOf(data);
  for (let i = parts; i < codes.length; i++) if (codes[i] !== codes[i - parts]) return data;
  return data.slice(0, parts);
}

/** Elements as MLIR writes them between `dense<` and `>`. */
export function elementsText(type: TensorForm, data: Carrier): string {
  const form = numberForm(type);
  const item = (index: number) => itemText(form, data, index);
  if (form.count === 0) return "";
  if (data.length === form.parts) return item(0);
  let items = Array.from({ length: form.count }, (_, index) => item(index));
  for (const size of form.shape.toReversed()) {
    const rows = Array.from({ length: items.length / size }, (_, row) => row * size);
    items = rows.map((start) => `[${items.slice(start, start + size).join(", ")}]`);
  }
  return items[0] as string;
}

function itemText(form: NumberForm, data: Carrier, index: number): string {
  const texts = Array.from({ length: form.parts }, (_, part) => {
    const at = index * form.parts + part;
    return numberText(form.element, data.subarray(at, at + 1));
  });
  return form.parts === 2 ? `(${texts.join(",")})` : (texts[0] as string);
}

/** The text of the one number in an array. */
function numberText(element: ElementType, data: Carrier): string {
  const value = data[0] as number | bigint;
  if (element === "bool") return value === 0 ? "false" : "true";
  if (!isFloat(element) || typeof value === "bigint") return `${value}`;
  if (!Number.isFinite(value)) return bitsText(element, data);
  const text = Object.is(value, -0) ? "-0.0" : `${value}`;
  return /[.e]/.test(text) ? text.replace(/^(-?\d+)e/, "$1.0e") : `${text}.0`;
}

/** Infinities and NaN in hexadecimal. */
function bitsText(element: ElementType, data: Carrier): string {
  return `0x${Buffer.from(packElements(element, data)).reverse().toString("hex").toUpperCase()}`;
}

/** Elements that a text leaves out: `constant({...})`. */
export class ElidedElements implements Elements {
  readonly type: TensorForm;
  readonly #place: () => Where;

  constructor(type: TensorForm, place: () => Where) {
    this.type = type;
    this.#place = place;
  }

  text(): string {
    return "{...}";
  }

  /** @throws {AceError} `elided-constant` */
  read(): never {
    const reason = {
      action: "read",
      subject: "a constant",
      expected: "its elements in the text",
      got: "{...}",
    };
    const hint = 'take the HLO from before compilation: lowered.as_text(dialect="hlo")';
    throw new AceError("elided-constant", reason, { where: this.#place(), hint });
  }
}
