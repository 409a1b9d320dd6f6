/** Characters that no XML document may hold, that break lines, or that turn the direction of text. */
const UNDRAWABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be drawn
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** A text as one line that any document can hold: runs of space become one, lone halves of pairs `?`. */
export function plainLine(text: string): string {
  return text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "?")
    .replace(UNDRAWABLE, " ")
    .replace(/\s+/g, " ")
    .trim();
}
