import { describe, expect, it } from "vitest";
import { networksOfCsv } from "../../src/pareto/points-file.ts";
import { ACE } from "./samples.ts";

const METRICS = ["macs", "ace", "cpu64", "weightBits"];
const read = (text: string) => networksOfCsv(text, ACE, METRICS);

describe("`networksOfCsv()`", () => {
  it("takes the metric's column, or computes it from multiply-accumulates", () => {
    const text = `\
name,accuracy,ace,binaryMacs,int8Macs,family,year,source
"a, the first",69.4,4.2e9,,,Mine,2024,our paper
b,70,,1000,10,,,
c,,,,,,,
`;
    expect(read(text)).toEqual([
      {
        name: "a, the first",
        family: "Mine",
        accuracy: 69.4,
        year: 2024,
        cost: 4_200_000_000_000_000n,
        costStatus: "given",
        source: "our paper",
      },
      {
        name: "b",
        family: "yours",
        accuracy: 70,
        cost: 1_640_000_000n,
        costStatus: "computed",
        source: "your file of points",
      },
      {
        name: "c",
        family: "yours",
        cost: "no-cost",
        costStatus: "given",
        source: "your file of points",
      },
    ]);
  });

  it("marks what says that it is counted otherwise", () => {
    expect(read("name,ace,counted\na,1,additions too\n")).toMatchObject([
      { otherConvention: "additions too" },
    ]);
  });

  it.each([
    ["", "Cannot read a file of points: expected a line of column names, got an empty file", {}],
    [
      "name,acuracy\n",
      "Cannot read the columns of a file of points: expected one of accuracy, ace, macs, source, int4Macs, int8Macs, floatMacs, binaryMacs, name, year, 5 more, got acuracy",
      { line: 1 },
    ],
    [
      "accuracy\n",
      "Cannot read a file of points: expected a column name, got accuracy",
      { line: 1 },
    ],
    ["name,ace,ace\n", "Cannot read column ace: expected it once, got it twice", { line: 1 }],
    ["name,ace\na\n", "Cannot read a point: expected 2 cells, got 1", { line: 2 }],
    ["name\n", "Cannot read a file of points: expected a network, got column names only", {}],
    ["name,ace\n,1\n", "Cannot read a point: expected a name, got an empty cell", { line: 2 }],
    [
      "name,ace\na,1\nb,-1\n",
      "Cannot read column ace: expected a number from 0 with at most six decimal places, got -1",
      { line: 3 },
    ],
    [
      "name,ace\na,NaN\n",
      "Cannot read column ace: expected a number from 0 with at most six decimal places, got NaN",
      { line: 2 },
    ],
    [
      "name,floatMacs\na,0.5\n",
      "Cannot read column floatMacs: expected a whole number, got 0.5",
      { line: 2 },
    ],
    [
      "name,accuracy\na,69.4%\n",
      "Cannot read column accuracy: expected a number in percent, got 69.4%",
      { line: 2 },
    ],
    [
      "name,accuracy\na,169.4\n",
      "Cannot place a: expected an accuracy from 0 to 100 percent, got 169.4",
      { line: 2 },
    ],
    [
      "name,year\na,20\n",
      "Cannot read column year: expected a year of four digits, got 20",
      { line: 2 },
    ],
  ])("refuses %j", (text, message, where) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ message, where }));
  });
});
