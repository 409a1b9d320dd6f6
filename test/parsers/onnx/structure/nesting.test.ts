import { expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import { outputsOf, truth } from "../../../support/structured.ts";

const encoder = new TextEncoder();

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

/** A field that holds bytes. */
function field(number: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const length = bytes.reduce((sum, part) => sum + part.length, 0);
  return joined(Uint8Array.from([...varint(number * 8 + 2), ...varint(length)]), ...bytes);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const integer = (number: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(number * 8), ...varint(value)]);

function value(number: number, name: string, element: number, ...dims: number[]): Uint8Array {
  const shape = dims.map((dim) => field(1, integer(1, dim)));
  return field(number, field(1, name), field(2, field(1, integer(1, element), field(2, ...shape))));
}

function node(
  operator: string,
  input: string,
  output: string,
  ...graphs: Uint8Array[]
): Uint8Array {
  const names = ["then_branch", "else_branch"];
  const attributes = graphs.map((graph, i) =>
    field(5, field(1, names[i] as string), field(6, graph), integer(20, 5)),
  );
  return field(1, field(1, input), field(2, output), field(4, operator), ...attributes);
}

/** If in If in If …: x itself at the bottom, -x on every other way. */
function nested(depth: number): Uint8Array {
  let inner = node("Identity", "x", `y${depth}`);
  for (let k = depth - 1; k >= 0; k--) {
    const yes = joined(inner, value(12, `y${k + 1}`, 1, 2));
    const no = joined(node("Neg", "x", `z${k}`), value(12, `z${k}`, 1, 2));
    inner = node("If", "p", `y${k}`, yes, no);
  }
  const graph = field(7, inner, value(11, "x", 1, 2), value(11, "p", 9), value(12, "y0", 1, 2));
  return joined(integer(1, 8), graph, field(8, integer(2, 17)));
}

test("graphs a hundred deep in each other are counted and run", () => {
  expect(score(nested(100)).warnings).toHaveLength(100);
  expect(outputsOf(nested(100), { x: [1, 2], p: truth(true) }).y0).toEqual([1, 2]);
  expect(outputsOf(nested(100), { x: [1, 2], p: truth(false) }).y0).toEqual([-1, -2]);
});

test("graphs thousands deep in each other are refused with a clear error", () => {
  expect(() => score(nested(3000))).toThrow(
    "Cannot import the graph: expected at most 200 functions and graphs inside each other, got more",
  );
});
