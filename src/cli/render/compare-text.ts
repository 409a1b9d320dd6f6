import type { Style } from "./style.ts";
import { wrapWords } from "./text.ts";

const LEAST_WIDTH = 40;

/** A text with arrows that the terminal can show. */
export function withArrows(text: string, { unicode }: Style): string {
  return unicode ? text : text.replaceAll("→", "->");
}

/** Lines that fit; what goes on in the next one is moved in. */
export function wrapped(lines: readonly string[], style: Style): string {
  return lines.flatMap((line) => wrapLine(withArrows(line, style), style)).join("\n");
}

function wrapLine(line: string, { width, unicode }: Style): readonly string[] {
  if (width === Number.POSITIVE_INFINITY) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const room = Math.max(width - indent.length - 2, LEAST_WIDTH);
  const parts = wrapWords(line.slice(indent.length), room, unicode);
  return parts.map((part, i) => indent + (i === 0 ? part : `  ${part}`));
}
