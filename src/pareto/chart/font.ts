import { advancesOf } from "./glyphs.ts";
import { packageFile } from "./packages.ts";

/** Family of the bundled font and what stands in for it where a program does not have it. */
export const FONT_FAMILY = "'Source Sans 3', 'Source Sans Pro', Helvetica, Arial, sans-serif";
export const OWN_FAMILY = "Source Sans 3";

export type Weight = 400 | 700;
const WEIGHTS: readonly Weight[] = [400, 700];
/** A character is drawn by the first of these that has it. */
const SUBSETS = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese"] as const;
type Subset = (typeof SUBSETS)[number];

/** Width of a character that the font does not have: another font will draw it, full width at most. */
const FOREIGN_ADVANCE = 1;

interface Face {
  readonly subset: Subset;
  readonly weight: Weight;
  readonly advances: ReadonlyMap<number, number>;
}

let faces: readonly Face[] | undefined;

function allFaces(): readonly Face[] {
  faces ??= WEIGHTS.flatMap((weight) =>
    SUBSETS.map((subset) => ({
      subset,
      weight,
      advances: advancesOf(fontFile(subset, weight, "woff")),
    })),
  );
  return faces;
}

function fontFile(subset: Subset, weight: Weight, format: "woff" | "woff2"): Uint8Array {
  return packageFile(
    `@fontsource/source-sans-3/files/source-sans-3-${subset}-${weight}-normal.${format}`,
  );
}

function faceOf(character: number, weight: Weight): Face | undefined {
  return allFaces().find((face) => face.weight === weight && face.advances.has(character));
}

/**
 * Width of a line of text: the sum of its advances. Kerning is left out; it makes lines shorter, not
 * longer, by a hundredth or so.
 *
 * @param size - in the unit that comes back
 */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  let ems = 0;
  for (const letter of text) {
    const character = letter.codePointAt(0) as number;
    ems += faceOf(character, weight)?.advances.get(character) ?? FOREIGN_ADVANCE;
  }
  return ems * size;
}

/** Whether the font has a letter. */
export function hasLetter(letter: string): boolean {
  return faceOf(letter.codePointAt(0) as number, 400) !== undefined;
}

/** A file of the font. */
export interface FontFile {
  readonly weight: Weight;
  readonly bytes: Uint8Array;
  readonly characters: readonly number[];
}

/** The files that draw a text, as WOFF 2: what browsers and resvg read. */
export function fontFilesFor(text: string): readonly FontFile[] {
  const characters = [...new Set(text)].map((letter) => letter.codePointAt(0) as number);
  return allFaces()
    .filter((face) => characters.some((character) => faceOf(character, face.weight) === face))
    .map(({ subset, weight, advances }) => ({
      weight,
      bytes: fontFile(subset, weight, "woff2"),
      characters: [...advances.keys()].sort((a, b) => a - b),
    }));
}
