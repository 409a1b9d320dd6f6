import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignment } from "../../../src/parsers/weights/alignment.ts";

function aligned(rows: string, columns: string) {
  return alignment(rows.length, columns.length, (row, column) => rows[row] === columns[column]);
}

/** All alignments of the greatest length, by trying every one. */
function everyLongest(rows: string, columns: string): readonly string[] {
  const all = (row: number, column: number): string[] => {
    if (row === rows.length || column === columns.length) return [""];
    const paired =
      rows[row] === columns[column]
        ? all(row + 1, column + 1).map((rest) => `${row}-${column} ${rest}`)
        : [];
    return [...new Set([...paired, ...all(row + 1, column), ...all(row, column + 1)])];
  };
  const found = all(0, 0);
  const length = (text: string) => text.split("-").length;
  const most = Math.max(...found.map(length));
  return found.filter((text) => length(text) === most);
}

describe("`alignment()`", () => {
  test("pairs in order what can be paired in one way", () => {
    const pairs = [
      [0, 1],
      [2, 2],
    ];
    expect(aligned("axb", "yabc")).toEqual({ kind: "only", length: 2, pairs });
    expect(aligned("a", "b")).toEqual({ kind: "only", length: 0, pairs: [] });
  });

  test("says where there are several ways", () => {
    expect(aligned("aa", "a")).toEqual({ kind: "several", length: 1 });
    expect(aligned("ab", "ba")).toEqual({ kind: "several", length: 1 });
  });

  test("does not make tables of any size", () => {
    expect(alignment(2 ** 13, 2 ** 13, () => true)).toEqual({ kind: "too-long" });
  });

  test("agrees with trying every alignment", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(
      fc.property(letters, letters, (rows, columns) => {
        const longest = everyLongest(rows, columns);
        const found = aligned(rows, columns);
        expect(found.kind).toBe(longest.length === 1 ? "only" : "several");
        if (found.kind !== "only") return;
        const text = found.pairs.map(([row, column]) => `${row}-${column} `).join("");
        expect([text]).toEqual(longest);
      }),
      { numRuns: 300 },
    );
  });
});
