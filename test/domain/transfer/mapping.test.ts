import { describe, expect, test } from "vitest";
import { mapped, outside } from "../../../src/domain/transfer/mapping.ts";
import { rootOf } from "../../../src/domain/transfer/small-sets.ts";
import { unknownValues, type ValueSet } from "../../../src/domain/value-set.ts";
import { equal, greater } from "../../../src/ops/core/comparison.ts";
import { iota } from "../../../src/ops/core/iota.ts";
import { shiftRight } from "../../../src/ops/core/logic.ts";
import { power } from "../../../src/ops/core/power.ts";
import { select } from "../../../src/ops/core/select.ts";
import { sin } from "../../../src/ops/core/transcendental.ts";
import { n, Sketch } from "../../support/sketch.ts";
import { fakeSolver, placeOf } from "../../support/solver.ts";

const SIGNS: ValueSet = {
  ...unknownValues("f32"),
  grid: { lo: 0, hi: 1, step: 2, origin: -1 },
  extra: [0],
  status: "proven",
};
const VECTOR = ["f32", [4]] as const;

describe("`rootOf()`", () => {
  test("of a small set are its values: counted ones, then 0 and NaN, then padding", () => {
    expect(rootOf({ ...SIGNS, padded: [9] }, 7, 16)).toMatchObject({
      number: 7,
      counted: 2,
      signs: 4,
      size: 5,
      table: [-1, 1, 0, Number.NaN, 9],
    });
  });

  test("of more codes than asked for is none", () => {
    const grid = { lo: 0, hi: 16, step: 1, origin: 0 };
    expect(rootOf({ ...SIGNS, grid }, 7, 16)).toBeUndefined();
    expect(rootOf({ ...SIGNS, grid }, 7, 17)?.counted).toBe(17);
    expect(rootOf(unknownValues("f32"), 7, 16)).toBeUndefined();
  });
});

describe("`mapped()`", () => {
  test("maps code by code, uncounted values, too", () => {
    const place = placeOf([VECTOR], VECTOR);
    const set = mapped(
      "cube plus one",
      (x) => (x as number) ** 3 + 1,
      [SIGNS],
      place,
      fakeSolver(),
    );
    expect(set).toMatchObject({ grid: { lo: 0, hi: 1, step: 2, origin: 0 }, extra: [1] });
  });

  test("of a value that may be infinite says that there are others beside the grid", () => {
    const place = placeOf([VECTOR], VECTOR);
    const inverse = (...x: readonly number[]) => 1 / (x[0] as number);
    const set = mapped("inverse", inverse, [SIGNS], place, fakeSolver());
    expect(set).toMatchObject({ grid: { lo: 0, hi: 1, step: 2, origin: -1 }, strays: true });
  });

  test("of values that one hides from each other says that there are others", () => {
    const place = placeOf([VECTOR], VECTOR);
    const set = { ...SIGNS, grid: { lo: 0, hi: 2, step: 1, origin: 0 }, extra: [] };
    const table = [-1, 4, 1e7];
    const wide = mapped("table", (x) => table[x as number] as number, [set], place, fakeSolver());
    expect(wide).toMatchObject({ grid: { lo: 0, hi: 1 }, strays: true });
    expect(wide?.root?.table?.slice(0, 3)).toEqual([-1, 4, 1e7]);
  });

  test("two inputs of one number are one tensor, of two numbers every pair", () => {
    const place = placeOf([VECTOR, VECTOR], VECTOR);
    const product = (...x: readonly number[]) => (x[0] as number) * (x[1] as number);
    const one = mapped("product", product, [SIGNS, SIGNS], place, fakeSolver([{}, { number: 0 }]));
    expect(one).toMatchObject({ grid: { lo: 0, hi: 0, origin: 1 }, extra: [0] });
    const two = mapped("product", product, [SIGNS, SIGNS], place, fakeSolver());
    expect(two).toMatchObject({ grid: { lo: 0, hi: 1, step: 2, origin: -1 }, extra: [0] });
  });

  test("`outside()` keeps what is not on the grid, once", () => {
    const grid = { lo: 0, hi: 1, step: 2, origin: -1 };
    expect(outside(grid, "extra", [0, 1, 0, 3])).toEqual({ extra: [0, 3] });
    expect(outside(grid, "padded", [1, -1])).toEqual({});
  });
});

