import type { Style } from "./style.ts";

/** Two columns wide in a terminal: East Asian scripts and pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
/** Joins the character before it. */
const NARROW = /\p{Mark}|\u200d/u;
/** Would move the cursor, change colours or turn the reading direction. */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (!NARROW.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** A text from a file with everything that a terminal would act on written out: `\u001b[2J`. */
export function printable(text: string): string {
  return text.replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** At most `width` columns, with the middle left out: names differ at their ends. */
export function shortenMiddle(text: string, width: number, unicode: boolean): string {
  if (displayWidth(text) <= width) return text;
  const mark = unicode ? "…" : "...";
  const room = Math.max(0, width - displayWidth(mark));
  const characters = [...text];
  const tail = takeWidth(characters.toReversed(), Math.ceil(room / 2)).toReversed();
  const head = takeWidth(characters, room - displayWidth(tail.join("")));
  return head.join("") + mark + tail.join("");
}

function takeWidth(characters: readonly string[], width: number): readonly string[] {
  const taken: string[] = [];
  let left = width;
  for (const character of characters) {
    left -= displayWidth(character);
    if (left < 0) break;
    taken.push(character);
  }
  return taken;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of up to `width` columns; what is not 0 shows at least a trace. */
export function bar(share: number, width: number, unicode: boolean): string {
  if (!unicode) return "#".repeat(Math.round(share * width));
  const eighths = share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0;
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] as string);
}

/** Lines of at most `width` columns, broken at spaces; a longer word loses its middle. */
export function wrapWords(text: string, width: number, unicode: boolean): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const whole of text.split(" ")) {
    const word = shortenMiddle(whole, width, unicode);
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Indented text keeps at least this many columns, however narrow the terminal is. */
const LEAST_WIDTH = 40;

/** Lines that fit a terminal; what goes on in the next one is moved in. */
export function wrapLines(lines: readonly string[], { width, unicode }: Style): string {
  if (width === Number.POSITIVE_INFINITY) return lines.join("\n");
  return lines
    .flatMap((line) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      const room = Math.max(width - indent.length - 2, LEAST_WIDTH);
      const parts = wrapWords(line.slice(indent.length), room, unicode);
      return parts.map((part, i) => indent + (i === 0 ? part : `  ${part}`));
    })
    .join("\n");
}
