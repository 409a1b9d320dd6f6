import type { Style } from "./style.ts";
import { wrapLines } from "./text.ts";

/** A text with arrows that the terminal can show. */
export function withArrows(text: string, { unicode }: Style): string {
  return unicode ? text : text.replaceAll("→", "->");
}

/** Lines that fit, with arrows that the terminal can show. */
export function wrapped(lines: readonly string[], style: Style): string {
  return wrapLines(
    lines.map((line) => withArrows(line, style)),
    style,
  );
}
