import { nearestSingle } from "./nearest-single.ts";
import type { TokenReader } from "./token-reader.ts";

const INT64_LEAST = -(2n ** 63n);
const INT64_MOST = 2n ** 63n - 1n;
/** Integers of so many digits are exact as numbers. */
const EXACT_DIGITS = 15;
/** Longer literals are refused: reading one takes more than linear time. */
const MOST_DIGITS = 1000;

/** Spelled-out floats, in any case of letters. */
const SPELLED: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
]);

/** True where a literal is ahead that is a float by its spelling: `1.5`, `1e5`, `nan`, `inf`. */
export function atFloat(t: TokenReader): boolean {
  return t.kind === "float" || atSpelledFloat(t);
}

export function atSpelledFloat(t: TokenReader): boolean {
  return t.kind === "word" && SPELLED.has(t.text.toLowerCase());
}

interface IntegerOptions {
  readonly expected?: string;
  /** int64 where they are absent. */
  readonly least?: number | bigint;
  readonly most?: number | bigint;
  /** Whether a minus was before it; read here where it is absent. */
  readonly negative?: boolean;
}

/** `[-] digits` within bounds. */
export function integer(t: TokenReader, options: IntegerOptions = {}): number | bigint {
  const { expected = "an integer", least = INT64_LEAST, most = INT64_MOST } = options;
  const sign = (options.negative ?? t.take("-")) ? "-" : "";
  if (t.kind !== "integer") t.fail(expected, sign + t.shown);
  const text = sign + shortLiteral(t);
  const value = text.length <= EXACT_DIGITS ? Number(text) : BigInt(text);
  if (value < least || value > most) t.fail(`${expected} from ${least} to ${most}`, text);
  t.next();
  return value === 0 ? 0 : value;
}

/** `[-] number` or `[-] nan | inf | infinity`, rounded once to f32 or f64. */
export function float(t: TokenReader, type: "f32" | "f64", negative = t.take("-")): number {
  const value = unsigned(t, type, negative ? "-" : "");
  t.next();
  return negative ? -value : value;
}

function unsigned(t: TokenReader, type: "f32" | "f64", sign: string): number {
  if (t.kind === "integer" || t.kind === "float") {
    const text = shortLiteral(t);
    const value = type === "f32" ? nearestSingle(text) : Number(text);
    if (Number.isFinite(value)) return value;
    const range = type === "f32" ? "float" : "double";
    t.fail(Number.isNaN(value) ? "a number" : `a number in the range of ${range}`, sign + text);
  }
  const spelled = t.kind === "word" ? SPELLED.get(t.text.toLowerCase()) : undefined;
  return spelled ?? t.fail("a number", sign + t.shown);
}

function shortLiteral(t: TokenReader): string {
  const { text } = t;
  if (text.length > MOST_DIGITS) t.fail(`a number of at most ${MOST_DIGITS} characters`);
  return text;
}
