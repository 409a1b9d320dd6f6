import { describe, expect, test } from "vitest";
import {
  broadcasted,
  pickedInPlace,
  reshaped,
  taken,
  transposed,
  withoutAxes,
} from "../../../src/domain/transfer/moving.ts";
import { pad } from "../../../src/ops/core/pad.ts";
import { slice } from "../../../src/ops/core/slice.ts";
import { transpose } from "../../../src/ops/core/transpose.ts";
import { Sketch } from "../../support/sketch.ts";

const along = (axis: number, block = 1) => ({ axis, block });

describe("where axes come to lie", () => {
  test("`transposed()`, `broadcasted()`, `withoutAxes()`", () => {
    expect(transposed([0, 2, 3, 1]).axes(1, 1)).toEqual([along(3)]);
    expect(broadcasted([4, 1], [2, 4, 6]).axes(0, 2)).toEqual([along(1, 2)]);
    expect(withoutAxes([0, 2]).axes(1, 1)).toEqual([along(0)]);
    expect(withoutAxes([0, 2]).axes(2, 1)).toEqual([]);
  });

  test("`reshaped()`: an axis that is split, joined or kept", () => {
    // 8 = 2 x 4: both parts vary
    expect(reshaped([3, 8], [3, 2, 4]).axes(1, 1)).toEqual([along(1), along(2)]);
    // 6 neighbours of each of 4 channels become one axis of 24
    expect(reshaped([4, 6], [24]).axes(0, 1)).toEqual([along(0, 6)]);
    expect(reshaped([4, 6], [24]).axes(1, 1)).toEqual([along(0)]);
    expect(reshaped([2, 4, 6], [8, 6]).axes(2, 1)).toEqual([along(1)]);
    expect(reshaped([4, 6], [1, 4, 6]).axes(0, 1)).toEqual([along(1)]);
  });

  test("`reshaped()`: runs of 32 of an axis of 64 become an axis of their own", () => {
    expect(reshaped([5, 64], [5, 2, 32]).axes(1, 32)).toEqual([along(1)]);
    expect(reshaped([5, 2, 32], [5, 64]).axes(1, 1)).toEqual([along(1, 32)]);
  });

  test("`reshaped()`: borders that do not fall together are along every axis that meets them", () => {
    // rows of 3 become rows of 2: 0 0 | 0 1 | 1 1
    expect(reshaped([2, 3], [3, 2]).axes(0, 1)).toEqual([along(0), along(1)]);
    // columns of 3 become columns of 4: 0 1 2 0 | 1 2 0 1 | 2 0 1 2
    expect(reshaped([2, 2, 3], [3, 4]).axes(2, 1)).toEqual([along(0), along(1)]);
    // a run of 3 and one of 1, twice 2: 0 0 | 0 1, both of 2 neighbours
    expect(reshaped([4, 2], [2, 2, 2]).axes(0, 3)).toEqual([along(0), along(1)]);
    expect(reshaped([5, 4], [5, 4, 1]).axes(1, 3)).toEqual([along(1)]);
  });

  test("`taken()`, `pickedInPlace` keep axes, not runs", () => {
    expect(taken(1, 2).axes(0, 1)).toEqual([along(0)]);
    expect(taken(1, 2).axes(1, 4)).toEqual([along(1), along(2)]);
    expect(taken(1, 2).axes(2, 1)).toEqual([along(3)]);
    expect(pickedInPlace.axes(1, 32)).toEqual([along(1)]);
  });
});

describe("`moved()`", () => {
  const perChannel = (s: Sketch) => s.mul(s.quantized(s.x(), -8, 7), s.w([4, 1, 1]));
  const axesOf = (s: Sketch, id: number) => s.set(id).grid?.factor?.axes;

  test("a scale of each element is another one when rows and columns change places", () => {
    const s = new Sketch();
    const scale = s.w([3, 3]);
    const codes = () => s.mul(s.quantized(s.x([1, 1, 3, 3]), -8, 7), scale);
    const turned = (id: number) => s.emit(transpose, [id], { permutation: [0, 1, 3, 2] });
    const [a, b] = [codes(), codes()];
    expect(s.width(s.add(a, b))).toBe("5 proven");
    expect(s.width(s.add(turned(a), turned(b)))).toBe("5 proven");
    expect(s.width(s.add(a, turned(b)))).toBe("f32 assumed");
  });

  test("takes scales along: transpose, reshape, slice", () => {
    const s = new Sketch();
    const y = perChannel(s);
    expect(axesOf(s, y)).toEqual([along(1)]);
    const last = s.emit(transpose, [y], { permutation: [0, 2, 3, 1] });
    expect(axesOf(s, last)).toEqual([along(3)]);
    expect(axesOf(s, s.reshaped(y, [1, 4, 36]))).toEqual([along(1)]);
    const cut = { starts: [0, 1, 0, 0], sizes: [1, 2, 6, 6], steps: [1, 1, 1, 1] };
    expect(axesOf(s, s.emit(slice, [y], cut))).toEqual([along(1)]);
    expect(s.width(s.emit(slice, [y], cut))).toBe("4 declared");
  });

  test("sums of a tensor and itself moved are sums of any two codes", () => {
    const s = new Sketch();
    const y = s.sign(s.x([1, 4, 4]));
    const turned = s.emit(transpose, [y], { permutation: [0, 2, 1] });
    expect(s.values(s.add(y, turned))).toEqual([-2, 0, 2]);
    expect(s.values(s.add(y, y))).toEqual([-2, 2]);
  });

  test("scales that were reordered are others: codes are not added", () => {
    const s = new Sketch();
    const scale = s.x([4, 1]);
    const y = s.mul(s.quantized(s.x([4, 4]), -2, 1), scale);
    const other = s.mul(s.quantized(s.x([4, 4]), -2, 1), scale);
    expect(s.count(s.add(y, other))).toBe(7);
    const picked = { starts: [3, 0], sizes: [4, 4], steps: [-1, 1] };
    const turned = s.emit(slice, [other], picked);
    expect(s.set(s.add(y, turned)).summed).toBeUndefined();
  });
});

describe("`padded()`", () => {
  const around = { low: [0, 0, 1, 1], high: [0, 0, 1, 1], interior: [0, 0, 0, 0] };
  const padWith = (s: Sketch, x: number, value: number) =>
    s.emit(pad, [x, s.scalar("f32", value)], around);

  test("a value off the grid is not counted, nor forgotten", () => {
    const s = new Sketch();
    const set = s.set(padWith(s, s.sign(s.x()), 0));
    expect(set).toMatchObject({ padded: [0], grid: { lo: 0, hi: 1, step: 2, origin: -1 } });
  });

  test("a value on the grid changes nothing", () => {
    const s = new Sketch();
    expect(s.set(padWith(s, s.quantized(s.x(), -8, 7), 0)).padded).toBeUndefined();
    expect(s.width(padWith(s, s.quantized(s.x(), -8, 7), 0))).toBe("4 declared");
  });

  test("bounds take the value in", () => {
    const s = new Sketch();
    expect(s.set(padWith(s, s.clip(s.x(), 1, 2), 0)).interval).toEqual({ lo: 0, hi: 2 });
  });

  test("a value beside a scale that is not known is not told apart, but 0 is", () => {
    const s = new Sketch();
    const y = s.mul(s.sign(s.x()), s.x([]));
    expect(s.set(padWith(s, y, 3)).strays).toBe(true);
    expect(s.set(padWith(s, y, 0)).padded).toEqual([0]);
  });
});
