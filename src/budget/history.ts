import { AceError } from "../errors.ts";
import type { HistoryLine } from "../results/history.ts";
import { stringifyResult } from "../results/json.ts";
import type { NamedScore } from "./baseline.ts";
import { oneText } from "./checks.ts";
import { readDocument } from "./json-document.ts";
import { anyText, convention, fields, totalKeys, totals } from "./result-readers.ts";

const line = fields<HistoryLine>(
  {
    schema: oneText(["acemeter/history@1"] as const),
    commit: anyText,
    date: anyText,
    name: anyText,
    convention,
    atLeast: totalKeys,
    totals,
  },
  ["date"],
);

/**
 * Lines of a history file, in its order.
 *
 * @throws {AceError} `wrong-usage` with the line that is none
 */
export function readHistory(file: string, text: string): readonly HistoryLine[] {
  return text.split("\n").flatMap((content, i) => {
    if (content.trim() === "") return [];
    try {
      const document = readDocument(file, content);
      return [line(document.value, [], document)];
    } catch (error) {
      if (!(error instanceof AceError)) throw error;
      const { code, reason, cause } = error;
      throw new AceError(code, reason, { where: { file, line: i + 1 }, cause });
    }
  });
}

/** What models cost at a commit, a line each. */
export function historyLines(
  scores: readonly NamedScore[],
  commit: { readonly id: string; readonly date?: string },
): readonly HistoryLine[] {
  return scores.map(({ name, score: { convention, atLeast, totals } }) => ({
    schema: "acemeter/history@1",
    commit: commit.id,
    ...(commit.date === undefined ? {} : { date: commit.date }),
    name,
    convention,
    atLeast,
    totals,
  }));
}

/** A history with lines added; those of the same commit and model are replaced where they stand. */
export function withLines(
  history: readonly HistoryLine[],
  added: readonly HistoryLine[],
): readonly HistoryLine[] {
  const key = ({ commit, name, convention }: HistoryLine) =>
    JSON.stringify([commit, name, convention]);
  const lines = new Map([...history, ...added].map((one) => [key(one), one]));
  return [...lines.values()];
}

/** The text of a history file. */
export function historyText(lines: readonly HistoryLine[]): string {
  return lines.map((one) => `${stringifyResult(one, 0)}\n`).join("");
}
