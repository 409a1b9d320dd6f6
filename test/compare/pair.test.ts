import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "../../src/compare/alignment.ts";
import { inOrder } from "../../src/compare/pair.ts";

const places = (order: readonly number[]) => order.map((after, before) => ({ before, after }));

describe("`inOrder()`", () => {
  it.each([
    [[], 0],
    [[0, 1, 2], 3],
    [[2, 1, 0], 1],
    [[3, 0, 1, 2], 3],
    [[1, 2, 3, 0, 5, 4], 4],
  ])("of %j keeps %i", (order, length) => {
    expect(inOrder(places(order))).toHaveLength(length);
  });

  it("is ascending on both sides, and no longer one is to be found", () => {
    const orders = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 9 });
    fc.assert(
      fc.property(orders, (order) => {
        const kept = inOrder(places(order));
        expect(kept.every((pair, i) => i === 0 || pair.after > (kept[i - 1]?.after ?? -1))).toBe(
          true,
        );
        expect(kept).toHaveLength(longestBySearch(order));
      }),
    );
  });

  function longestBySearch(order: readonly number[]): number {
    let most = 0;
    for (let chosen = 0; chosen < 2 ** order.length; chosen++) {
      const part = order.filter((_, i) => (chosen >> i) & 1);
      if (part.every((value, i) => i === 0 || value > (part[i - 1] as number))) {
        most = Math.max(most, part.length);
      }
    }
    return most;
  }
});

describe("`align()`", () => {
  const letters = (before: string, after: string) => ({
    before: [...before].map((_, i) => i),
    after: [...after].map((_, i) => i),
    likeness: (i: number, j: number) => (before[i] === after[j] ? 1 : 0),
  });

  it.each([
    ["", "abc", ""],
    ["abc", "", ""],
    ["abc", "abc", "abc"],
    ["ABCBDAB", "BDCABA", 4],
    ["xaybzc", "abc", "abc"],
  ])("finds what %s and %s have in common", (before, after, common) => {
    const pairs = align(letters(before, after));
    const found = pairs.map((pair) => before[pair.before]).join("");
    if (typeof common === "string") expect(found).toBe(common);
    else expect(found).toHaveLength(common);
    expect(pairs.map((pair) => after[pair.after]).join("")).toBe(found);
  });

  it("prefers two that are alike a little to none", () => {
    const likeness = (i: number, j: number) => (i === 0 && j === 1 ? 3 : i === j ? 2 : 0);
    expect(align({ before: [0, 1], after: [0, 1], likeness })).toEqual([
      { before: 0, after: 0 },
      { before: 1, after: 1 },
    ]);
  });

  it("finds the same within reach of the diagonal as without, where all lies there", () => {
    const near = fc.tuple(
      fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 }),
      fc.nat({ max: 30 }),
    );
    fc.assert(
      fc.property(near, ([text, at]) => {
        const longer = `${text.slice(0, at)}x${text.slice(at)}`;
        expect(align(letters(text, longer), 2)).toHaveLength(text.length);
        expect(align(letters(longer, text), 2)).toHaveLength(text.length);
      }),
    );
  });
});
