import { type FontFile, fontFilesFor, OWN_FAMILY } from "./font.ts";

/** `@font-face` rules with the files inside, for the characters of a text. */
export function fontFaceRules(text: string): string {
  return fontFilesFor(text).map(fontFaceRule).join("\n");
}

function fontFaceRule({ weight, bytes, characters }: FontFile): string {
  const properties = [
    `font-family:"${OWN_FAMILY}"`,
    `font-weight:${weight}`,
    `src:url(data:font/woff2;base64,${Buffer.from(bytes).toString("base64")}) format("woff2")`,
    `unicode-range:${unicodeRange(characters)}`,
  ];
  return `@font-face{${properties.join(";")}}`;
}

function unicodeRange(characters: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const character of characters) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === character - 1) last[1] = character;
    else ranges.push([character, character]);
  }
  return ranges.map(([from, to]) => `U+${from.toString(16)}-${to.toString(16)}`).join(",");
}
