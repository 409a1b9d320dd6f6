import { describe, expect, test } from "vitest";
import { readDocument } from "../../src/budget/json-document.ts";
import { jsonPlaces, lineAndColumn, pathText } from "../../src/budget/json-places.ts";
import { thrown } from "../io/thrown.ts";

const TEXT = `{
  "a": [1, {"b": "x, \\"}\\" :"}],
  "c/*": {}, "d": [[2],
    3]
}`;

describe("`jsonPlaces()`", () => {
  test("knows where each key and element begins", () => {
    const places = [...jsonPlaces(TEXT)].map(([path, offset]) => {
      const { line, column } = lineAndColumn(TEXT, offset);
      return `${path} ${line}:${column}`;
    });
    expect(places).toEqual([
      "a 2:3",
      "a[0] 2:9",
      "a[1] 2:12",
      "a[1].b 2:13",
      '["c/*"] 3:3',
      "d 3:14",
      "d[0] 3:20",
      "d[0][0] 3:21",
      "d[1] 4:5",
    ]);
  });
});

test("`pathText()` quotes what is no word", () => {
  expect(pathText(["models", 0, "budgets", "layers", "head/*", "energyPj.45nm"])).toBe(
    'models[0].budgets.layers["head/*"]["energyPj.45nm"]',
  );
});

test("`readDocument()` says in which line a text is no JSON", () => {
  const error = thrown(() => readDocument("c.json", '{\n  "a": 1,,\n}'));
  expect(error.message).toMatch(/^Cannot read c\.json: expected JSON, got /);
  expect(error.where).toEqual({ file: "c.json", line: 2, column: 10 });
});
