import type { Known } from "../../results/bits-result.ts";
import type { BitsRow, Convention, Layer } from "../../results/score-result.ts";
import type { Colors, Paint } from "./style.ts";

/** A text with and without its colours; columns are aligned by the plain one. */
export interface Cell {
  readonly text: string;
  readonly painted: string;
}

type Operands = Pick<Layer, "lhs" | "rhs">;
type Width = Pick<Known, "bits" | "float">;
type KnownWidth = Width & Pick<Known, "status">;

/** All colours of widths; a width that is only assumed is dim instead. */
const PAINTS: readonly { readonly of: (width: Width) => boolean; readonly paint: keyof Colors }[] =
  [
    { of: ({ float }) => float, paint: "yellow" },
    { of: ({ bits }) => bits === 1, paint: "green" },
    { of: ({ bits }) => bits <= 4, paint: "cyan" },
  ];

/** A width as people write it: `1`, `8`, `f32`; a float of 16 bits, whichever, is `f16`. */
export function widthLabel({ bits, float }: Width): string {
  return float ? `f${bits}` : `${bits}`;
}

/**
 * Both widths of a layer, assumed ones with a question mark: `f32?x1`.
 *
 * @param lhsWidth - columns for the left one, so that the x of all rows is in one place
 */
export function bitsCell({ lhs, rhs }: Operands, colors: Colors, lhsWidth = 0): Cell {
  const { text, painted } = joined(widthCell(lhs, colors), widthCell(rhs, colors));
  const space = " ".repeat(Math.max(0, lhsWidth - knownLabel(lhs).length));
  return { text: space + text, painted: space + painted };
}

/** Columns that the left widths of some layers need. */
export function lhsWidthOf(layers: readonly Operands[]): number {
  return layers.reduce((most, { lhs }) => Math.max(most, knownLabel(lhs).length), 0);
}

/** Both widths of a row of the totals by width. */
export function pairCell(row: BitsRow, colors: Colors): Cell {
  const cell = (width: Width): Cell => {
    const text = widthLabel(width);
    return { text, painted: paintOf(width, colors)(text) };
  };
  return joined(
    cell({ bits: row.lhsBits, float: row.lhsFloat }),
    cell({ bits: row.rhsBits, float: row.rhsFloat }),
  );
}

/** What an unquantized float counts with, in words. */
export function floatRule(convention: Convention): string {
  return convention === "pokebnn" ? "a float counts 16 bits" : "every type counts its own bits";
}

/** A width with its colour; an assumed one is dim and has a question mark: `f32?`. */
export function widthCell(known: KnownWidth, colors: Colors): Cell {
  const text = knownLabel(known);
  const paint = known.status === "assumed" ? colors.dim : paintOf(known, colors);
  return { text, painted: paint(text) };
}

/** A width with a question mark where it is only assumed: `f32?`. */
export function knownLabel(known: KnownWidth): string {
  return widthLabel(known) + (known.status === "assumed" ? "?" : "");
}

function paintOf(width: Width, colors: Colors): Paint {
  const entry = PAINTS.find(({ of }) => of(width));
  return entry === undefined ? String : (colors[entry.paint] as Paint);
}

function joined(lhs: Cell, rhs: Cell): Cell {
  return { text: `${lhs.text}x${rhs.text}`, painted: `${lhs.painted}x${rhs.painted}` };
}
