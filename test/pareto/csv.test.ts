import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/pareto/csv.ts";

describe("`parseCsv()`", () => {
  it.each<readonly [string, string, readonly (readonly [number, readonly string[]])[]]>([
    ["nothing", "", []],
    [
      "plain cells",
      "a,b\n1,2\n",
      [
        [1, ["a", "b"]],
        [2, ["1", "2"]],
      ],
    ],
    [
      "a last line without an end",
      "a,b\n1,2",
      [
        [1, ["a", "b"]],
        [2, ["1", "2"]],
      ],
    ],
    [
      "CR LF, CR and a byte order mark",
      "\ufeffa\r\nb\r",
      [
        [1, ["a"]],
        [2, ["b"]],
      ],
    ],
    ["empty cells, the last too", ",a,\n", [[1, ["", "a", ""]]]],
    ["an empty last cell without an end", "a,", [[1, ["a", ""]]]],
    [
      "quotes, commas and line ends in cells",
      '"a ""b"", c","d\ne"\nf\n',
      [
        [1, ['a "b", c', "d\ne"]],
        [3, ["f"]],
      ],
    ],
    [
      "lines around empty ones",
      "a\n\n\nb\n",
      [
        [1, ["a"]],
        [4, ["b"]],
      ],
    ],
    [
      "a quoted empty cell",
      'a\n""\n',
      [
        [1, ["a"]],
        [2, [""]],
      ],
    ],
  ])("reads %s", (_, text, records) => {
    expect(parseCsv(text)).toEqual(records.map(([line, cells]) => ({ line, cells })));
  });

  it("reads cells of any length", () => {
    const cell = "x".repeat(20_000_000);
    expect(parseCsv(`"${cell}",1`)[0]?.cells[0]?.length).toBe(20_000_000);
    expect(() => parseCsv(`"${cell}`)).toThrow("Cannot read a CSV file: ");
  });

  it.each([
    ['a\nb"c\n', 2, 'b"c'],
    ['a\n"b\n', 2, '"b'],
    ['a,"b"c\n', 1, '"b"c'],
  ])("refuses %j", (text, line, got) => {
    const message =
      "Cannot read a CSV file: expected a cell without quotes, " +
      `or one in quotes whose inner quotes are doubled, got ${got}`;
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ message, where: { line } }));
  });
});
