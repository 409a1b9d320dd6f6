import { isUtf8 } from "node:buffer";

const BACKSLASH = 92;

/** Half of a surrogate pair: stands for a byte that is no UTF-8, as in Python. */
const BYTE_BASE = 0xdc00;

/**
 * A string without its escapes: `\n`, `\t`, `\"`, `\\` and two hexadecimal digits. Bytes that are
 * no UTF-8 become U+DC80 to U+DCFF.
 */
export function unescaped(raw: Uint8Array): string {
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i] as number;
    if (byte !== BACKSLASH) {
      bytes[length++] = byte;
      continue;
    }
    const [code, size] = escaped(raw, i + 1);
    bytes[length++] = code;
    i += size;
  }
  return decoded(Buffer.from(bytes.buffer, 0, length));
}

/** The byte that an escape stands for, and how many characters it has after the backslash. */
function escaped(raw: Uint8Array, at: number): readonly [code: number, size: number] {
  const named = ESCAPES.get(raw[at] as number);
  if (named !== undefined) return [named, 1];
  const digits = String.fromCharCode(raw[at] ?? 0, raw[at + 1] ?? 0);
  return /^[\da-fA-F]{2}$/.test(digits) ? [Number.parseInt(digits, 16), 2] : [raw[at] ?? 0, 1];
}

function decoded(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const text = bytes.toString("latin1");
  return text.replaceAll(/[\x80-\xff]/g, (byte) =>
    String.fromCharCode(BYTE_BASE + byte.charCodeAt(0)),
  );
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [110, 10],
  [116, 9],
  [34, 34],
  [BACKSLASH, BACKSLASH],
]);
