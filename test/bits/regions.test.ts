import { describe, expect, test } from "vitest";
import { bits, score } from "../../src/index.ts";
import { modelText } from "../support/structured.ts";

/** Bits of both operands of each layer, and why. */
function widths(model: Uint8Array) {
  return score(model).layers.map(({ lhs, rhs }) => [lhs.bits, lhs.float, rhs.bits, rhs.role]);
}

const WEIGHTS = "float[2,2] w = {0.5, -0.5, -0.5, 0.5}";

describe("values in the body of a loop", () => {
  test("what every trip gives is what the next one gets", () => {
    const model = modelText(`g (float[1,2] x) => (float[1,2] y) <${WEIGHTS}, int64 n = {3}> {
      s = Sign (x)
      y = Loop (n, "", s) <body = b (int64 i, bool c, float[1,2] a) => (bool d, float[1,2] r) {
        d = Identity (c) [mm] m = MatMul (a, w) r = Sign (m) }>
    }`);
    expect(widths(model)).toEqual([[1, false, 32, "weight"]]);
  });

  test("hold before the first trip as well", () => {
    const model = modelText(`g (float[1,2] x) => (float[1,2] y) <${WEIGHTS}, int64 n = {3}> {
      y = Loop (n, "", x) <body = b (int64 i, bool c, float[1,2] a) => (bool d, float[1,2] r) {
        d = Identity (c) [mm] m = MatMul (a, w) r = Sign (m) }>
    }`);
    expect(widths(model)).toEqual([[32, true, 32, "weight"]]);
  });

  test("may grow from trip to trip: then they are anything of their type", () => {
    const model = modelText(
      `g (float[1,2] x) => (float[1,2] y) <${WEIGHTS}, int64 n = {50}> {
      s = Sign (x)
      y = Loop (n, "", s) <body = b (int64 i, bool c, float[1,2] a) => (bool d, float[1,2] r) {
        d = Identity (c) [mm] m = MatMul (s, w) t = Sign (m) r = Add (a, t) [last] q = MatMul (a, w) u = Mul(q, m) }>
      z = MatMul (y, w)
    }`.replace("float[1,2] y) <", "float[1,2] y, float[1,2] z) <"),
    );
    expect(widths(model)).toEqual([
      [1, false, 32, "weight"],
      [32, true, 32, "weight"],
    ]);
  });

  test("a value that is handed on as it is keeps what is known of it", () => {
    const model =
      modelText(`g (float[1,2] x) => (float[1,2] y, float[1,2] z) <${WEIGHTS}, int64 n = {3}> {
      s = Sign (x)
      y, z = Loop (n, "", x, s) <
        body = b (int64 i, bool c, float[1,2] a, float[1,2] k) => (bool d, float[1,2] r, float[1,2] k) {
        d = Identity (c) [mm] m = MatMul (k, w) r = Add (a, m) }>
    }`);
    expect(widths(model)).toEqual([[1, false, 32, "weight"]]);
    expect(bits(model).tensors.find(({ name }) => name === "z")?.bits).toBe(1);
  });

  test("a slice of a weight that the counter picks is a weight, stored whole", () => {
    const model =
      modelText(`g (float[1,2] x) => (float[1,2] y) <float[3,2,2] w = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, int64 n = {3}> {
      y = Loop (n, "", x) <body = b (int64 i, bool c, float[1,2] a) => (bool d, float[1,2] r) {
        d = Identity (c) k = Gather <axis = 0> (w, i) [mm] r = MatMul (a, k) }>
    }`);
    const { layers, totals } = score(model);
    expect(layers.map(({ macs, trips, rhs }) => [macs, trips, rhs.role])).toEqual([
      [12n, 3n, "weight"],
    ]);
    expect(totals.weightCount).toBe(12n);
  });
});

describe("values of a conditional", () => {
  const model = (other: string) =>
    modelText(`g (float[1,2] x, bool p) => (float[1,2] y) <${WEIGHTS}> {
      h = If (p) <
        then_branch = t () => (float[1,2] a) { a = Sign (x) },
        else_branch = e () => (float[1,2] b) { ${other} }>
      [mm] y = MatMul (h, w)
    }`);

  test("are those of either branch", () => {
    expect(widths(model("m = Neg (x) b = Sign (m)"))).toEqual([[1, false, 32, "weight"]]);
    expect(widths(model("b = Neg (x)"))).toEqual([[32, true, 32, "weight"]]);
  });

  test("a weight that the predicate picks is a weight, and both are stored", () => {
    const picked = modelText(`g (float[1,2] x, bool p) => (float[1,2] y) <
      float[2,2] v = {1, 2, 3, 4}, float[2,2] w = {5, 6, 7, 8}> {
      k = If (p) <
        then_branch = t () => (float[2,2] a) { a = Identity (v) },
        else_branch = e () => (float[2,2] b) { b = Identity (w) }>
      [mm] y = MatMul (x, k)
    }`);
    expect(widths(picked)).toEqual([[32, true, 32, "weight"]]);
    expect(score(picked).totals.weightCount).toBe(8n);
  });
});
