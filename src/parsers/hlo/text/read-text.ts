import { ElidedElements } from "../elements.ts";
import type { HloAttributes, HloComputation, HloInstruction, HloModule } from "../hlo-module.ts";
import { renumbered } from "../order.ts";
import { TypeTable } from "../type-table.ts";
import { TextElements } from "./literal.ts";
import type { HloScanner } from "./scanner.ts";
import { readShape, seesShape } from "./shape.ts";

/** An instruction whose operands are still names. */
interface Line extends HloInstruction {
  readonly names: readonly string[];
}

const TABLES = ["FileNames", "FunctionNames", "FileLocations", "StackFrames"];

/**
 * A module of HLO text.
 *
 * @throws {AceError} `malformed-model` with line and column
 *
 * Source: XLA, hlo_parser.cc and hlo_lexer.cc.
 */
export function readModule(s: HloScanner): HloModule {
  if (!s.takeWord("HloModule")) s.fail("HloModule");
  const name = s.name("the name of the module");
  const attributes = readAttributes(s);
  const computations = new Map<string, HloComputation>();
  const types = new TypeTable();
  let entry: HloComputation | undefined;
  while (!s.isAtEnd) {
    if (skipTable(s)) continue;
    const isEntry = s.takeWord("ENTRY");
    const { at } = s;
    const computation = readComputation(s, types);
    if (computations.has(computation.name)) {
      s.failAt(at, "computations of different names", `two ${computation.name}`);
    }
    computations.set(computation.name, computation);
    if (isEntry && entry !== undefined) s.failAt(at, "one ENTRY", "two");
    if (isEntry) entry = computation;
  }
  const only = computations.size === 1 ? [...computations.values()][0] : undefined;
  const main = entry ?? only ?? s.fail("a computation marked ENTRY");
  return { name, attributes, computations, entry: main, place: (at) => s.place(at) };
}

/** `, key=value` as often as it is ahead. */
function readAttributes(s: HloScanner): HloAttributes {
  const attributes = new Map<string, string>();
  while (s.take(",")) {
    const { at } = s;
    const key = s.word("the name of an attribute");
    s.expect("=");
    if (attributes.has(key)) s.failAt(at, "attributes of different names", `two ${key}`);
    attributes.set(key, s.value());
  }
  return attributes;
}

/** Tables of stack frames: lines that begin with a number. */
function skipTable(s: HloScanner): boolean {
  if (!TABLES.some((table) => s.takeWord(table))) return false;
  while (isDigit(s.bytes[s.at])) s.skipLine();
  return true;
}

/** `%name (parameters) -> shape { instructions }` */
function readComputation(s: HloScanner, types: TypeTable): HloComputation {
  const { at } = s;
  const name = s.name("a computation");
  if (s.sees("(")) s.skipBalanced();
  if (s.take("->")) readShape(s, types);
  s.expect("{");
  const lines: Line[] = [];
  const numbers = new Map<string, number>();
  let root: number | undefined;
  while (!s.take("}")) {
    const start = s.at;
    if (s.takeWord("ROOT")) {
      if (root !== undefined) s.failAt(start, "one ROOT", "two");
      root = lines.length;
    }
    const line = readInstruction(s, types);
    if (numbers.has(line.name)) {
      s.failAt(start, "instructions of different names", `two ${line.name}`);
    }
    numbers.set(line.name, lines.length);
    lines.push(line);
  }
  readAttributes(s);
  if (lines.length === 0) s.failAt(at, `instructions in ${name}`, "none");
  return ordered(s, { name, at, lines, numbers, root: root ?? lines.length - 1 });
}

interface Lines {
  readonly name: string;
  readonly at: number;
  readonly lines: readonly Line[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly root: number;
}

/** Names become numbers; definitions come first. */
function ordered(s: HloScanner, { name, at, lines, numbers, root }: Lines): HloComputation {
  const needs = lines.map((line) =>
    line.names.map(
      (operand) =>
        numbers.get(operand) ?? s.failAt(line.at, `an instruction ${operand} in ${name}`, "none"),
    ),
  );
  const found =
    renumbered(needs) ??
    s.failAt(at, "instructions that do not need each other", `a circle in ${name}`);
  const instructions = found.order.map((index) => ({
    ...(lines[index] as Line),
    operands: found.needs(index),
  }));
  return { name, at, instructions, root: found.places[root] as number };
}

/** `name = shape opcode(operands), attributes` */
function readInstruction(s: HloScanner, types: TypeTable): Line {
  const { at } = s;
  const name = s.name("an instruction");
  s.expect("=");
  const shape = readShape(s, types);
  const opcode = s.word("an opcode");
  if (!s.sees("(")) s.fail("( and operands");
  const line = { name, shape, opcode, at, operands: [], names: [] };
  if (opcode === "constant") {
    const literal = readLiteral(s, shape.type);
    return { ...line, literal, parameter: undefined, attributes: readAttributes(s) };
  }
  if (opcode === "parameter") {
    s.expect("(");
    const parameter = s.size("the number of a parameter");
    s.expect(")");
    return { ...line, literal: undefined, parameter, attributes: readAttributes(s) };
  }
  const names = readOperands(s, types);
  const attributes = readAttributes(s);
  return { ...line, literal: undefined, parameter: undefined, names, attributes };
}

/** `(f32[2]{0} %x, y)` */
function readOperands(s: HloScanner, types: TypeTable): readonly string[] {
  const names: string[] = [];
  s.expect("(");
  if (s.take(")")) return names;
  do {
    if (seesShape(s)) readShape(s, types);
    names.push(s.name("an operand"));
  } while (s.take(","));
  s.expect(")");
  return names;
}

/** The elements between parentheses stay unread; those of tuples are not taken apart. */
function readLiteral(s: HloScanner, type: HloInstruction["shape"]["type"]) {
  const start = s.at + 1;
  const end = s.closing();
  s.goTo(end + 1);
  if (type.kind !== "tensor") return undefined;
  const text = s.bytes.toString("latin1", start, Math.min(end, start + 16)).replaceAll(" ", "");
  const place = s.place.bind(s);
  if (text.startsWith("{...}")) return new ElidedElements(type, () => place(start));
  return new TextElements(type, s.bytes.subarray(start, end), (at) => place(start + at));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
