import { textWidth, type Weight } from "./font.ts";

const CUT = "…";

/** The text, or as much of its begin as there is room for, and `…`. */
export function shortened(text: string, room: number, size: number, weight: Weight): string {
  if (textWidth(text, size, weight) <= room) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const part = letters.slice(0, middle).join("").trimEnd() + CUT;
    if (textWidth(part, size, weight) <= room) low = middle;
    else high = middle - 1;
  }
  return letters.slice(0, low).join("").trimEnd() + CUT;
}

/** The text in lines of at most that width; a word that is longer is shortened. */
export function wrapped(text: string, room: number, size: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((one) => shortened(one, room, size, 400));
}
