/**
 * Parts of attributes as HLO text spells them. What is not of the form gives undefined: the caller
 * knows the instruction and refuses it.
 */

const QUOTE = '"';
const QUOTE_CODE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const SPACE = 32;

/** `{0,1,2}` */
export function integersOf(text: string): bigint[] | undefined {
  const items = itemsOf(text);
  if (items === undefined || !items.every((item) => isInteger(item))) return undefined;
  return items.map(BigInt);
}

/** What stands between braces, separated by commas outside of brackets and strings. */
export function itemsOf(text: string): string[] | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  const inner = text.slice(1, -1);
  if (inner.trim() === "") return [];
  const items: string[] = [];
  let start = 0;
  for (let end = 0; end <= inner.length; start = end + 1) {
    end = valueEnd(inner, start, ",");
    items.push(inner.slice(start, end).trim());
    if (end === inner.length) break;
  }
  return items;
}

/** `{a=1 b={c, d} e="f"}`: values as written, separated by blanks or commas. */
export function fieldsOf(text: string): Map<string, string> | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  const inner = text.slice(1, -1);
  const fields = new Map<string, string>();
  for (let at = skipped(inner, 0); at < inner.length; ) {
    const equals = inner.indexOf("=", at);
    if (equals < 0) return undefined;
    const end = valueEnd(inner, equals + 1, ", ");
    fields.set(inner.slice(at, equals).trim(), inner.slice(equals + 1, end));
    at = skipped(inner, end);
  }
  return fields;
}

/** `3x-1x2`, each a whole number. */
export function timesOf(text: string): bigint[] | undefined {
  const items = text.split("x");
  return items.every(isInteger) ? items.map(BigInt) : undefined;
}

/** `0_1x2_-1`, also of three numbers each: rows of numbers. */
export function paddingsOf(text: string): bigint[][] | undefined {
  const rows = text.split("x").map((row) => row.split("_"));
  return rows.flat().every(isInteger) ? rows.map((row) => row.map(BigInt)) : undefined;
}

/** A string without its quotes and escapes; other values as they are. */
export function unquoted(text: string): string {
  if (!text.startsWith(QUOTE)) return text;
  const inner = text.slice(1, text.endsWith(QUOTE) && text.length > 1 ? -1 : undefined);
  return inner.includes("\\") ? unescaped(inner) : inner;
}

/** A string in quotes as {@link unquoted} reads it. */
export function quoted(text: string): string {
  if (!/["\\\n]/.test(text)) return `${QUOTE}${text}${QUOTE}`;
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(QUOTE, '\\"').replaceAll("\n", "\\n");
  return `${QUOTE}${escaped}${QUOTE}`;
}

export function isInteger(text: string): boolean {
  return /^-?\d{1,19}$/.test(text);
}

/** Where a value ends: at a comma or blank outside of brackets and strings, or at the end. */
function valueEnd(text: string, start: number, separators: "," | ", "): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (depth === 0 && (code === COMMA || (separators === ", " && code <= SPACE))) return at;
    if (code === QUOTE_CODE) at = stringEnd(text, at);
    else if (code === 123 || code === 91 || code === 40) depth++;
    else if (code === 125 || code === 93 || code === 41) depth--;
  }
  return text.length;
}

/** The closing quote of a string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE_CODE; ) {
    at += code === BACKSLASH ? 2 : 1;
    code = text.charCodeAt(at);
  }
  return at;
}

function skipped(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= SPACE || text[at] === ",")) at++;
  return at;
}

const SIMPLE: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };

/** Source: abseil `CEscape`: one byte each for `\n`, `\"`, `\303`, `\xc3`. */
function unescaped(text: string): string {
  const bytes = Buffer.from(text);
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== BACKSLASH) {
      out[length++] = bytes[at] as number;
      continue;
    }
    const ahead = bytes.toString("latin1", at + 1, at + 4);
    const octal = /^[0-7]{3}/.exec(ahead)?.[0];
    const hex = /^x([0-9a-fA-F]{1,2})/.exec(ahead)?.[1];
    const simple = Object.hasOwn(SIMPLE, ahead.charAt(0)) ? SIMPLE[ahead.charAt(0)] : undefined;
    if (octal !== undefined) out[length++] = Number.parseInt(octal, 8);
    else if (hex !== undefined) out[length++] = Number.parseInt(hex, 16);
    else out[length++] = simple ?? ahead.charCodeAt(0);
    at += octal !== undefined ? 3 : hex !== undefined ? 1 + hex.length : 1;
  }
  return out.toString("utf8", 0, length);
}
