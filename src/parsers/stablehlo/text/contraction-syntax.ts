import type { Attribute, Attributes } from "../program/attribute.ts";
import { arrayOf, bracketed, finish, integers, readPrecision } from "./plain-syntax.ts";
import type { OperationReader, Syntax } from "./reader.ts";

/**
 * `dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [1] x [0], precision = [...],
 * algorithm = <...>`.
 */
export const readDotGeneral: Syntax = (reader, results) => {
  const s = reader.scanner;
  const lhs = reader.operand();
  s.expect(",");
  const rhs = reader.operand();
  const pairs = new Map<string, readonly [string, string]>();
  const own = new Map<string, Attribute>();
  while (s.take(",")) {
    const { at } = s;
    const key = s.word();
    s.expect("=");
    if (key === "precision") own.set("precision_config", readPrecision(reader));
    else if (key === "algorithm")
      own.set("algorithm", bracketed(reader, "stablehlo.dot_algorithm"));
    else if (PAIRS.has(key)) pairs.set(PAIRS.get(key) as string, readPair(reader));
    else s.failAt(at, "batching_dims, contracting_dims, precision or algorithm", key);
  }
  const body = [...PAIRS.values()].flatMap((name) => sidesOf(name, pairs.get(name))).join(", ");
  const numbers: Attribute = { kind: "dialect", name: "stablehlo.dot", body };
  const attributes = new Map([["dot_dimension_numbers", numbers], ...own]);
  return finish(reader, [lhs, rhs], attributes, results);
};

const PAIRS: ReadonlyMap<string, string> = new Map([
  ["batching_dims", "batching_dimensions"],
  ["contracting_dims", "contracting_dimensions"],
]);

function sidesOf(name: string, sides: readonly [string, string] | undefined): readonly string[] {
  if (sides === undefined) return [];
  return [`lhs_${name} = ${sides[0]}`, `rhs_${name} = ${sides[1]}`];
}

/** `[0, 1] x [0, 1]`. */
function readPair(reader: OperationReader): readonly [string, string] {
  const s = reader.scanner;
  const lhs = readList(reader);
  s.expect("x");
  return [lhs, readList(reader)];
}

function readList(reader: OperationReader): string {
  const s = reader.scanner;
  const items: string[] = [];
  s.expect("[");
  s.items("]", () => items.push(s.seesNumber ? `${s.integer()}` : s.word()));
  return `[${items.join(", ")}]`;
}

/** `convolution(%a, %b) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {...} {...}`. */
export const readConvolution: Syntax = (reader, results) => {
  const s = reader.scanner;
  const operands = reader.parenthesized();
  s.expectWord("dim_numbers");
  s.expect("=");
  const dimensions = readDimensions(reader);
  s.expect(",");
  s.expectWord("window");
  s.expect("=");
  const window = reader.windows.get(s, () => readWindow(reader));
  const own = new Map([["dimension_numbers", dimensions], ...window]);
  return finish(reader, operands, own, results);
};

/** `{stride = [2, 2], pad = [[1, 1], [1, 1]]}`. */
function readWindow(reader: OperationReader): Attributes {
  const s = reader.scanner;
  const entries = new Map<string, Attribute>();
  s.expect("{");
  s.items("}", () => {
    const { at } = s;
    const key = s.word();
    s.expect("=");
    const window = WINDOW.get(key);
    if (window === undefined) s.failAt(at, `one of ${[...WINDOW.keys()].join(", ")}`, key);
    else entries.set(window[0], window[1](reader));
  });
  return entries;
}

function readDimensions(reader: OperationReader): Attribute {
  const s = reader.scanner;
  const data = readList(reader);
  s.expect("x");
  const kernel = readList(reader);
  s.expect("->");
  const body = `${data}x${kernel}->${readList(reader)}`;
  return { kind: "dialect", name: "stablehlo.conv", body };
}

const WINDOW: ReadonlyMap<string, readonly [string, (reader: OperationReader) => Attribute]> =
  new Map([
    ["stride", ["window_strides", integers]],
    ["pad", ["padding", readPadding]],
    ["lhs_dilate", ["lhs_dilation", integers]],
    ["rhs_dilate", ["rhs_dilation", integers]],
    ["reverse", ["window_reversal", readTruths]],
  ]);

/** `[[0, 1], [0, 1]]`, a tensor of two columns. */
function readPadding(reader: OperationReader): Attribute {
  const s = reader.scanner;
  const rows: string[] = [];
  const values: bigint[] = [];
  s.expect("[");
  s.items("]", () => {
    const pair: number[] = [];
    s.expect("[");
    s.items("]", () => pair.push(s.integer()));
    if (pair.length !== 2) s.fail("two numbers for each axis");
    rows.push(`[${pair.join(", ")}]`);
    values.push(...pair.map(BigInt));
  });
  return {
    kind: "elements",
    elements: {
      type: { kind: "tensor", element: "i64", shape: [rows.length, 2] },
      text: () => (rows.length === 0 ? "" : `[${rows.join(", ")}]`),
      read: () => BigInt64Array.from(values),
    },
  };
}

function readTruths({ scanner }: OperationReader): Attribute {
  const values: bigint[] = [];
  scanner.expect("[");
  scanner.items("]", () => {
    if (scanner.seesNumber) values.push(scanner.integer() === 0 ? 0n : 1n);
    else if (scanner.takeWord("true")) values.push(1n);
    else {
      scanner.expectWord("false");
      values.push(0n);
    }
  });
  return { ...arrayOf(values), element: "i1" } as Attribute;
}