describe("operands that share a root", () => {
  test("where(s == -1, 0, s) is {0, 1}", () => {
    const s = new Sketch();
    const y = s.sign(s.add(s.sign(s.x()), n(0.1)));
    const negative = s.binary(greater, n(0), y);
    const z = s.emit(select, [negative, s.scalar("f32", 0), y], {});
    expect(s.values(z)).toEqual([0, 1]);
    expect(s.set(z).extra).toBeUndefined();
  });

  test("s s is 1, which says nothing; s + s is {-2, 2}; s - s 0", () => {
    const s = new Sketch();
    const y = s.sign(s.x());
    expect(s.values(s.mul(y, y))).toEqual([1]);
    expect(s.set(s.mul(y, y)).extra).toEqual([0]);
    expect(s.width(s.mul(y, y))).toBe("f32 assumed");
    expect(s.values(s.add(y, y))).toEqual([-2, 2]);
    expect(s.values(s.sub(y, y))).toEqual([0]);
  });

  test("through a function of one: s tanh-like(s)", () => {
    const s = new Sketch();
    const y = s.sign(s.x());
    // {-1, 1} x {-2.5, 3.5} by the same sign
    expect(s.values(s.mul(y, s.add(s.mul(y, n(3)), n(0.5))))).toEqual([2.5, 3.5]);
  });

  test("a stretched one is another tensor: every pair", () => {
    const s = new Sketch();
    const column = s.sign(s.x([4, 1]));
    const row = s.reshaped(column, [1, 4]);
    expect(s.values(s.mul(column, row))).toEqual([-1, 1]);
    expect(s.values(s.mul(column, column))).toEqual([1]);
  });

  test("places themselves are no codes: words by the distances that their parts are shifted", () => {
    const s = new Sketch();
    const words = s.x([4, 1, 6], "i32");
    const distances = s.mul(s.emit(iota, [], { element: "i32", shape: [1, 8, 1], axis: 1 }), n(4));
    expect(s.count(distances)).toBe(8);
    expect(s.width(s.binary(shiftRight, words, distances))).toBe("32 assumed");
    const angles = s.cast(s.emit(iota, [], { element: "i32", shape: [8, 1], axis: 0 }), "f32");
    expect(s.width(s.unary(sin, s.mul(angles, s.w([1, 6]))))).toBe("f32 assumed");
  });

  test("stored codes of which each place along the parameters has several are codes", () => {
    const s = new Sketch();
    const y = s.binary(power, s.sign(s.w([8, 6])), s.w([1, 6]));
    expect(s.width(y)).toBe("1 proven");
  });

  test("a mask of a sign has three codes", () => {
    const s = new Sketch();
    const mask = s.cast(s.binary(greater, s.x(), n(0)), "f32");
    expect(s.values(s.mul(mask, s.sign(s.x())))).toEqual([-1, 0, 1]);
  });

  test("one-hot rows and columns: numbers from 0 decide them, at run time, but not alone", () => {
    const s = new Sketch();
    const oneHot = (x: number, shape: readonly number[], axis: number) =>
      s.cast(s.binary(equal, x, s.emit(iota, [], { element: "f32", shape, axis })), "f32");
    const row = oneHot(s.x([4, 1, 3]), [1, 5, 1], 1);
    const product = s.mul(row, oneHot(s.x([4, 1, 3]), [1, 5, 1], 1));
    expect(s.values(product)).toEqual([0, 1]);
    expect(s.set(product).grid?.factor).toBeUndefined();
    const stretched = s.mul(row, oneHot(s.x([4, 1, 1]), [1, 5, 1], 1));
    expect(s.values(stretched)).toEqual([0, 1]);
    expect(s.set(stretched).grid?.factor).toBeUndefined();
    // {0, 1} x {0, 0.5} + {0, 1} x {0, 0.5}
    const half = s.mul(stretched, n(0.5));
    expect(s.values(s.add(half, s.mul(product, half)))).toEqual([0, 0.5, 1]);
  });
});
