import type { Attribute, Attributes } from "./program/attribute.ts";
import { scopesOf, withoutParameters } from "./scope-name.ts";

/** Widths that a name or an attribute claims. */
export interface NamedWidths {
  /** Of operand 0 and operand 1 of the operation. */
  readonly lhsBits?: number;
  readonly rhsBits?: number;
  /** True where the name says that operand 1 is a weight. */
  readonly rhsIsWeight?: boolean;
  /** Of the weight and the other operand, whichever they are. */
  readonly activationBits?: number;
  readonly weightBits?: number;
  /** Of the result. */
  readonly bits?: number;
  readonly signed?: boolean;
  /** True where the lowest code of a signed type is not used. */
  readonly isNarrow?: boolean;
  /** Who claims it, for proofs. */
  readonly why: string;
}

/** What is read beside a node. */
export type WidthNotes = Readonly<Partial<Record<"lhs_bits" | "rhs_bits" | "bits", string>>>;

const FRONTEND = "mhlo.frontend_attributes";
const KEYS = ["lhs_bits", "rhs_bits", "bits"] as const;
/** A side that is not quantized has the name of its type: `bf16`, `None`. */
const AQT = /_quant_lhs(\d+|[A-Za-z]\w*?)_rhs(\d+|[A-Za-z]\w*?)_lw([01])$/;
/** `q_a1w1`, `w4a8`: activations and weights. */
const SCOPE = /^(?:[A-Za-z]\w*_)?(?:a(\d{1,2})w(\d{1,2})|w(\d{1,2})a(\d{1,2}))$/;
const QUANTIZER = /quant/i;
/** `i4`, `int4`, `ui8`, `uint8`, `si8`, `s4`, `u4`. */
const INTEGER = /^(u|ui|uint|i|si|s|int)(\d{1,2})$/;

/** The widths that XLA frontend attributes note beside an operation, as they stand there. */
export function frontendNotes(attributes: Attributes): WidthNotes | undefined {
  const noted = attributes.get(FRONTEND);
  if (noted?.kind !== "dictionary") return undefined;
  const found = KEYS.flatMap((key) => {
    const value = noted.entries.get(key);
    return value?.kind === "string" ? [[key, value.value] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/**
 * The widths in the name of an operation; of several scopes the innermost counts.
 *
 * Source: AQT's `conv_general_dilated_quant_lhs1_rhs1_lw1`; scopes of users, `q_a1w1`.
 */
export function namedWidths(name: string): NamedWidths | undefined {
  const scopes = scopesOf(name);
  for (let i = scopes.length - 1; i >= 0; i--) {
    const widths = widthsOfScope(scopes[i] as string);
    if (widths !== undefined) return widths;
  }
  return undefined;
}

/** The widths that one scope claims; undefined for scopes that are modules. */
export function widthsOfScope(scope: string): NamedWidths | undefined {
  const name = withoutParameters(scope);
  const why = `the name ${name}`;
  const aqt = AQT.exec(name);
  if (aqt !== null) {
    const [, lhs, rhs, isWeight] = aqt as unknown as [string, string, string, string];
    return {
      ...width("lhsBits", lhs),
      ...width("rhsBits", rhs),
      rhsIsWeight: isWeight === "1",
      why,
    };
  }
  const [, a1, w1, w2, a2] = SCOPE.exec(name) ?? [];
  const [activation, weight] = [a1 ?? a2, w1 ?? w2];
  if (activation === undefined || weight === undefined) return undefined;
  return { ...width("activationBits", activation), ...width("weightBits", weight), why };
}

/**
 * The widths that the attributes of a composite claim: `lhs_bits`, `rhs_bits` and `bits` of any, the
 * integer `dtype` of a quantizer.
 */
export function compositeWidths(name: string, attributes: Attributes): NamedWidths | undefined {
  const why = `the attributes of ${name}`;
  const stated = {
    ...width("lhsBits", textOf(attributes.get("lhs_bits"))),
    ...width("rhsBits", textOf(attributes.get("rhs_bits"))),
    ...width("bits", textOf(attributes.get("bits"))),
  };
  const type = QUANTIZER.test(name) ? typeOf(attributes) : {};
  const widths = { ...type, ...stated };
  return Object.keys(widths).length === 0 ? undefined : { ...widths, why };
}

/**
 * The widths of a contraction's operands as notes beside it. Where only the weight's and the other
 * operand's are claimed, they must be equal: a name does not say which operand is which.
 */
export function notesOf(widths: NamedWidths | undefined): WidthNotes | undefined {
  if (widths === undefined) return undefined;
  const { activationBits, weightBits } = widths;
  const both = activationBits === weightBits ? weightBits : undefined;
  const { lhsBits = both, rhsBits = both } = widths;
  if (lhsBits === undefined && rhsBits === undefined) return undefined;
  return {
    ...(lhsBits === undefined ? {} : { lhs_bits: `${lhsBits}` }),
    ...(rhsBits === undefined ? {} : { rhs_bits: `${rhsBits}` }),
  };
}

function typeOf(attributes: Attributes): Pick<NamedWidths, "bits" | "signed" | "isNarrow"> {
  const [, sign, bits] = INTEGER.exec(textOf(attributes.get("dtype")) ?? "") ?? [];
  if (sign === undefined) return {};
  const narrow = attributes.get("narrow_range");
  const isNarrow = narrow?.kind === "bool" && narrow.value;
  return { ...width("bits", bits), signed: !sign.startsWith("u"), isNarrow };
}

function textOf(attribute: Attribute | undefined): string | undefined {
  if (attribute?.kind === "integer" || attribute?.kind === "string") return `${attribute.value}`;
  return undefined;
}

function width<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: number } {
  if (text === undefined || !/^\d+$/.test(text)) return {};
  return { [key]: Number(text) } as { readonly [P in K]: number };
}
