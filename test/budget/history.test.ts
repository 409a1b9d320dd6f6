import { describe, expect, test } from "vitest";
import { historyLines, historyText, readHistory, withLines } from "../../src/budget/history.ts";
import { historySchema } from "../../src/results/history-schema.ts";
import { DIGITS } from "../cli/samples.ts";
import { thrown } from "../io/thrown.ts";

const at = (id: string, name = "digits") =>
  historyLines([{ name, score: DIGITS }], { id, date: "2024-05-06T07:08:09Z" });

describe("a history file", () => {
  test("is a line a commit and model, with the totals in full", () => {
    const text = historyText(at("abc1234"));
    expect(text).toMatch(
      /^\{"schema":"acemeter\/history@1","commit":"abc1234","date":"2024-05-06T07:08:09Z","name":"digits","convention":"pokebnn","atLeast":\[\],"totals":\{"macs":678336,.*\}\}\n$/,
    );
    expect(readHistory("h.jsonl", text)).toEqual(at("abc1234"));
    expect(historySchema.safeParse(at("abc1234")[0]).success).toBe(true);
  });

  test("keeps its order; the same commit and model again takes the line that is there", () => {
    const history = [...at("aaa"), ...at("bbb"), ...at("aaa", "other")];
    const changed = at("aaa").map((line) => ({ ...line, totals: { ...line.totals, ace: 1n } }));
    const lines = withLines(history, [...changed, ...at("ccc")]);
    expect(lines.map(({ commit, name, totals }) => [commit, name, totals.ace])).toEqual([
      ["aaa", "digits", 1n],
      ["bbb", "digits", 1_794_048n],
      ["aaa", "other", 1_794_048n],
      ["ccc", "digits", 1_794_048n],
    ]);
  });

  test("with a line that is none is refused", () => {
    const error = thrown(() =>
      readHistory("h.jsonl", `${historyText(at("aaa"))}\n{"schema":"x"}\n`),
    );
    expect(error.message).toBe(
      'Cannot read schema of h.jsonl: expected acemeter/history@1, got "x"',
    );
    expect(error.where).toEqual({ file: "h.jsonl", line: 3 });
  });
});
