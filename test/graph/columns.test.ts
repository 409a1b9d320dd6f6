import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../src/graph/byte-strings.ts";
import { IntColumn } from "../../src/graph/int-column.ts";
import { InternedColumn } from "../../src/graph/interned-column.ts";

const COUNT = 100_000;

describe("IntColumn", () => {
  test("holds what was pushed over many chunks, and takes changes", () => {
    const column = new IntColumn();
    for (let i = 0; i < COUNT; i++) column.push(i - 7);
    expect(column.length).toBe(COUNT);
    for (let i = 0; i < COUNT; i++) if (column.at(i) !== i - 7) expect(column.at(i)).toBe(i - 7);
    column.set(65_536, -1);
    expect(column.slice(65_534, 65_538)).toEqual([65_527, 65_528, -1, 65_530]);
    expect(column.slice(3, 3)).toEqual([]);
  });

  test("`clear()` empties it, to be filled again over many chunks", () => {
    const column = new IntColumn();
    for (let i = 0; i < COUNT; i++) column.push(i);
    column.clear();
    expect(column.length).toBe(0);
    for (let i = 0; i < COUNT; i++) column.push(-i);
    expect(column.length).toBe(COUNT);
    expect(column.slice(65_535, 65_537)).toEqual([-65_535, -65_536]);
    expect(column.at(99_999)).toBe(-99_999);
  });

  test("numbers of 32 bits keep their sign", () => {
    const column = new IntColumn();
    column.push(-(2 ** 31));
    column.push(2 ** 31 - 1);
    expect(column.slice(0, 2)).toEqual([-2147483648, 2147483647]);
  });
});

test("`InternedColumn` gives the same number for the same value", () => {
  const column = new InternedColumn<object>();
  const [a, b] = [{}, {}];
  for (const value of [a, b, a]) column.push(value);
  expect(column.length).toBe(3);
  expect(column.at(2)).toBe(a);
  expect(column.idAt(2)).toBe(column.idAt(0));
  expect(column.idAt(1)).not.toBe(column.idAt(0));
  expect([column.has(b), column.has({})]).toEqual([true, false]);
});

describe("ByteStrings", () => {
  test("`intern()` gives one number for equal bytes, and `text()` gives them back", () => {
    const names = new ByteStrings();
    const bytes = new TextEncoder().encode("conv1 conv1 conv2");
    const first = names.intern(bytes, 0, 5);
    expect(names.intern(bytes, 6, 11)).toBe(first);
    expect(names.intern(bytes, 12, 17)).not.toBe(first);
    expect(names.size).toBe(2);
    expect(names.text(first)).toBe("conv1");
  });

  test("texts of every length and script come back, the empty one too", () => {
    const names = new ByteStrings();
    const texts = ["", "a", "\ufeffb", "größe", "層/0", "😀", "x".repeat(63), "y".repeat(70_000)];
    const ids = texts.map((text) => names.internText(text));
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(ids.map((id) => names.text(id))).toEqual(texts);
    expect(ids.map((id) => names.isEmpty(id))).toEqual(texts.map((text) => text === ""));
    expect(texts.map((text) => names.findText(text))).toEqual(ids);
    expect(names.findText("b")).toBeUndefined();
  });

  test("many names that differ in their middle stay apart", () => {
    const names = new ByteStrings();
    const name = (i: number) => `/layers/layers.${i}/conv/Conv_output_0`;
    for (let i = 0; i < COUNT; i++) names.internText(name(i));
    expect(names.size).toBe(COUNT);
    expect(names.findText(name(77_777))).toBe(77_777);
    expect(names.text(99_999)).toBe("/layers/layers.99999/conv/Conv_output_0");
    expect(names.findText(name(COUNT))).toBeUndefined();
  });

  test("strings that end at the end of a chunk do not disturb the next", () => {
    const names = new ByteStrings();
    const sizes = [1024, 0, 65_536, 0, 65_535, 1, 65_537];
    const texts = sizes.map((size, i) => `${i}`.repeat(size));
    const ids = texts.map((text) => names.internText(text));
    expect(ids.map((id) => names.text(id).length)).toEqual(sizes);
    expect(ids.map((id) => names.text(id).at(-1))).toEqual([
      "0",
      undefined,
      "2",
      undefined,
      "4",
      "5",
      "6",
    ]);
  });
});
