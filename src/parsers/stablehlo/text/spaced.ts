/** One space where there is white space, none at the ends. */
export function spaced(text: string): string {
  return /^\s|\s\s|[^\S ]|\s$/.test(text) ? text.replaceAll(/\s+/g, " ").trim() : text;
}
