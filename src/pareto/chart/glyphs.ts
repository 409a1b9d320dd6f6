import { woffTables } from "./woff.ts";

const UNICODE_TABLE = 4;

/**
 * Advance width of each character that a font has, in em.
 *
 * Source: OpenType `cmap` (format 4), `hmtx`, `hhea`, `head`.
 */
export function advancesOf(font: Uint8Array): ReadonlyMap<number, number> {
  const table = woffTables(font);
  const unitsPerEm = table("head").getUint16(18);
  const metrics = table("hmtx");
  const last = table("hhea").getUint16(34) - 1;
  const advances = new Map<number, number>();
  for (const [character, glyph] of glyphsOf(table("cmap"))) {
    advances.set(character, metrics.getUint16(Math.min(glyph, last) * 4) / unitsPerEm);
  }
  return advances;
}

function glyphsOf(cmap: DataView): Map<number, number> {
  const at = unicodeTable(cmap);
  const segments = cmap.getUint16(at + 6) / 2;
  const glyphs = new Map<number, number>();
  for (let i = 0; i < segments; i++) {
    const field = (index: number): number => at + 14 + (index * segments + i) * 2;
    const end = cmap.getUint16(field(0));
    const start = cmap.getUint16(field(1) + 2);
    const delta = cmap.getUint16(field(2) + 2);
    const rangeAt = field(3) + 2;
    const range = cmap.getUint16(rangeAt);
    for (let character = start; character <= end && character !== 0xffff; character++) {
      const listed =
        range === 0 ? character : cmap.getUint16(rangeAt + range + (character - start) * 2);
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(character, glyph);
    }
  }
  return glyphs;
}

function unicodeTable(cmap: DataView): number {
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const offset = cmap.getUint32(4 + i * 8 + 4);
    if (cmap.getUint16(offset) === UNICODE_TABLE) return offset;
  }
  throw new Error("the font has no cmap table of format 4");
}
