import type { Size, Type } from "../../stablehlo/program/type.ts";
import type { HloShape } from "../hlo-module.ts";
import { elementOfText } from "../primitive-types.ts";
import type { TypeTable } from "../type-table.ts";
import type { HloScanner } from "./scanner.ts";

/**
 * `f32[2,<=3]{1,0:T(8,128)}`, `(f32[], token[])`, `opaque[]`.
 *
 * Source: XLA `ParseShape`.
 */
export function readShape(s: HloScanner, types: TypeTable): HloShape {
  if (s.sees("(")) return { type: tuple(s, types), minorToMajor: undefined };
  const { at } = s;
  const text = s.bytes.toString("latin1", at, arrayEnd(s));
  const known = types.shapes.get(text);
  if (known !== undefined) {
    s.goTo(at + text.length);
    return known;
  }
  const shape = readArray(s, types);
  types.shapes.set(text, shape);
  return shape;
}

/** Where the shape of an array ends that is spelled without blanks. */
function arrayEnd({ bytes, at }: HloScanner): number {
  let end = at;
  while (isLetterOrDigit(bytes[end])) end++;
  end = endOf(bytes, end, 91, 93);
  return seesLayout(bytes, end) ? endOf(bytes, end, 123, 125) : end;
}

/** The place after a bracket that opens at `at` and what it encloses. */
function endOf(bytes: Buffer, at: number, open: number, close: number): number {
  if (bytes[at] !== open) return at;
  let end = at;
  while (end < bytes.length && bytes[end] !== close && bytes[end] !== 10) end++;
  return end + 1;
}

function readArray(s: HloScanner, types: TypeTable): HloShape {
  const { at } = s;
  const word = s.word("a shape");
  if (!s.sees("[")) s.failAt(at, "a shape", word);
  const shape = sizes(s);
  if (word === "token" || word === "opaque") return { type: other(word, types), minorToMajor: [] };
  const element = elementOfText(word) ?? s.failAt(at, "an element type of XLA", word);
  const minorToMajor = seesLayout(s.bytes, s.at) ? layout(s, shape.length) : undefined;
  return { type: types.intern({ kind: "tensor", element, shape }), minorToMajor };
}

/** True where a shape is ahead: of an operand, say, which may stand without one. */
export function seesShape(s: HloScanner): boolean {
  if (s.sees("(")) return true;
  const { bytes } = s;
  let end = s.at;
  while (isLetterOrDigit(bytes[end])) end++;
  return end > s.at && bytes[end] === 91;
}

function other(word: string, types: TypeTable): Type {
  return types.intern(word === "token" ? { kind: "token" } : { kind: "other", text: word });
}

function tuple(s: HloScanner, types: TypeTable): Type {
  const items: Type[] = [];
  s.expect("(");
  s.nested(() => {
    if (s.take(")")) return;
    do items.push(readShape(s, types).type);
    while (s.take(","));
    s.expect(")");
  });
  return types.intern({ kind: "tuple", items });
}

function sizes(s: HloScanner): Size[] {
  const shape: Size[] = [];
  s.expect("[");
  if (s.take("]")) return shape;
  do shape.push(size(s));
  while (s.take(","));
  s.expect("]");
  return shape;
}

function size(s: HloScanner): Size {
  if (s.take("<=")) return { most: s.size("the largest size of a dimension") };
  if (s.take("?")) return { most: undefined };
  return s.size("the size of a dimension");
}

/** A layout begins with a number, a colon or nothing; the instructions of a computation with a name. */
function seesLayout(bytes: Buffer, at: number): boolean {
  const byte = bytes[at + 1] ?? 0;
  return bytes[at] === 123 && ((byte >= 48 && byte <= 58) || byte === 125);
}

/** `{1,0}`; one with more in it, of a device, is not said. */
function layout(s: HloScanner, rank: number): readonly number[] | undefined {
  const start = s.at + 1;
  const end = s.closing();
  const inner = s.bytes.toString("latin1", start, end).trim();
  s.goTo(end + 1);
  const order = inner === "" ? [] : inner.split(",").map((item) => Number(item));
  const isWhole = order.every((item) => Number.isInteger(item) && item >= 0 && item < rank);
  return isWhole && new Set(order).size === rank && order.length === rank ? order : undefined;
}

function isLetterOrDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return ((byte | 32) >= 97 && (byte | 32) <= 122) || (byte >= 48 && byte <= 57);
}
